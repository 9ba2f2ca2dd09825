"""The words with which people wish: what may stand in front of the goal itself."""

import re

from rein.coach.offline.reading.calendar_words import MONTHS
from rein.coach.offline.reading.verb_forms import is_verb

_MONTH = "|".join(MONTHS)
_ADVERB = r"(?:really|just|also|still|definitely|always|honestly|actually|truly|finally|seriously|probably|simply|only|so|would|'d)"
_WISHES = (
    rf"i\s+(?:{_ADVERB}\s+)*(?:want|wanna|need|wish|hope|plan|aim|intend|expect|would\s+like|would\s+love"
    rf"|['’]?d\s+like|resolve|vow|promise|pledge|swear|have\s+decided|decided|commit)(?:\s+myself)?(?:\s+to|\s+on"
    rf"|(?<=wanna)|(?=\s+\w+ing\b))",
    r"(?:i['’]?ve|i\s+have)?\s*(?:always|long)\s+wanted\s+to\b",
    r"for\s+(?:is|are)\b\s*(?:to\s+)?",
    rf"i['’]d\s+(?:{_ADVERB}\s+)*(?:like|love)\s+to",
    rf"(?:i['’]?m|i\s+am|im|we['’]?re|we\s+are)\s+(?:{_ADVERB}\s+)*(?:going\s+to|gonna|trying\s+to|planning\s+(?:to"
    rf"|on)|hoping\s+to|determined\s+to|about\s+to|looking\s+to|aiming\s+to|ready\s+to|resolving\s+to|working\s+on)",
    rf"(?:i['’]ll|i\s+will|i\s+shall|we\s+will|we['’]ll|ill|i\s+must|i\s+should|i\s+have\s+to|i['’]ve\s+(?:got\s+to"
    rf"|decided\s+to)|i\s+gotta|i\s+can)\s+(?:{_ADVERB}\s+)*(?:try\s+(?:my\s+\w+\s+)?to\s+|be\s+able\s+to\s+)?",
    r"(?:gonna|gotta|wanna|ima|imma|i'ma|going\s+to|trying\s+to|planning\s+to|hoping\s+to|time\s+to|resolve\s+to"
    r"|resolving\s+to|vow\s+to|have\s+to|need\s+to|want\s+to|got\s+to|let['’]?s|lets)\b",
    r"(?:(?:please\s+)?help\s+me(?:\s+to)?|can\s+you\s+help\s+me(?:\s+to)?|could\s+you\s+help\s+me(?:\s+to)?)\b",
    r"(?:the|my|our|a|one)\s+(?:\w+\s+){0,3}?(?:goal|aim|plan|dream|target|wish|mission|ambition)s?\s+(?:(?:for|this"
    r"|in)\s+(?:\w+\s+){1,3}?)?(?:is|are|would\s+be|will\s+be)\s*:?\s*(?:to\b)?",
    r"(?:try\s+(?:to|and|&)(?!\s+not\b)|attempt\s+to|start\s+trying\s+to|(?:to\s+)?make\s+(?:it\s+a\s+point|sure)\s+to"
    r"|it['’]?s\s+time\s+to)\b",
    r"(?:this\s+(?:coming\s+)?(?:new\s+)?year|next\s+year|in\s+20\d\d|20\d\d|for\s+20\d\d|in\s+the\s+(?:new"
    r"|coming)\s+year|from\s+now\s+on|starting\s+(?:today|tomorrow|now|this\s+year"
    rf"|(?:on\s+|in\s+|from\s+)?(?:next\s+\w+|\w+day|(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})|(?:{_MONTH})(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?)))\b\s*[,:;-]?",
    r"(?:so|well|ok|okay|and|but|also|plus|oh|finally|maybe|perhaps|simply|just|yes|yep|hey|dear\s+coach|hello|hi"
    r"|first|second|third|firstly|secondly|lastly|most\s+importantly|is|are|or|then|please|hopefully)\b\s*,?",
    r"by\s+(?=\w+ing\b)",
    r"(?:actually|truly|finally|consciously|actively|seriously|sincerely)\s+(?=\w)",
    r"(?:(?:always|still|again|once\s+again|though|actually|simply|basically|that)\s+)*(?:is|was|has\s+always\s+been)\s+(?:always\s+|still\s+)?to\s+",
    r"(?:should|would|could|will)\s+(?:probably\s+|definitely\s+|really\s+|maybe\s+|just\s+)*(?:be|involve)\s+(?:to\s+)?(?=(?:not|stop|quit|never|\w+ing)\b|(?<=to\s)\w)",
    r"too\s+(?=(?:not|stop|quit|get|be|go|eat|lose|learn|find|make|start|do|have|save|read)\b)",
    r"(?:number|no\.?|resolution)\s*(?:one|two|three|four|five|\d{1,2})\b\s*[:,.–—-]*\s*(?:is\s+)?(?:to\s+)?",
    r"(?:one|two|three|first|second|third)\s*[:.)]\s*",
    r"as\s+an?\s+(?:\w+\s+){1,4}?is\s+to\s+",
    r"for\s+me\s+to\s+",
    r"(?:two|three)-?fold\s*:\s*(?:to\s+)?",
    r"i\s+(?:think|guess|believe|figure|suppose)\s+(?:that\s+)?(?=(?:i|im|my)\b)",
    r"(?:determined|ready|committed|excited|hoping|aiming)\s+to\s+|must\s+(?=\w+\s)",
    r"mine\b\s*(?:,|is\b|:|=)?\s*(?:to\b)?",
    r"to\b",
)
_WISH = re.compile(r"^[\W_]*(?:" + "|".join(_WISHES) + r")\s*", re.IGNORECASE)
_MOST_LEADS = 12
_WANT_A_THING = re.compile(
    r"^(?:i\s+(?:really\s+|just\s+|also\s+)*(?:want|need)|i['’]d\s+like|i\s+would\s+like)\s+(?=(?:a|an|my|some|more"
    r"|better|new|the|\d+|\w+\s+\w+)\b)"
    r"(?!(?:\S+\s+){1,3}to\b)(?!(?:to|him|her|them|you|us|it|that|this|everyone|people)\b)",
    re.IGNORECASE,
)


