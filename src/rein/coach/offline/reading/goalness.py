"""Whether a text is a goal at all, or a joke, an advert, a question or a remark."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from rein.coach.domain import LifeArea
from rein.coach.offline.kinds import KINDS
from rein.coach.offline.reading.area import CERTAIN, area_stems
from rein.coach.offline.reading.clean import CleanText
from rein.coach.offline.reading.lexicon import area_scores
from rein.coach.offline.reading.parts import choose, find_wanted
from rein.coach.offline.reading.sentence import begins_goal, frame_marked, tidy
from rein.coach.offline.reading.signs import ADVERT, ASKING, CHAT, CRUDE, DESIRE, JOKE, PARODY, SELF_CONTENT, WISH
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

SURE = 4.0
"""Signs this strong need no word weights beside them."""
SOME_AREA = 2.0
"""The lexicon score of all its words below which a sentence without a wish names nothing to plan."""
STRONG_AREA = 5.0
"""The score from which a sentence is about a goal of its area, however it is told; personal growth is in whatever people say."""
LEAST_AREA = 1.0
"""The lexicon score from which a word or two ("money", "better sleep") name a goal."""
A_FEW = 3
"""Words."""

_FRAME_WORD = frozenset(
    """new year years resolution resolutions my is the for a to and of in this eve 2015 2014 goal goals it its i be have""".split()
)
_OF_OTHERS = re.compile(
    r"(?:it|it['’]?s|this|that['’]?s|these|those|they|he|she|people|some\w*|everyone|everybody|when|why|what|how|if|been|was|the\s+fact)\b",
    re.IGNORECASE,
)
"""How a sentence begins that tells of others or of what there is, whatever its words name."""
_TO_DO = re.compile(r"\u2016\W*to\s+(?:\w+ly\s+)?[a-z]{2,}(?<!ing)\b", re.IGNORECASE)
"""A frame and an infinitive: "my resolution is to frobnicate"."""
_LIKE_A_VERB = re.compile(
    r"(?!(?:i|you|we|they|he|she|it|this|that|all|not|so|or|and|but|as|is|was|are|were|now|then|once|only|just|even|one|some|many|most|much|what|who|how|why|when|where|because|before|after|"
    r"during|for|with|without|from|in|on|at|of|by|over|under|out|off|up|down|here|there|found|made|got|told|saw|said|left|kept|had|did|went|came|took|gave|thought|been|done|my|your|his|her|our|their|"
    r"the|a|an|no|yes|yeah|oh|like|every|each|half|back|today|tomorrow|tonight)\b)"
    r"[a-z]+(?<!ed)(?<!ing)\s+(?:more|less|my|the|a|an|all|every|better|out|up|off|down|away|from|with|into|at\s+least)\b",
    re.IGNORECASE,
)
"""A word that no list of verbs holds, used as one: "unfollow my exes", "blorp more"."""


@lru_cache(maxsize=256)
def no_goal_signals(text: CleanText) -> tuple[float, NoGoal]:
    """How strongly hand-written signs speak against a goal, in logits, and what the text would then be."""
    body = text.text.replace("‖", " resolution ")
    content = [w for w in words_of(body) if w not in _FRAME_WORD]
    if not content and not text.tag_words:
        return 6.0, NoGoal.EMPTY
    if CHAT.fullmatch(text.text.replace("‖", " ")):
        return 6.0, NoGoal.EMPTY
    score, kind = 0.0, NoGoal.REMARK
    if text.laughs:
        score, kind = score + 0.8, NoGoal.JOKE
    if adverts := len(ADVERT.findall(body)):
        score, kind = score + 2.0 * adverts + 0.5 * bool(text.links), NoGoal.ADVERT
    if ASKING.search(body):
        only = body.strip().endswith("?") and len(re.findall(r"[.!?]+(?=\s|$)", body)) <= 1 and not WISH.search(body)
        score, kind = score + (3.0 if only else 0.7), NoGoal.QUESTION
    jokes = sum(bool(sign.search(body)) for sign in (JOKE, CRUDE, SELF_CONTENT, PARODY))
    if jokes and not re.search(r"\bseriously\b", body, re.IGNORECASE):
        score, kind = score + 3.0 + jokes, NoGoal.JOKE
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
        ("@wish", bool(WISH.search(text.text))),
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
    return score < 1.0 and best >= CERTAIN and (bool(WISH.search(text.text)) or not text.tags)


@lru_cache(maxsize=256)
def is_remark(text: CleanText) -> bool:
    """Whether the text only tells or says something: nothing in it is wished, begun or stopped, and it names no kind of goal.

    Outside a person's own sentence ("Great view", "She did it again") a plan would be an answer to nothing.
    """
    if text.tag_words and not re.search(r"\w", text.text.replace("‖", "")):
        return False
    if WISH.search(text.text) or _TO_DO.search(frame_marked(text.text)):
        return False
    said = find_wanted(text.text).parts
    main, _ = choose(said)
    if main is None or any(begins_goal(part.words) or _LIKE_A_VERB.match(tidy(part.words)) for part in said):
        return False
    if len(main.stems) <= A_FEW and max(area_scores(main.stems).values(), default=0.0) >= LEAST_AREA:
        return False
    if _OF_OTHERS.match(main.words) and not DESIRE.search(text.text):
        return True
    scores = area_scores(tuple(area_stems(text)))
    everywhere = max(scores.values(), default=0.0)
    plannable = max((s for area, s in scores.items() if area is not LifeArea.PERSONAL_GROWTH), default=0.0)
    if plannable >= STRONG_AREA or (everywhere >= SOME_AREA and DESIRE.search(text.text)):
        return False
    body = " ".join((text.text, *text.tag_words)).casefold()
    return not any(re.search(kind.sure, body) for kind in KINDS)


def why_no_goal(text: CleanText, stems: Sequence[str], weights: WordWeights | None = None) -> NoGoal | None:
    """What the text is when it is no goal; None when it is one."""
    _, kind = no_goal_signals(text)
    if kind is NoGoal.EMPTY:
        return kind
    said = no_goal_signals(text)[0] >= SURE
    if not is_plain_goal(text, stems) and (said or no_goal_logit(text, stems, weights) > THRESHOLD):
        return kind
    return NoGoal.REMARK if is_remark(text) else None


REPLIES: dict[NoGoal, str] = {
    NoGoal.JOKE: "That made me smile, and I take it as a joke rather than a goal. If there is something you would like to change, tell me in a sentence and I will plan it with you.",
    NoGoal.ADVERT: "This reads like an announcement rather than a goal of yours. What would you like to reach for yourself? One sentence is enough.",
    NoGoal.QUESTION: "This reads like a question rather than a goal of yours. What would you like to reach, and by when?",
    NoGoal.EMPTY: "I could not find a goal in this yet. Tell me in a sentence what you would like to change or reach, and I will plan it with you.",
    NoGoal.REMARK: "This reads more like a remark than a goal. If there is something behind it that you want to change, tell me what and by when.",
}
"""One kind sentence or two that say what the text was taken for, and invite a goal."""
