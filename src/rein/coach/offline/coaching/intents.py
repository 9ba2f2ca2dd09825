"""What a message to the coach is about, told by rules: the first intent whose expression matches decides."""

import re
from enum import StrEnum


class Intent(StrEnum):
    """What a message is about."""

    GREETING = "greeting"
    THANKS = "thanks"
    WHO_ARE_YOU = "who_are_you"
    ADVICE_LIMIT = "advice_limit"
    UNWELL = "unwell"
    LOW = "low"
    TODAY = "today"
    THIS_WEEK = "this_week"
    AHEAD = "ahead"
    WHY = "why"
    CHANGE_DAYS = "change_days"
    CHANGE_HOURS = "change_hours"
    CHANGE_DATE = "change_date"
    CHANGE_GOAL = "change_goal"
    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    MISSED = "missed"
    NO_TIME = "no_time"
    UNMOTIVATED = "unmotivated"
    STUCK = "stuck"
    PROGRESS = "progress"
    PLAN_AHEAD = "plan_ahead"
    SCALE = "scale"
    """A number from 1 to 10, as the coach asks for."""
    AGREE = "agree"
    DISAGREE = "disagree"
    OTHER_LANGUAGE = "other_language"
    QUESTION = "question"
    OTHER = "other"


_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|mornings?|evenings?"
_NOT = r"(?:did ?n['’]?o?t|have ?n['’]?o?t|has ?n['’]?o?t|could ?n['’]?o?t|was ?n['’]?o?t able|never|not)"