_WANT_SOMEBODY = re.compile(
    r"^i\s+(?:really\s+|just\s+)*(?:want|need|would\s+like)\s+(@\w+|him|her|them|everyone|people|(?:the|my|our)\s+\w+)\s+to\s+(?=\w)",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"^#?\d{1,2}[.):]?\s+(?=(\w+))")
_I_AM = re.compile(
    r"^i['’]?\s?a?m\s+(?:officially\s+|finally\s+|really\s+|now\s+)*(?=(?:getting|quitting|giving\s+up|starting|stopping|cutting|cleaning|learning|losing|saving|"
    r"turning|changing|becoming|letting\s+go|leaving)\b)",
    re.IGNORECASE,
)
"""Who is "getting organized" from now on wants to."""
_GIVES_UP = re.compile(
    r"^(?:i\s+have\s+(?:a|this|the)\s+(?:really\s+)?(?:\w+\s+)?habit\s+of\s+|(?:i['’]?\s?a?m\s+)?(?:no\s+longer|done|so\s+done|finished)\s+(?:with\s+)?)(?=\w+ing\b)",
    re.IGNORECASE,
)


def strip_wish(text: str) -> str:
    """The words after "I want to", "this year", "help me" …, however many of these stand in a row.

    "I want a new job" becomes "get a new job".
    """
    text = _WANT_A_THING.sub("get ", _WANT_SOMEBODY.sub(r"get \1 to ", text))
    for _ in range(_MOST_LEADS):
        shorter = _GIVES_UP.sub("stop ", _I_AM.sub("", text))
        if (number := _LIST_NUMBER.match(shorter)) and is_verb(number[1]):
            shorter = shorter[number.end() :]
        shorter = _WISH.sub("", shorter, count=1).strip()
        if not shorter or shorter == text:
            break
        text = shorter
    return text
