"""Where a person finds help, by country: the one table that every message takes its numbers from.

Where each number can be looked up: findahelpline.com (ThroughLine's directory of verified lines
in 130+ countries), 988lifeline.org, samaritans.org, telefonseelsorge.de, 3114.fr, 024 (sanidad.gob.es),
113.nl, beateatingdisorders.org.uk, nationaleatingdisorders.org, anad.org,
thehotline.org, nationaldahelpline.org.uk, womensaid.ie, hilfetelefon.de, childhelphotline.org,
childline.org.uk, poison.org. The European emergency number 112 answers in every state of the Union; the child
helplines 116 111 are reserved by Commission Decision 2007/116/EC.

NEDA ended its telephone line in 2023, so that only its site is named. Numbers change: check this table
against those pages before each release.
"""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What kind of help is looked for."""

    CRISIS = "crisis"
    EATING = "eating"
    ABUSE = "abuse"
    CHILD = "child"
    POISON = "poison"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Helpline:
    """A line that a person can call, text or open."""

    where: str
    name: str
    """Empty where the number is its own name."""
    contact: str


HELPLINES: dict[Need, tuple[Helpline, ...]] = {
    Need.EMERGENCY: (
        Helpline("EU and most of Europe", "", "112"),
        Helpline("US and Canada", "", "911"),
        Helpline("UK", "", "999"),
        Helpline("Australia", "", "000"),
    ),
    Need.CRISIS: (
        Helpline("US and Canada", "Suicide & Crisis Lifeline,", "call or text 988"),
        Helpline("UK and Ireland", "Samaritans", "116 123"),
        Helpline("Germany", "TelefonSeelsorge", "0800 111 0 111"),
        Helpline("France", "", "3114"),
        Helpline("Spain", "Línea", "024"),
        Helpline("Netherlands", "113 Zelfmoordpreventie", "0800-0113"),
        Helpline("Brazil", "CVV", "188"),
        Helpline("India", "Tele-MANAS", "14416"),
        Helpline("Japan", "Yorisoi Hotline", "0120-279-338"),
        Helpline("Australia", "Lifeline", "13 11 14"),
    ),
    Need.EATING: (
        Helpline("US", "NEDA,", "nationaleatingdisorders.org"),
        Helpline("US", "ANAD helpline", "1-888-375-7767"),
        Helpline("UK", "Beat", "0808 801 0677 (England), beateatingdisorders.org.uk"),
    ),
    Need.ABUSE: (
        Helpline("US", "National Domestic Violence Hotline", "1-800-799-7233"),
        Helpline("UK", "National Domestic Abuse Helpline", "0808 2000 247"),
        Helpline("Ireland", "Women's Aid", "1800 341 900"),
        Helpline("Germany", "Hilfetelefon", "116 016"),
    ),
    Need.CHILD: (
        Helpline("US", "Childhelp,", "call or text 1-800-422-4453"),
        Helpline("UK", "Childline", "0800 1111"),
        Helpline("much of Europe", "child helpline", "116 111"),
    ),
    Need.POISON: (Helpline("US", "Poison Help", "1-800-222-1222"), Helpline("UK", "NHS", "111")),
}

DIRECTORY = "findahelpline.com"
"""Finds the line of the person's own country, free and confidential."""


def lines_for(need: Need) -> str:
    """The lines of `need` as one sentence part: "UK and Ireland: Samaritans 116 123; …"."""
    return "; ".join(f"{line.where}: {line.name} {line.contact}".replace("  ", " ") for line in HELPLINES[need])