_RULES: tuple[tuple[Intent, str], ...] = (
    (
        Intent.WHO_ARE_YOU,
        r"\bare you (?:an? )?(?:human|real|person|robot|bot|ai|machine|llm|chatgpt|gpt)\b|\b(?:who|what) are you\b|\bam i talking to\b|\bare you a (?:real|doctor|therapist)",
    ),
    (
        Intent.UNWELL,
        r"\b(?:i['’]?m|i am|been|feel(?:ing)?|got|getting|have|having|had) (?:\w+ ){0,2}(?:sick|ill|flu|fever|a cold|covid|nauseous|migraine|dizzy|unwell|injured|hurt|sore throat)\b"
        r"|\b(?:my|the) (?:left |right |lower )?(?:knee|back|ankle|shin|hip|foot|shoulder|calf|hamstring|neck|wrist|elbow)s? (?:\w+ ){0,2}(?:hurts?|aches?|is sore|are sore|pain|is killing)"
        r"|\b(?:pulled|twisted|sprained|strained|injured|hurt) (?:my|a)\b|\bpain in\b|\binjur(?:y|ed)\b",
    ),
    (
        Intent.ADVICE_LIMIT,
        r"\b(?:how many|count(?:ing)?) calories\b|\bcalorie\b|\bdiagnos\w+|\bwhat (?:medicine|medication|pills?|dose|supplements?)\b|\bshould i (?:take|stop taking)\b"
        r"|\bwhich (?:stocks?|shares?|crypto|fund)s?\b|\b(?:invest|buy) (?:in )?(?:stocks?|bitcoin|crypto)\b|\blegal advice\b|\bsue\b",
    ),
    (
        Intent.LOW,
        r"\b(?:i['’]?m|i am|feel(?:ing)?|been|so|really|very|quite) (?:\w+ ){0,2}(?:sad|down|depressed|lonely|anxious|overwhelmed|stressed|burn(?:ed|t) out|exhausted|drained|hopeless|miserable|worthless|a failure|ashamed|guilty)\b"
        r"|\b(?:hate|disappointed in|angry (?:at|with)) myself\b|\bcrying\b|\bbreak(?:ing)? down\b|\brough (?:day|week|time|patch)\b|\bi['’]?m (?:such )?a failure\b",
    ),
    (
        Intent.TODAY,
        r"\bwhat (?:should|do|can|must|shall|am) i (?:\w+ ){0,3}(?:today|tonight|now|this (?:morning|evening|afternoon))\b|\b(?:today['’]?s|tonight['’]?s) (?:plan|session|task|action|workout|run)s?\b"
        r"|\bwhat['’]?s (?:on |up |the plan )?(?:for )?(?:today|tonight)\b|\bwhat(?:['’]?s| is) next\b|\bwhere do i (?:start|begin)\b|\bwhat now\b",
    ),
    (
        Intent.THIS_WEEK,
        r"\b(?:what|show|tell)\b[^?]{0,30}\b(?:this week|the week|week['’]?s)\b|\bthis week['’]?s (?:plan|focus|actions?|sessions?)\b|\bmy plan for (?:the|this) week\b|\bwhat['’]?s the focus\b",
    ),
    (
        Intent.AHEAD,
        r"\b(?:next|first|coming) (?:milestone|phase|week)\b[^.]*\?|\bwhen (?:is|do|will|am)\b[^?]*\b(?:milestone|phase|finish|done|deadline|ready|end)\b|\bhow (?:far|long|many weeks)\b[^?]*\b(?:left|to go|until|till|still)\b"
        r"|\bam i on track\b|\bwhat['’]?s coming\b",
    ),
    (
        Intent.WHY,
        r"\bwhy (?:do|should|am|did|is|are|does)\b[^?]*\b(?:i|we|this|it|the|these|plan|week|lighter|rest)\b|\bwhat['’]?s the point\b|\bdoes (?:it|this) (?:really |even )?(?:work|help)\b",
    ),
    (
        Intent.CHANGE_DATE,
        r"\b(?:more time|extend|postpone|push (?:it |the \w+ )?back|move (?:the )?(?:deadline|date|race)|later (?:date|deadline)|(?:new|another|change (?:the|my)) (?:deadline|date)|longer plan|take longer)\b",
    ),
    (
        Intent.CHANGE_HOURS,
        r"\b(?:only|just|now) (?:have |got |manage |do |train |spend |get )?(?:about |around )?(?:\d+|an?|one|two|three|half an?) (?:hours?|minutes?|h|min)\b(?: (?:a|per|each) week| (?:this|next) week)?"
        r"|\b(?:fewer|less|more|cut(?: down)?|reduce|change) (?:the |my )?(?:hours|time) (?:a|per|each|this|every)? ?week\b|\bchange (?:the|my) hours\b",
    ),
    (
        Intent.CHANGE_DAYS,
        rf"\b(?:move|swap|switch|change|shift|reschedule|different)\b[^.?!]{{0,40}}\b(?:{_DAY}|days?|sessions?|runs?|it)\b|\b(?:can['’]?t|cannot|no longer|not able to|won['’]?t be able to)\b[^.?!]{{0,30}}\b(?:on )?(?:{_DAY})\b"
        rf"|\b(?:{_DAY}) (?:do(?:es)? ?n['’]?o?t|never|no longer) work",
    ),
    (
        Intent.CHANGE_GOAL,
        r"\b(?:change|different|new|another|wrong|rethink|drop|quit|give up(?: on)?|abandon|stop)\b[^.?!]{0,15}\b(?:goal|resolution|plan|this|everything|it all)\b|\bgiv(?:e|ing) up\b|\bnot (?:sure|certain) (?:i|if i|that i)(?: still)? want\b",
    ),
    (
        Intent.TOO_EASY,
        r"\btoo (?:easy|light|slow|little|short)\b|\b(?:was|is|felt|feels|it['’]?s) (?:really |very |so |pretty |super )?easy\b|\bcould do (?:more|longer|harder)\b|\bmore (?:challenge|challenging)\b|\bbored\b|\bstep (?:it )?up\b",
    ),
    (
        Intent.TOO_HARD,
        r"\btoo (?:hard|much|long|heavy|fast|difficult|tough|ambitious|many)\b|\b(?:can['’]?t|cannot|couldn['’]?t) (?:keep up|cope|manage|finish|handle)\b|\b(?:was|is|felt|it['’]?s) (?:really |very |so |pretty |super |quite )?(?:hard|tough|difficult|brutal)\b|\bstruggl\w+",
    ),
    (
        Intent.NO_TIME,
        r"\bno time\b|\b(?:too|so|really|very|super|crazy|insanely) busy\b|\bbusy (?:week|day|month|time)\b|\b(?:not|n['’]t) (?:have|had|find|found)?\s*(?:enough |any |the |much )?time\b|\bdeadline at work\b|\b(?:work|kids?|family|exams?|travel\w*) (?:is|are|was|were|has been|got) (?:\w+ )?(?:crazy|hectic|busy|full|in the way)\b|\bran out of time\b|\bswamped\b",
    ),
    (
        Intent.MISSED,
        rf"\b{_NOT}\b[^.?!]{{0,30}}\b(?:do|done|did|go|gone|went|run|train\w*|read|manage\w*|make it|finish\w*|start\w*|practi[cs]e\w*|write|save\w*|stick|any of|anything|get (?:to|round))\b"
        r"|\b(?:missed|skipped|forgot|slipped|relapsed|fell off|blew it|messed up|screwed up|gave in|failed)\b|\bdid nothing\b|\bfell behind\b|\bbehind (?:on|with)\b|\bi (?:smoked|drank) (?:again|one)\b",
    ),
    (
        Intent.UNMOTIVATED,
        r"\b(?:no|zero|lost (?:my|all)|lack(?:ing)?(?: of)?|low|losing) (?:my )?(?:motivation|energy|drive|willpower|interest)\b|\bunmotivated\b|\bnot (?:motivated|in the mood|feeling it)\b|\b(?:don['’]?t|do not|didn['’]?t) (?:really )?(?:feel like|want to|fancy)\b|\bcan['’]?t be bothered\b|\blazy\b|\bprocrastinat\w+",
    ),
    (
        Intent.STUCK,
        r"\bstuck\b|\bplateau\w*\b|\bno (?:progress|results?|improvement)\b|\bnot (?:getting|making|seeing|improving|working)\b|\b(?:isn['’]?t|is not|doesn['’]?t|does not) (?:work|seem|get)\w*\b|\bwhat (?:if|should i do (?:if|when))\b|\bhow (?:do|can|should) i\b",
    ),
    (
        Intent.PLAN_AHEAD,
        r"\b(?:going|travel+ing|leave|leaving|flying|off) (?:on|to|for)\b[^.?!]{0,30}\b(?:holiday|vacation|trip|conference|wedding|week|days)\b|\b(?:holiday|vacation|christmas|wedding|conference|visitors?)\b[^.?!]{0,20}\b(?:next|coming|this|is|are)\b|\bnext week i\b|\bon (?:holiday|vacation)\b",
    ),
    (
        Intent.PROGRESS,
        r"\bi (?:\w+ly |just |finally |already |have |even )*(?:did|done|ran|run|walked|went|read|wrote|saved|paid|finished|completed|managed|made it|trained|practi[cs]ed|cooked|slept|meditated|called|applied|swam|cycled|lost|got|reached|stuck|kept|hit|started)\b"
        r"|\b(?:done|finished|completed|nailed|smashed|crushed) (?:it|this|the|all|my)\b|\bwent (?:well|great|fine|ok(?:ay)?)\b|\bgood (?:week|day|session|run)\b|\bpersonal best\b|\b(?:\d+|two|three|four|five|six|all) (?:of|out of|times|sessions|runs)\b|\bproud\b",
    ),
    (Intent.THANKS, r"\b(?:thanks?|thank you|thx|cheers|appreciate|that helps?|helpful)\b"),
    (
        Intent.GREETING,
        r"^\W*(?:hi|hello|hey|good (?:morning|evening|afternoon|day)|morning|howdy|yo)\b[\w\s,]{0,20}\W*$",
    ),
    (
        Intent.SCALE,
        r"^\W*(?:(?:maybe|about|probably|perhaps|around|an?|i['’]?d say|it['’]?s an?|say)\s+)*(?:10|[1-9])(?:\s*(?:/|out of|of)\s*10)?\b[\w\s]{0,12}\W*$",
    ),
    (
        Intent.AGREE,
        r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|sounds good|good idea|let['’]?s do (?:it|that)|i['’]?ll (?:try|do) (?:it|that)|deal|agreed|absolutely|of course|great)\b",
    ),
    (
        Intent.DISAGREE,
        r"^\W*(?:no|nope|nah|not really|i don['’]?t think so|not sure|maybe|i don['’]?t know|dunno|idk)\b",
    ),
    (Intent.QUESTION, r"\?\s*$|^(?:what|when|how|who|where|which|is|are|do|does|can|could|should|will)\b"),
)
_COMPILED = tuple((intent, re.compile(expression)) for intent, expression in _RULES)

