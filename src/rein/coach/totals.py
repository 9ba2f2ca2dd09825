"""Claims about totals in running text: found, so that no text disagrees with the table it stands beside."""

import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TOTAL = re.compile(
    r"\b(?P<n>\d{1,6}(?:[.,]\d+)?)[\s-]{0,2}(?P<unit>weeks?|minutes?|mins?|hours?|hrs?|sessions?)\b"
    r"(?P<per>[^.\d]{0,20}?\b(?:a|per|each|every)\s+week\b|\s+(?:in all|in total|altogether|overall)\b)?",
    re.IGNORECASE,
)


def without_totals(text: str) -> str:
    """`text` without the sentences that state a number of weeks, or minutes, hours or sessions a week or in all."""
    return " ".join(s for s in _SENTENCE.split(text) if not claims(s)).strip()


def claims(text: str) -> list[tuple[float, str, str]]:
    """Totals stated in `text` as (number, unit, "week" | "all" | ""); a session's own length is no total."""
    found: list[tuple[float, str, str]] = []
    for m in _TOTAL.finditer(text):
        unit = m["unit"].casefold().rstrip("s")
        per = (m["per"] or "").casefold()
        if unit != "week" and not per:
            continue
        scope = "week" if per.endswith("week") else "all" if per else ""
        found.append((float(m["n"].replace(",", "")), {"min": "minute", "hr": "hour"}.get(unit, unit), scope))
    return found
