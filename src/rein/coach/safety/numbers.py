"""Checks numbers: weights and how fast they are to change, calories a day, days without food.

Sources: at most 1 kg a week is what the NHS and CDC give as safe (0.5-1 kg, 1-2 lb); a BMI under 18.5 is underweight
(WHO); diets under 1,200 kcal a day for women and 1,500 for men are followed under medical care only (Harvard Health,
NHS).
"""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

import re

from rein.coach.domain import Measure, SafetyCategory, SafetyVerdict
from rein.coach.safety.responses import verdict_for
from rein.coach.safety.text import Folded

MAX_KG_PER_WEEK = 1.0
ROUNDING = 1.05
"""People round: "10 pounds in a month" is 1.04 kg a week, and not what the limit is there for."""
LEAST_WEIGHT_KG = 46.0
"""Below a healthy weight for anyone over 1.58 m (BMI 18.5); a lower target waits for a doctor, or for the height."""
LEAST_BMI = 18.5
LEAST_CALORIES = 1200
HEAVIEST_KG = 400.0
_KG = {"kg": 1.0, "lb": 0.45359237, "st": 6.35029318, "g": 0.001}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0, "fortnight": 14.0, "night": 1.0, "hour": 1 / 24}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "the": 1, "this": 1, "next": 1,
    "couple": 2, "few": 3, "half": 0.5, "per": 1, "every": 1, "each": 1, "single": 1,
}  # fmt: skip