_ENGLISH = re.compile(
    r"\b(?:the|and|to|of|is|it|in|that|was|for|my|i|you|not|with|this|have|but|did|do|what|how|yes|no|ok|today|week|a|on|am|so|be|are|can|we|me|hi|hey|hello|thanks?)\b"
)
_FOREIGN = re.compile(
    r"\b(?:yo|de|pero|porque|hoy|seguro|aber|heute|mais|ich|nicht|und|der|die|das|ist|war|habe|el|la|los|que|no pude|estoy|muy|je|suis|pas|est|les|une|avec|não|eu|estou|muito|sono|non|che|ik|niet|het|een|jestem|nie)\b"
)


def intent_of(message: str) -> Intent:
    """What `message` is about; `OTHER` when no rule matches."""
    text = " ".join(message.casefold().split())
    if _is_foreign(text):
        return Intent.OTHER_LANGUAGE
    return next((intent for intent, expression in _COMPILED if expression.search(text)), Intent.OTHER)


def _is_foreign(text: str) -> bool:
    """Whether the words are plainly not English: another script, or another language's small words outnumber ours."""
    letters = [c for c in text if c.isalpha()]
    if letters and sum(ord(c) > 0x24F for c in letters) > len(letters) / 2:
        return True
    return len(_FOREIGN.findall(text)) > 1 + len(_ENGLISH.findall(text))
