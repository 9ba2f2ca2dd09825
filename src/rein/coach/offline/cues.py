"""When in a day something is done: a cue that does occur in this person's life."""

from rein.coach.offline.person import Person

WAKE, BREAKFAST, LUNCH, AFTER_WORK, DINNER, BED, DAYTIME = (
    "wake",
    "breakfast",
    "lunch",
    "after_work",
    "dinner",
    "bed",
    "daytime",
)

CHANCE = "at the first chance of the day"
"""For what has no hour of its own: a cue already, the same for everyone."""

_USUAL = {
    WAKE: "right after you get up",
    BREAKFAST: "after breakfast, before you look at your phone",
    LUNCH: "in your lunch break, before you eat",
    AFTER_WORK: "straight after work, before you sit down",
    DINNER: "after dinner, once the table is cleared",
    BED: "30 minutes before you go to bed",
    DAYTIME: "at 10:00, after your first coffee",
}
_NIGHTS = {
    WAKE: "right after you wake up, whatever the hour",
    BREAKFAST: "after your first meal of the day, before you look at your phone",
    LUNCH: "in your long break, before you eat",
    AFTER_WORK: "two hours before your shift begins",
    DINNER: "after your main meal, before you get ready for work",
    BED: "30 minutes before you lie down to sleep",
    DAYTIME: "one hour after you wake up",
}
_CHILDREN = {
    DINNER: "once the children are in bed",
    AFTER_WORK: "straight after work, before the evening with the children begins",
    DAYTIME: "at 10:00, once the children are settled",
    BED: "30 minutes before you go to bed, once the house is quiet",
}
_STUDENT = {
    AFTER_WORK: "straight after your last class, before you go home",
    LUNCH: "in your midday break, before you eat",
}
_FREE = {AFTER_WORK: "at 16:00, before the evening begins", LUNCH: "at 11:30, before lunch"}
_WEEKENDS = {AFTER_WORK: "at 14:00, after lunch", LUNCH: "at 11:30, before lunch"}
_MORNINGS = {
    LUNCH: "right after breakfast",
    AFTER_WORK: "right after you get up",
    DINNER: "after breakfast, before the day begins",
    DAYTIME: "right after breakfast",
}
_EVENINGS = {
    WAKE: "straight after work, before you sit down",
    BREAKFAST: "after dinner, once the table is cleared",
    LUNCH: "straight after work, before you sit down",
    DAYTIME: "at 18:30, before dinner",
}


def cue(kind: str, person: Person) -> str:
    """The cue in words; a `kind` that is no key of the table is a cue already."""
    for applies, table in (
        (person.works_nights, _NIGHTS),
        (person.only_mornings, _MORNINGS),
        (person.only_evenings, _EVENINGS),
        (person.only_weekends, _WEEKENDS),
        (person.has_children, _CHILDREN),
        (person.has_no_job, _FREE),
        (person.studies, _STUDENT),
        (True, _USUAL),
    ):
        if applies and kind in table:
            return table[kind]
    return kind