_COUNTED = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty",
)  # fmt: skip
_N = rf"(?P<{{0}}>\d{{{{1,4}}}}(?:\.\d{{{{1,2}}}})?|{'|'.join(_COUNTED)})"
_UNIT = r"(?P<{0}>kgs?|kilos?|kilograms?|kilogrammes?|lbs?|pounds?|stones?|st|livres|libras|pfund|кг|kilo)"
_SPAN = (
    r"(?P<n>\d{1,3}(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|the|this|next|couple|few|half|per|every|each|single)"
    r"(?: (?:of|a|couple|few|next|coming)){0,6} (?P<span>days?|weeks?|months?|years?|fortnights?|nights?|hours?|tag(?:en?)?|wochen?|monat(?:en)?|dias?|semanas?|mes(?:es)?|jours?|semaines?|mois|giorn[oi]|settiman[ae]|mes[ei])"
)
_LOSE = r"(?:los(?:e|ing)|drop|dropping|shed|shedding|get rid of|cut|burn|burning|take off|melt|weight loss of|loss of|minus|abnehmen|perder|bajar|perdre|perdere|afvallen|schudnac|сбросить|похудеть(?: на)?|verlieren)"
_LOSS = re.compile(
    rf"(?<= ){_LOSE} (?:[^ |]+ ){{0,3}}?{_N.format('amount')} (?:more |whole |or more |of )?{_UNIT.format('unit')} (?:[^ |]+ ){{0,4}}?"
    rf"(?:in|within|by|over|per|for|every|each|a|during|en|dans|innerhalb von|em|za|за|w) (?:the |less than |under |only |just |about |end of |max |at most |around |by ){{0,6}}?{_SPAN}(?= )"
)
_LOSS_RATE = re.compile(
    rf"(?<= ){_LOSE} (?:[^ |]+ ){{0,3}}?(?P<amount>\d{{1,4}}(?:\.\d{{1,2}})?|half an?|an?|{'|'.join(_COUNTED)}) {_UNIT.format('unit')} (?:of (?:fat|weight) )?(?P<n>a|an|per|every|each|this|/) (?:single )?(?P<span>days?|nights?|weeks?|months?|years?|fortnight)(?= )"
)
_SOON = re.compile(
    rf"(?<= ){_LOSE} (?:[^ |]+ ){{0,3}}?{_N.format('amount')} {_UNIT.format('unit')} (?:[^ |]+ ){{0,3}}?(?:by|before|until|in time for|till) (?:the |this |next ){{0,6}}(?P<when>tomorrow|tonight|today|weekend|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|fortnight)(?= )"
)
_SOON_DAYS = {"tomorrow": 1, "tonight": 1, "today": 1, "month": 35, "fortnight": 14}
_SPAN_FIRST = re.compile(
    rf"(?<= )(?:in|within) (?:the |just |only ){{0,6}}{_SPAN} (?:[^ |]+ ){{0,6}}?{_LOSE} (?:[^ |]+ ){{0,3}}?{_N.format('amount')} {_UNIT.format('unit')}(?= )"
)
_FROM_TO = re.compile(
    rf"(?<= )from {_N.format('before')} (?:(?P<unit0>kgs?|kilos?|lbs?|pounds?|stones?) )?(?:down )?to {_N.format('after')} {_UNIT.format('unit')} (?:[^ |]+ ){{0,4}}?(?:in|within|by|over) (?:the |just |only ){{0,6}}{_SPAN}(?= )"
)
_TARGET = re.compile(
    rf"(?<= )(?:weigh|weighing|weight (?:goal|target)|goal weight|target weight|ideal weight|dream weight|ugw|gw|down to|drop to|get (?:my weight )?(?:down )?to|reach|hit|slim (?:down )?to|reduce (?:my )?weight to|weight to|weight (?:of|at|under|below)|go down to|diet (?:down )?to|shrink to|be under|get under|get below|under|below) "
    rf"(?:is |of |only |just |under |below |about |around |less than |at |to |down |around ){{0,6}}{_N.format('amount')} {_UNIT.format('unit')}(?= )"
)
_WEIGHT_WORDS = re.compile(
    r"(?<= )(?:weigh\w*|weight|slim\w*|skinny|thin|diet\w*|lose|losing|bmi|scale|down to|drop to|abnehmen|perder|body)(?= )"
)
_NOT_BODY = re.compile(
    r"(?<= )(?:bench\w*|squat\w*|deadlift\w*|press|lift\w*|row|curl\w*|snatch|clean|dumb ?bells?|kettle ?bells?|barbell|luggage|suitcase|carry on|dog|cat|puppy|backpack|pack|bike|bag|horse|pumpkin|parcel|cargo|baby|fish|pull ?ups?|weighted|co2|carbon|emissions|meat|sugar)(?= )"
)
_ANIMAL = re.compile(r"(?<= )(?:my|our|the|a) (?:\w+ )?(?:dog|cat|puppy|horse|pony|rabbit|pig|pet|hamster)(?= )")
_HEIGHT_CM = re.compile(r"(?<= )(1[2-9]\d|2[0-2]\d) cm(?= )")
_HEIGHT_M = re.compile(r"(?<= )([12]\.\d{1,2}) (?:m|meters?|metres?)(?= )")
_HEIGHT_FT = re.compile(r"(?<= )([4-7]) (?:ft|foot|feet|') ?(\d{1,2})?(?= )")
_BMI = re.compile(r"(?<= )bmi (?:[^ |]+ ){0,3}?(\d{1,2}(?:\.\d)?)(?= )")
_EAT_CALORIES = re.compile(
    r"(?<= )(?:eat\w*|consum\w+|intake|diet|under|below|only|limit\w*|restrict\w*|stick\w*|live|living|max|maximum|less than|no more than|at most|on|stay\w*|drink\w*|to|allow\w*|just|keep\w*) (?:[^ |]+ ){0,4}?(\d{2,4}) (?:calories|calorie|kcals?|cals?|cal|kalorien|calorias)(?= )"
)
_CALORIES_A_DAY = re.compile(
    r"(?<= )(\d{2,4}) (?:calories|calorie|kcals?|cals?|cal|kalorien|calorias) (?:a|per|every|each|/|diet|am|al|por|pro) ?(?:day|daily|tag|dia)?(?= )"
)
_NOT_INTAKE = re.compile(
    r"(?<= )(?:burn\w*|deficit|surplus|fewer|less each|cut|cutting|reduce|reducing|extra|more|from|per meal|meal|snacks?|breakfast|lunch|dinner|serving|drop|add|workouts?|each session|treadmill|walk\w*|run\w*|recipes?|under \d+ calories each)(?= )"
)
_FAST = re.compile(
    r"(?<= )(?:(?:water|dry|juice|prolonged|extended|total|complete|snake|full) )?(?:fast(?:ing|ed)?|cleanse|detox|ayuno|jeune|fasten|not eat(?:ing)?|no food|without (?:food|eating)|eat nothing|eat(?:ing)? only (?:water|fruit|lettuce|soup|cabbage)) (?:[^ |]+ ){0,3}?(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|a|an) (?:straight |full |whole |consecutive )?(?P<span>days?|hours?|weeks?|months?)(?= )"
)
_FAST_AFTER = re.compile(
    r"(?<= )(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) (?P<span>days?|hours?|weeks?|months?) (?:long |straight )?(?P<kind>water |dry |juice |extended |prolonged |total |complete |liquid |detox )?(?:fast|fasting|cleanse)(?= )"
)
_RELIGIOUS = re.compile(
    r"(?<= )(?:ramadan|lent|yom kippur|religious\w*|pray\w*|church|daniel fast|sunset|orthodox|social media|facebook|spending|shopping|news|dopamine|digital|screen|phone|buying|from (?:social|sugar|alcohol|facebook|coffee|meat|tv|swearing|complaining)|intermittent|16 8|16/8|5 2|18 6|window)(?= )"
)
_CLEANSE_DAYS = 5
_QUANTITY = re.compile(
    r"\d|(?<= )(?:kg|kilo|lb|pound|stone|st |livres|libras|pfund|кг|fast|cleanse|detox|ayuno|jeune|food|eat)"
)
"""What every pattern here has at least one of; most sentences have none."""


