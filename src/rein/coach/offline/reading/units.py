"""Units, currencies and spans of time as people write them."""

import re
from enum import StrEnum


class QuantityKind(StrEnum):
    MONEY = "money"
    DISTANCE = "distance"
    WEIGHT = "weight"
    VOLUME = "volume"
    DURATION = "duration"
    FREQUENCY = "frequency"
    PERCENT = "percent"
    PACE = "pace"
    TIME_OF_DAY = "time_of_day"
    COUNT = "count"


MONEY_SIGNS = {
    "$": "USD",
    "us$": "USD",
    "£": "GBP",
    "€": "EUR",
    "₹": "INR",
    "¥": "JPY",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
}
MONEY_WORDS = {
    "dollars": "USD",
    "dollar": "USD",
    "bucks": "USD",
    "usd": "USD",
    "pounds sterling": "GBP",
    "quid": "GBP",
    "gbp": "GBP",
    "euros": "EUR",
    "euro": "EUR",
    "eur": "EUR",
    "rupees": "INR",
    "inr": "INR",
    "yen": "JPY",
    "chf": "CHF",
    "francs": "CHF",
    "pesos": "MXN",
    "cad": "CAD",
    "aud": "AUD",
    "sek": "SEK",
    "zł": "PLN",
    "pln": "PLN",
    "руб": "RUB",
    "рублей": "RUB",
}
UNITS: dict[str, tuple[QuantityKind, str]] = {}
for _kind, _unit, _words in (
    (QuantityKind.DISTANCE, "km", "km kms kilometer kilometers kilometre kilometres kilómetros kilomètres"),
    (QuantityKind.DISTANCE, "mi", "mi mile miles miler"),
    (QuantityKind.DISTANCE, "m", "meter meters metre metres"),
    (QuantityKind.WEIGHT, "kg", "kg kgs kilo kilos kilogram kilograms kilogramm kilogramos"),
    (QuantityKind.WEIGHT, "lb", "lb lbs pound pounds"),
    (QuantityKind.WEIGHT, "st", "stone"),
    (QuantityKind.WEIGHT, "g", "g gram grams"),
    (QuantityKind.VOLUME, "l", "l liter liters litre litres"),
    (QuantityKind.VOLUME, "ml", "ml"),
    (QuantityKind.VOLUME, "oz", "oz ounce ounces"),
    (QuantityKind.VOLUME, "gallon", "gallon gallons"),
    (QuantityKind.VOLUME, "glass", "glass glasses"),
    (QuantityKind.VOLUME, "cup", "cup cups"),
    (QuantityKind.DURATION, "min", "min mins minute minutes minuten minutos"),
    (QuantityKind.DURATION, "hour", "h hr hrs hour hours stunde stunden heure heures hora horas std"),
    (QuantityKind.DURATION, "day", "day days tag tage tagen jour jours día días dia dias"),
    (QuantityKind.DURATION, "week", "week weeks wk wks woche wochen semaine semaines semana semanas"),
    (QuantityKind.DURATION, "month", "month months mo mos monat monate monaten mois mes meses"),
    (QuantityKind.DURATION, "year", "year years yr yrs jahr jahre jahren an ans année années año años"),
    (QuantityKind.PERCENT, "%", "% percent pct prozent"),
):
    for _word in _words.split():
        UNITS[_word] = (_kind, _unit)

PERIODS = {
    "day": "day", "daily": "day", "night": "day", "morning": "day", "evening": "day", "weekday": "weekday",
    "workday": "weekday", "week": "week", "weekly": "week", "wk": "week", "month": "month", "monthly": "month",
    "mo": "month", "year": "year", "yr": "year", "yearly": "year", "annum": "year",
    "annually": "year", "weekend": "weekend",
    "tag": "day", "woche": "week", "monat": "month", "jahr": "year", "jour": "day", "semaine": "week", "mois": "month",
    "día": "day", "dia": "day", "semana": "week", "mes": "month", "año": "year",
    "täglich": "day", "wöchentlich": "week", "monatlich": "month",
}  # fmt: skip
_PERIOD_NOUN = "|".join(sorted(map(re.escape, PERIODS), key=len, reverse=True))
PER = (
    rf"\s*(?:(?:an?|per|each|every|in\s+an?|pro|jeden|jede|par|por|al|cada|am|die|in\s+der|im|à\s+la|a\s+la)\s+"
    rf"(?:single\s+)?|/\s*)(?P<per>{_PERIOD_NOUN})s?\b|\s+(?P<adverb>daily|weekly|monthly|yearly|annually|täglich"
    rf"|wöchentlich"
    r"|monatlich)\b"
)
"""What turns an amount into a rate: "a week", "per month", "/day", "every weekday", "daily"."""
