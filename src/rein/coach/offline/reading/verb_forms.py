"""Forms of the verbs that a goal may begin with."""

import re

from rein.coach.offline.verbs import VERBS

ING: dict[str, str] = {}
"""The base verb of each -ing form."""


def gerund(verb: str) -> str:
    """The -ing form of a base verb: "run" → "running"."""
    if verb in {"be", "see", "flee", "agree"}:
        return verb + "ing"
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ye"):
        return verb[:-1] + "ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) or verb in {
        "begin",
        "forget",
        "regret",
        "commit",
        "quit",
        "control",
    }:
        return verb + verb[-1] + "ing"
    return verb + "ing"


for _verb in sorted(VERBS):
    ING.setdefault(gerund(_verb), _verb)
ING.setdefault("binging", "binge")


def is_verb(word: str) -> bool:
    """Whether `word` can begin a goal: a base verb or its -ing form."""
    word = word.lower().strip(",:'’\"")
    return word in VERBS or word in ING