def check_goal_numbers(measure: Measure | None, weeks: int) -> SafetyVerdict:
    """Whether `measure` may be reached in `weeks`: at most 1 kg a week off a body, and never below a healthy weight."""
    if measure is None or (kg := _kg_per(measure.unit)) is None:
        return verdict_for(SafetyCategory.NONE)
    metric = f" {re.sub(r'[^a-z0-9]+', ' ', measure.metric.lower()).strip()} "
    if _NOT_BODY.search(metric):
        return verdict_for(SafetyCategory.NONE)
    lost = bool(re.search(r" (?:los\w+|lost|drop\w*|shed|off|loss|less) ", metric))
    if not lost and not re.search(r" (?:weight|body|bodyweight|weigh|mass|gewicht|peso|poids|scale) ", metric):
        return verdict_for(SafetyCategory.NONE)
    low, high = measure.target, measure.baseline
    if low is None:
        return verdict_for(SafetyCategory.NONE)
    if lost or low < 0:
        change = abs(low - (high or 0.0)) * kg
        return _rate(change, max(weeks, 1) * 7)
    if low * kg < LEAST_WEIGHT_KG and (high is None or low < high):
        return _dangerous(f"target {low:g} {measure.unit}")
    if high is not None and high > low:
        return _rate((high - low) * kg, max(weeks, 1) * 7)
    return verdict_for(SafetyCategory.NONE)


