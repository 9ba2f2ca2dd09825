"""Names of months, weekdays and seasons in the languages that the offline coach reads a little."""

MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan januar januari janvier enero janeiro gennaio januarij stycznia января",
        "february feb februar februari février fevrier febrero fevereiro febbraio lutego февраля",
        "march mar märz maerz mars marzo março maart marca марта",
        "april apr avril abril aprile kwietnia апреля",
        "may mai mayo maio maggio mei maja мая",
        "june jun juni juin junio junho giugno czerwca июня",
        "july jul juli juillet julio julho luglio lipca июля",
        "august aug août aout agosto augustus sierpnia августа",
        "september sep sept septembre septiembre setiembre setembro settembre września сентября",
        "october oct okt oktober octobre octubre outubro ottobre października октября",
        "november nov novembre noviembre novembro listopada ноября",
        "december dec dez dezember décembre decembre diciembre dezembro dicembre grudnia декабря",
    ),
    start=1,
):
    for _name in _names.split():
        MONTHS[_name] = _number

WEEKDAYS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "monday mon montag lundi lunes",
        "tuesday tues tue dienstag mardi martes",
        "wednesday weds wed mittwoch mercredi miércoles",
        "thursday thurs thur thu donnerstag jeudi jueves",
        "friday fri freitag vendredi viernes",
        "saturday sat samstag sonnabend samedi sábado",
        "sunday sun sonntag dimanche domingo",
    )
):
    for _name in _names.split():
        WEEKDAYS[_name] = _number
SEASONS: dict[str, str] = {
    "spring": "spring", "springtime": "spring", "summer": "summer", "summertime": "summer",
    "autumn": "autumn", "fall": "autumn",
    "winter": "winter", "wintertime": "winter", "frühling": "spring", "frühjahr": "spring", "sommer": "summer",
    "herbst": "autumn",
    "printemps": "spring", "été": "summer", "automne": "autumn", "hiver": "winter",
    "primavera": "spring", "verano": "summer",
    "otoño": "autumn", "invierno": "winter",
}  # fmt: skip
