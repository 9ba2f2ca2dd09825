"""Whether a text is a goal at all, or a joke, an advert, a question or a remark."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from rein.coach.offline.reading.area import CERTAIN
from rein.coach.offline.reading.clean import CleanText
from rein.coach.offline.reading.lexicon import area_scores
from rein.coach.offline.reading.tokens import words_of
from rein.coach.offline.reading.weights import WordWeights, learned


class NoGoal(StrEnum):
    """What a text is instead of a goal."""

    JOKE = "joke"
    ADVERT = "advert"
    QUESTION = "question"
    EMPTY = "empty"
    REMARK = "remark"


THRESHOLD = 0.0
"""No goal above this logit; the bias of the learned table is set so that about one real goal in 25 is above it."""

_RESOLUTION = r"(?:new\s+year['’]?s?\s+)?(?:resolutions?|nyr)"
_JOKE = re.compile(
    r"\b\d{3,4}\s?[x×*]\s?\d{3,4}\b|\b(?:720|1080|1440|2160)\s?[pi]\b|\b(?:4k|8k|ultra|hd)\s+(?:resolution|display"
    r"|screen)|\b\d+\s?(?:dpi|ppi|pixels?)\b"
    rf"|\b(?:not|never|don['’]?t|stop|no\s+more|quit|without|avoid)\s+(?:to\s+)?(?:mak|hav|keep|be|do|set|need"
    rf"|believ)\w*\s+(?:any\s+|a\s+|new\s+|stupid\s+|more\s+)*{_RESOLUTION}"
    rf"|\b(?:break|broke|broken|breaking|fail(?:ed|ing)?|forget|forgot|give\s+up|gave\s+up"
    rf"|ignore)\b.{{0,24}}\b{_RESOLUTION}"
    rf"|\b(?:don['’]?t|do\s+not|didn['’]?t|never)\s+(?:have|do|make|made|believe\s+in|need)\s+(?:a\s+|any\s+"
    rf"|an\s+)?(?:new\s+years?\s+)?{_RESOLUTION}"
    r"|\bjust\s+kidding\b|\bjk\b|\bnot\s+really\b|\bsaid\s+no\s?one\b|\boh\s+wait\b|\bpffft|\bhow['’]?s\s+that\s+for\b"
    r"|\b(?:get|be|become|gain|getting|stay)\s+(?:\w+\s+)?(?:fat|fatter|obese|drunker|lazier|dumber|uglier|poorer"
    r"|taller|shorter|immortal|invisible)\b"
    r"|\b(?:drink|smoke|eat|do|have|consume|order)\s+(?:\w+\s+)?more\s+(?:\w+\s+)?(?:vodka|beer|wine|alcohol|tequila"
    r"|whisk\w+|gin|rum|drugs|weed|cocaine|pizza|tacos|donuts|doughnuts|bacon|cake|candy|"
    r"chocolate|junk|cookies|cheese|nachos|ice\s+cream)\b|\bmore\s+drugs\b|\bdrink\s+more(?!\s+(?:\w+\s+)?(?:water"
    r"|tea|milk|fluids|juice|smoothies))\b"
    r"|\b(?:unicorn|dinosaur|zombie|time\s+machine|teleport|world\s+domination|take\s+over\s+the\s+world"
    r"|rule\s+the\s+world|superpowers?|wizard|mermaid|dragon|ninja|pirate|alien|vampire|"
    r"batman|superman|hogwarts|powerball|jedi|death\s+star)s?\b"
    r"|\bdon['’]?t\s+die\b|\bnot\s+(?:to\s+)?die\b|\bstay\s+alive\b|\bget\s+out\s+of\s+bed\b|\blive\s+forever\b"
    r"|\bpregnant\s+by\b",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\b(?:check\s+(?:it\s+|us\s+|this\s+)?out|click|sign\s+up|giveaway|enter\s+to\s+win|win\s+a|discount|promo"
    r"|coupon\s+code|\d+\s?%\s+off|free\s+shipping|order\s+now|book\s+(?:now|your|today)|"
    r"shop\s+now|buy\s+now|download|visit\s+our|visit\s+us|call\s+us|join\s+us|our\s+(?:blog|website|new|latest|team"
    r"|members|customers|clients|readers|app)|limited\s+time|special\s+offer|"
    r"follow\s+us|subscribe|learn\s+more\s+at|read\s+more\s+at|tips\s+(?:for|to|on)|ways\s+to|how\s+to\s+keep\s+your"
    r"|available\s+(?:now|at)|pre-?order|let\s+us\s+help|we\s+can\s+help|"
    r"need\s+help\s+with\s+your|keep\s+your\s+\w*\s*(?:resolution|goals)|looking\s+for\s+a)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:what|who|which|how|when|where|why|any|have|has|do|does|did|is|are|anyone|should|can|could|would|whats"
    r"|what['’]s|got)\b[^.!?]*\?",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"\W*(?:hi|hello|hey|yo|thanks|thank\s+you|ok(?:ay)?|yes|no|test|testing|asdf\w*|good\s+(?:morning|evening"
    r"|night)|how\s+are\s+you|bye|what['’]?s\s+up|lorem\s+ipsum.*|"
    r"happy\s+new\s+year(?:\s+(?:everyone|all|everybody|to\s+\w+|\d+))*|nothing|none|idk|i\s+don['’]?t\s+know"
    r"|no\s+idea|same|me\s+too|ditto)\W*",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:i\s+(?:really\s+|just\s+|would\s+|also\s+|still\s+)*(?:want|wanna|need|hope|plan|aim|intend|wish|like"
    r"|love|resolve|vow|promise|must|will|have)\s+(?:to\b|wanna)|i['’]?d\s+(?:really\s+)?(?:like|love)\s+to|i\s+wanna|"
    r"i['’]?m\s+(?:going|gonna|trying|planning|determined)\b|my\s+(?:\w+\s+){0,3}(?:goal|aim|plan|target|ambition"
    r"|dream)\s+(?:\w+\s+){0,4}is|"
    r"ich\s+(?:möchte|will|würde)|je\s+(?:veux|voudrais|souhaite)|quiero|me\s+gustaría|j['’]aimerais|vorrei|voglio"
    r"|quero|хочу|ik\s+wil|chcę)\b",
    re.IGNORECASE,
)
_FRAME_WORD = frozenset(
    [
        "new",
        "year",
        "years",
        "resolution",
        "resolutions",
        "my",
        "is",
        "the",
        "for",
        "a",
        "to",
        "and",
        "of",
        "in",
        "this",
        "eve",
        "2015",
        "2014",
        "goal",
        "goals",
        "it",
        "its",
        "i",
        "be",
        "have",
    ]
)


@lru_cache(maxsize=256)
def no_goal_signals(text: CleanText) -> tuple[float, NoGoal]:
    """How strongly hand-written signs speak against a goal, in logits, and what the text would then be."""
    body = text.text.replace("‖", " resolution ")
    content = [w for w in words_of(body) if w not in _FRAME_WORD]
    if not content and not text.tag_words:
        return 6.0, NoGoal.EMPTY
    if _CHAT.fullmatch(text.text.replace("‖", " ")):
        return 6.0, NoGoal.EMPTY
    score, kind = 0.0, NoGoal.REMARK
    if text.laughs:
        score, kind = score + 0.8, NoGoal.JOKE
    if adverts := len(_ADVERT.findall(body)):
        score, kind = score + 1.5 * adverts + 0.5 * bool(text.links), NoGoal.ADVERT
    if _ASKING.search(body):
        only = body.strip().endswith("?") and len(re.findall(r"[.!?]+(?=\s|$)", body)) <= 1 and not _WISH.search(body)
        score, kind = score + (3.0 if only else 0.7), NoGoal.QUESTION
    if _JOKE.search(body) and not re.search(r"\bseriously\b", body, re.IGNORECASE):
        score, kind = score + 3.0, NoGoal.JOKE
    return score, kind


def goal_stems(text: CleanText, stems: Sequence[str]) -> list[str]:
    """The words and signs that the learned part weighs."""
    scores = area_scores(tuple(stems))
    best = max(scores.values(), default=0.0)
    signs = [
        ("@laughs", text.laughs),
        ("@retweet", text.retweet),
        ("@link", text.links > 0),
        ("@handle", text.handles > 0),
        ("@quote", any(q in text.text for q in '"“”')),
        ("@question", "?" in text.text),
        ("@ellipsis", "..." in text.text or "…" in text.text),
        ("@area", best >= CERTAIN),
        ("@no_area", best == 0),
        ("@wish", bool(_WISH.search(text.text))),
        ("@long", len(stems) > 18),
        ("@short", len(stems) < 4),
    ]
    return [*stems, *(name for name, holds in signs if holds)]


def no_goal_logit(text: CleanText, stems: Sequence[str], weights: WordWeights | None = None) -> float:
    """The log odds that the text is no goal; above `THRESHOLD` it is taken for none."""
    score, _ = no_goal_signals(text)
    logits = (weights or learned("no_goal")).logits(goal_stems(text, stems), (0.0, score))
    return logits[1] - logits[0]


def is_plain_goal(text: CleanText, stems: Sequence[str]) -> bool:
    """Whether the text says a wish and an area so plainly that no learned weight may overrule it."""
    score, _ = no_goal_signals(text)
    best = max(area_scores(tuple(stems)).values(), default=0.0)
    return score < 1.0 and best >= CERTAIN and (bool(_WISH.search(text.text)) or not text.tags)


def why_no_goal(text: CleanText, stems: Sequence[str], weights: WordWeights | None = None) -> NoGoal | None:
    """What the text is when it is no goal; None when it is one."""
    _, kind = no_goal_signals(text)
    if kind is NoGoal.EMPTY:
        return kind
    if is_plain_goal(text, stems) or no_goal_logit(text, stems, weights) <= THRESHOLD:
        return None
    return kind


REPLIES: dict[NoGoal, str] = {
    NoGoal.JOKE: "That made me smile, and I take it as a joke rather than a goal. If there is something you would like to change, tell me in a sentence and I will plan it with you.",
    NoGoal.ADVERT: "This reads like an announcement rather than a goal of yours. What would you like to reach for yourself? One sentence is enough.",
    NoGoal.QUESTION: "This reads like a question rather than a goal of yours. What would you like to reach, and by when?",
    NoGoal.EMPTY: "I could not find a goal in this yet. Tell me in a sentence what you would like to change or reach, and I will plan it with you.",
    NoGoal.REMARK: "This reads more like a remark than a goal. If there is something behind it that you want to change, tell me what and by when.",
}
"""One kind sentence or two that say what the text was taken for, and invite a goal."""
