"""The rules, one concept a file: what people say, and the idioms that only sound like it.

A rule is a regular expression over folded words (`rein.coach.safety.text`) in which `~` stands for up to three
words in between and `~~` for up to eight, within one sentence; it matches whole words. `(…)*` means at most six
times. Bounded gaps, repetitions and words keep matching linear.
"""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rein.coach.safety.text import Folded

ABOUT_A_WORD = (
    r"(?:what is |what are |define |explain |describe )?(?:the )?(?:definitions?|meanings?|concepts?|history|etymology|psychology|statistics|legal status|portrayal) (?:of|behind|about) (?:\w+ ){0,3}\w+",
    r"what does (?:\w+ ){1,5}mean(?: to (?:\w+ ){0,2}\w+)?|(?:essay|paper|thesis|documentary|article|lecture|report|presentation|seminar|class|lesson|podcast) (?:\w+ ){0,3}(?:on|about|covering) (?:\w+ ){0,4}\w+",
    r"(?:why|when|where|who|how many|how often|what) (?:do|did|does|people|percent\w*|teenagers|is the|are the|was the|year|happens)(?: (?!i |my |me )\w+){0,5} (?:suicides?|self harm|eating disorders?|anorexia|bulimia|murders?|murdered|killed|shooting|genocide|bombings?|assassinat\w+|overdoses?)",
)
"""Questions about a thing rather than a wish for it."""

MASK = " _"
"""What, with the space before it, stands in the text for an idiom that was recognised."""


def compile_words(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression that matches any of `patterns` on whole words, with the space before the first.

    The space is part of the match and no condition, since a literal beginning is what an expression is searched by.
    """
    joined = "|".join(patterns)
    joined = joined.replace("~~", " (?:[^ |]+ ){0,8}").replace("~", " (?:[^ |]+ ){0,3}").replace(")*", "){0,6}")
    return re.compile(f" (?:{joined})(?= )")


@dataclass(frozen=True)
class Rules:
    """A concept: the ways it is said, after its idioms are masked."""

    says: tuple[str, ...]
    idioms: tuple[str, ...] = ()
    dense: tuple[str, ...] = ()
    """Patterns over the text without its spaces: other scripts, and words glued together."""

    @cached_property
    def _says(self) -> re.Pattern[str]:
        return compile_words(self.says)

    @cached_property
    def _idioms(self) -> re.Pattern[str] | None:
        return compile_words(self.idioms) if self.idioms else None

    @cached_property
    def _dense(self) -> re.Pattern[str] | None:
        return re.compile("|".join(self.dense)) if self.dense else None

    def find(self, text: Folded) -> str | None:
        """The words that say it, or None."""
        words = self._idioms.sub(MASK, text.words) if self._idioms else text.words
        if found := self._says.search(words):
            return found[0][1:]
        if self._dense and (found := self._dense.search(text.dense)):
            return found[0]
        return None