def dangerous_numbers(text: Folded) -> str | None:
    """The numbers in `text` that no body should be planned towards, or None."""
    words = text.words
    if _QUANTITY.search(words) is None:
        return None
    if _ANIMAL.search(words):
        return _little_food(words)
    height = _height(words)
    for m in _LOSS_RATE.finditer(words):
        kg = _amount(m["amount"].split()[0]) * _unit(m["unit"])
        days = _days("a", m["span"])
        if _too_fast(kg, days) if m["n"] == "this" else _too_fast(kg * 7 / days, 7):
            return m[0]
    for pattern in (_LOSS, _SPAN_FIRST):
        for m in pattern.finditer(words):
            days = _days(m["n"], m["span"])
            if _too_fast(_amount(m["amount"]) * _unit(m["unit"]), days):
                return m[0]
    for m in _SOON.finditer(words):
        if _too_fast(_amount(m["amount"]) * _unit(m["unit"]), _SOON_DAYS.get(m["when"], 7)):
            return m[0]
    for m in _FROM_TO.finditer(words):
        lost = (_amount(m["before"]) * _unit(m["unit0"] or m["unit"])) - (_amount(m["after"]) * _unit(m["unit"]))
        if _too_fast(lost, _days(m["n"], m["span"])):
            return m[0]
    if not _NOT_BODY.search(words):
        for m in _TARGET.finditer(words):
            kg = _amount(m["amount"]) * _unit(m["unit"])
            about_weight = height is not None or _WEIGHT_WORDS.search(words) is not None
            if about_weight and 20 <= kg < (LEAST_BMI * height**2 if height else LEAST_WEIGHT_KG):
                return m[0]
    for m in _BMI.finditer(words):
        if float(m[1]) < LEAST_BMI and not re.search(
            r" (?:from|my bmi is|current) ", words[max(0, m.start() - 20) : m.end()]
        ):
            return m[0]
    return _little_food(words)


def _little_food(words: str) -> str | None:
    for pattern in (_EAT_CALORIES, _CALORIES_A_DAY):
        for m in pattern.finditer(words):
            around = words[max(0, words.rfind("|", 0, m.start())) : m.end() + 12]
            if 0 <= int(m[1]) < LEAST_CALORIES and not _NOT_INTAKE.search(around):
                return m[0]
    if not _RELIGIOUS.search(words):
        for pattern in (_FAST, _FAST_AFTER):
            for m in pattern.finditer(words):
                least = _CLEANSE_DAYS if re.search("juice|cleanse|detox", m[0]) else 2
                if _days(m["n"], m["span"]) >= least and not re.search(
                    r" (?:track|break|lane|forward|pace|asleep) ", m[0]
                ):
                    return m[0]
    return None


def _height(words: str) -> float | None:
    """Metres, where the person told."""
    if m := _HEIGHT_CM.search(words):
        return int(m[1]) / 100
    if m := _HEIGHT_M.search(words):
        return float(m[1])
    if m := _HEIGHT_FT.search(words):
        return int(m[1]) * 0.3048 + int(m[2] or 0) * 0.0254
    return None


def _amount(word: str) -> float:
    return float(_NUMBERS.get(word) or word)


def _days(n: str, span: str) -> float:
    first = {"w": "week", "s": "week", "m": "month", "y": "year", "f": "fortnight", "n": "night", "h": "hour"}.get(
        span[0], "day"
    )
    return (1.0 if n == "/" else _amount(n)) * _DAYS[first]


def _unit(word: str) -> float:
    return _kg_per(word) or 1.0


def _kg_per(unit: str) -> float | None:
    word = unit.strip().lower().rstrip(".")
    if word.startswith(("kg", "kilo", "кг")):
        return _KG["kg"]
    if word.startswith(("lb", "pound", "livre", "libra", "pfund")):
        return _KG["lb"]
    return _KG["st"] if word in {"st", "stone", "stones"} else None


def _too_fast(kg: float, days: float) -> bool:
    if kg <= 0 or kg > HEAVIEST_KG or days <= 0:
        return False
    return kg / max(days / 7, 1.0) > MAX_KG_PER_WEEK * ROUNDING


def _rate(kg: float, days: float) -> SafetyVerdict:
    if _too_fast(kg, days):
        return _dangerous(f"{kg:.1f} kg in {days:.0f} days")
    return verdict_for(SafetyCategory.NONE)


def _dangerous(reason: str) -> SafetyVerdict:
    return verdict_for(SafetyCategory.DANGEROUS_WEIGHT_LOSS, reason=reason)
