"""Filling a pattern's `{slots}` with one person's words."""

import re

from rein.coach.offline import words
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Pattern

_SLOT = re.compile(r"\{([a-z_]+)\}")


class Filling:
    """The slots of one person, and how a text is filled with them."""

    def __init__(self, pattern: Pattern, person: Person) -> None:
        measure = person.measure
        self.slots = {
            "target": words.target(measure) or "the goal",
            "metric": words.lower(measure.metric) if measure else "progress",
            **pattern.slots(person),
        }

    def __call__(self, text: str) -> str:
        """`text` with every slot filled, once; a slot's own words are taken as they are."""
        filled = self.within(text)
        return words.capital(filled) if text.startswith("{") else filled

    def within(self, text: str) -> str:
        """As calling it, for a text that stands inside a sentence: a slot at the beginning gets no capital."""

        def word(m: re.Match[str]) -> str:
            slot = self.slots[m[1]]
            return words.capital(slot) if text[: m.start()].endswith((". ", "! ", "? ")) else slot

        return _SLOT.sub(word, text)
