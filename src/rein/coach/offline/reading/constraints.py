"""What limits the person: time, body, family, work, money, place. Kept in their own words."""

import re

_PHRASES = re.compile(
    r"\b(?:"
    r"(?:with\s+)?(?:a\s+|my\s+|an\s+)?(?:bad|sore|injured|weak|torn|dodgy|painful|arthritic)\s+(?:left\s+|right\s+"
    r"|lower\s+)?(?:knees?|backs?|hips?|ankles?|shoulders?|wrists?|necks?|foot|feet|heart|achilles)"
    r"|(?:knee|back|hip|ankle|shoulder|foot|wrist)\s+(?:pain|injury|problems?|issues?)"
    r"|(?:with\s+|have\s+|having\s+|got\s+)?(?:a|one|two|three|four|five|\d|small|young|little)\s+(?:small\s+"
    r"|young\s+|little\s+)?(?:kids|children|toddlers?|babies|baby\s+at\s+home|jobs)(?:\s+(?:at\s+home|under\s+\w+))?"
    r"|(?:(?:single|new|working)\s+)?(?:mom|mum|mother|dad|father|parent)\s+(?:of|to)\s+(?:an?|one|two|three|four|five|\d|twins|triplets)"
    r"(?:\s+(?:small\s+|young\s+|little\s+)?(?:kids|children|toddlers?|babies|baby|boys|girls|twins))?"
    r"|(?:single|new|working|stay[\s-]at[\s-]home)\s+(?:mom|mum|mother|dad|father|parent)"
    r"|(?:on\s+|work(?:ing)?\s+|do(?:ing)?\s+)?(?:night|late|rotating|12[\s-]hour|shift)\s*(?:shifts?|work)"
    r"|(?:with\s+|have\s+)?(?:no|without(?:\s+a)?|don['’]?t\s+have\s+a"
    r"|can['’]?t\s+afford\s+a)\s+(?:gym(?:\s+membership)?|equipment|car|money|garden|internet|treadmill|partner|oven"
    r"|spare\s+time|weights)"
    r"|on\s+a\s+(?:tight\s+|small\s+|low\s+|student\s+)?budget|low\s+budget|tight\s+budget|little\s+money"
    r"|limited\s+(?:time|money|budget|mobility)"
    r"|(?:work(?:ing)?|a|my)\s+full[\s-]time(?:\s+job)?|full[\s-]time\s+(?:job|student|work)|busy\s+(?:job|schedule"
    r"|work)|long\s+(?:commute|hours)|commute\s+\w+\s+hours?"
    r"|travel\s+(?:a\s+lot|often|for\s+work)|complete\s+beginner|(?:i['’]?m|am|as)\s+(?:a\s+|an\s+)?(?:absolute\s+"
    r"|total\s+)?beginner|never\s+(?:run|ran|done|lifted|meditated|cooked|saved|written|played|swum)\b[^.,;!?]{0,30}"
    r"|(?:asthma|diabetes|diabetic|arthritis|adhd|dyslexia|dyslexic|gluten[\s-]intoleran\w+|lactose[\s-]intoleran\w+"
    r"|coeliac|celiac|wheelchair)|(?:i['’]?m|i\s+am|as\s+a|being)\s+(?:a\s+)?(?:vegetarian|vegan)"
    r"|i['’]?(?:m|\s+am)\s+\d{2}(?:\s+years?\s+old)?\b|(?:as|being)\s+a\s+\d{2}[\s-]+years?[\s-]+old"
    r"|(?:only|just)\s+(?:in\s+the\s+|at\s+|on\s+)?(?:mornings?|evenings?|lunch(?:\s+breaks?)?|weekends?|nights?)"
    r"|(?:mornings?|evenings?|weekends?|nights?|weekdays?|lunch\s+breaks?)\s+only"
    r"|only\s+(?:\d+|ten|fifteen|twenty|thirty|half\s+an)\s+(?:minutes?|mins?|hours?)\s+(?:in\s+the\s+|at\s+)?(?:mornings?|evenings?|lunch|nights?)"
    r"|i\s+hate\s+\w+(?:\s+\w+)?"
    r")\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:currently|right\s+now|at\s+the\s+moment)\b|^(?:mornings?|evenings?|weekends?|nights?|weekdays?)\s+only\b"
    r"|^(?:and\s+|but\s+|though\s+|although\s+|because\s+)?(?:"
    r"(?:i|we)\s+(?:can(?:\s+only)?|could|can['’]?t|cannot|am\s+able\s+to|have(?:\s+only)?|only\s+have|only\s+\w+"
    r"|don['’]?t\s+(?:have|own|like|eat|drive|want\s+to\s+(?:spend|go|join|pay))|work|already\s+work|live|hate|"
    r"get\s+up|get\s+home|finish\s+work|am\s+(?:a|an|only|free|busy|allergic|on|\d)|travel|commute|start\s+work"
    r"|share|used\s+to|never|currently|now|weigh|earn|make|owe|['’]?ve\s+(?:only\s+)?got)"
    r"|i['’]m\s+(?:a|an|only|free|busy|allergic|on|\d|not\s+a|new\s+to|vegetarian|vegan)"
    r"|i['’]ve\s+(?:only\s+)?(?:got|never|been)|"
    r"my\s+(?:knee|back|hip|ankle|shoulder|job|work|boss|husband|wife|partner|kids|budget|schedule|shift|doctor|gym)"
    r"|no\s+(?:gym|equipment|car|money)|not\s+on\s+\w+days?|only\s+(?:on\s+)?\w+|"
    r"with(?:out)?\s+(?:a\s+|my\s+|two\s+|three\s+|no\s+|bad\s+|\d+\s+hours))\b",
    re.IGNORECASE,
)
_WANTS = re.compile(r"\b(?:want|would\s+like|wish|hope|plan|aim)\b", re.IGNORECASE)
_TIME_ONLY = re.compile(r"\b(?:hours?|hrs?|minutes?|mins?|h)\b", re.IGNORECASE)
_LIMIT_LEAD = re.compile(
    r"^(?:and\s+|but\s+|though\s+|although\s+)?(?:currently|right\s+now|at\s+the\s+moment"
    r"|(?:i|we)\s+(?:can(?:\s+only)?\s+(?:run|do|walk|swim|lift|train|practi[cs]e|study|afford|save|spare)|can['’]?t"
    r"|cannot|only\s+have"
    r"|have\s+only|don['’]?t\s+(?:have|own|like|eat|drive)|live|(?:already\s+)?work(?:\s+(?:in|at|from|as|on|full"
    r"|part|nights?|shifts?|weekends?))"
    r"|travel|commute|share|weigh|earn|make|owe|have\s+been|never\s+\w+)\b"
    r"|my\s+\w+\s+(?:is|hurts?|aches?|smokes?|drinks?|won['’]?t|can['’]?t|doesn['’]?t|does\s+not|works?)\b"
    r"|no\s+(?:gym|equipment|car|money)\b)",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"(?:aged?|ages)?\s*\d{1,2}(?:\s*(?:,|and|&|,\s*and)\s*\d{1,2})*(?:\s*(?:years?|months?)(?:[\s-]+old)?)?",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"^(?:and|but|though|although|because|with|(?:as|being|i\s+am|i['’]m)\s+an?|i\s+have|have|having|got)\s+",
    re.IGNORECASE,
)

MOST = 8


def is_constraint(clause: str) -> bool:
    """Whether a clause says what the person can or cannot do, rather than what they want."""
    clause = clause.strip()
    if _WANTS.search(clause):
        return False
    if _PHRASES.fullmatch(_unhedged(clause)):
        return True
    return bool(
        _CLAUSE.match(clause) and (_PHRASES.search(clause) or _TIME_ONLY.search(clause) or _LIMIT_LEAD.match(clause))
    )


def find_constraints(text: str) -> tuple[str, ...]:
    """The limits named inside a text, as short phrases: "bad knee", "two kids", "night shifts"."""
    return tuple(dict.fromkeys(_tidy(m.group()) for m in _PHRASES.finditer(text)))[:MOST]


def is_detail(clause: str) -> bool:
    """Whether a clause only adds to the limit before it: the ages of the children."""
    return bool(_AGES.fullmatch(clause.strip()))


def _unhedged(phrase: str) -> str:
    before = None
    while before != phrase:
        before, phrase = phrase, _HEDGE.sub("", phrase.strip())
    return phrase


def _tidy(phrase: str) -> str:
    phrase = _unhedged(phrase)
    return re.sub(r"^(?:a|an|my)\s+", "", phrase, flags=re.IGNORECASE)[:120]
