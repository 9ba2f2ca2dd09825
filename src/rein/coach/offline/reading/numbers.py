"""Numbers as people write them: digits with thousands marks, "2.5K", "1/2", and small numbers in words."""

import re

NEAR = 80
"""Characters beside a find in which its meaning is looked for: enough for a clause, and long texts stay quick."""

WORDS: dict[str, float] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a dozen": 12,
    "dozen": 12,
    "half a dozen": 6,
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "a hundred": 100,
    "one hundred": 100,
    "a thousand": 1_000,
    "one thousand": 1_000,
    "a million": 1_000_000,
    "half of an": 0.5,
    "half a": 0.5,
    "half an": 0.5,
    "a": 1,
    "an": 1,
    # German, French, Spanish: the small ones that stand before a unit
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "einer": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "zwölf": 12,
    "zwanzig": 20,
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "douze": 12,
    "vingt": 20,
    "una": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "seis": 6,
    "siete": 7,
    "ocho": 8,
    "nueve": 9,
    "diez": 10,
    "doce": 12,
    "veinte": 20,
}
_ONES = "one|two|three|four|five|six|seven|eight|nine"
TENS = rf"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:{_ONES}))?"
"""Twenty to ninety-nine."""

DIGITS = r"\d{1,3}(?:[,.\u00a0\u202f' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,3})?(?![\d])"
"""A number in digits, at most nine before the point: longer strings of digits are telephone or card numbers."""

WORD_NUMBER = rf"(?:{_ONES})(?: and a half| ?½)|{TENS}|" + "|".join(
    sorted(map(re.escape, WORDS), key=len, reverse=True)
)
NUMBER = rf"(?<![\w.,])(?:{DIGITS})|\b(?:{WORD_NUMBER})\b"
"""A number in digits or words. Matches "a" and "an" as 1, so it must stand before a unit."""

_SCALES = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "hundred": 1e2}
SCALE = r"k\b|thousand\b|grand\b|mn?\b|million\b|hundred\b"


def parse_number(text: str, *, thousands: bool = True) -> float:
    """The value of what `NUMBER` matched.

    A mark before exactly three digits groups thousands ("1,000", "1.000") unless it is a point and `thousands` is
    false, as in "21.097 km"; any other single mark is the decimal point ("5,5 kg").
    """
    word = " ".join(text.lower().replace("-", " ").split())
    if word in WORDS:
        return WORDS[word]
    if word.endswith(("and a half", "½")) and word[0].isalpha():
        return WORDS[word.split()[0]] + 0.5
    if word[0].isalpha():
        return sum(WORDS[part] for part in word.split())
    digits = re.sub(r"[\u00a0\u202f' ]", "", word)
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return float(digits)
    head, tail = re.split(r"[.,](?=[^.,]*$)", digits)
    head = re.sub(r"[.,]", "", head)
    if len(tail) == 3 and (len(marks) > 1 or ((thousands or marks == [","]) and head.lstrip("0"))):
        return float(head + tail)
    return float(f"{head}.{tail}")


def scale_of(word: str | None) -> float:
    """What "k", "thousand", "million" … multiply by; 1 for none."""
    return _SCALES[word.strip().lower()] if word else 1.0


def tidy(value: float) -> str:
    """`value` as a person writes it: "5", "21.1", "5,000"."""
    if abs(value - round(value)) < 1e-9:
        return f"{round(value):,}" if abs(value) >= 1_000 else str(round(value))
    return f"{value:,.2f}".rstrip("0").rstrip(".")
