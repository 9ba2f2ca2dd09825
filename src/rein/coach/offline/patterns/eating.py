"""Food, drink and weight. Never a calorie, never a number on a plate."""

import re

from rein.coach.domain import Training
from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

OTHER = Training.OTHER

WEIGHT = Pattern(
    title="Steady habits for food and movement",
    commit="change my weight slowly, by cooking at home and moving every week",
    outcome="clothes sit easier and you are not hungry, because nothing about your days is extreme",
    hurdle="the evening, when you are tired and the cupboard is near",
    gain="moving with less effort and feeling at home in their clothes matters more to them than a number",
    strategy=(
        "Change what happens around food and movement, not how strong your will is: vegetables on half the plate, meals at fixed times, a walk after the main meal, enough sleep. "
        "Slow is the pace that stays, so the scale is read as an average and never day by day."
    ),
    approach=(
        "Meals come first: cooked at home, at fixed times, with half the plate vegetables. Walking and two short bouts of strength follow, so that what goes is not muscle. The trend over several weighings counts, "
        "never one morning, and no meal is forbidden. If food or the scale begins to rule your thoughts, stop and talk to a doctor."
    ),
    done="meals cooked at home on most days and all planned walks of the last month done",
    metrics=(
        "The average of the week's weighings, written down once a week",
        "Dinners cooked at home, counted each Sunday",
    ),
    if_then=(
        (
            "I stand before the cupboard in the evening without hunger",
            "drink a glass of water, leave the kitchen and turn off its light",
        ),
        ("I eat out", "look for the dish with the most vegetables and order it first"),
        (
            "the scale is up in the morning",
            "write the number down, eat breakfast as usual and look at the average on Sunday",
        ),
    ),
    obstacles=(
        (
            "Stress makes snacks look like rest",
            "Name what you need (rest, company, quiet) and take ten minutes of that first.",
        ),
        (
            "Family and friends eat differently",
            "Cook one thing for all and serve it on plates that are half vegetables.",
        ),
        (
            "The number stands still for weeks",
            "Look at waist, walks and sleep; hold the habits for two more weeks before changing one.",
        ),
    ),
    phases=(
        Stretch(
            "Set the table",
            "Make the good meal the easy one.",
            (
                "Plan three dinners and shop for exactly those.",
                "Eat breakfast and lunch at fixed hours; hunger is a poor cook.",
                "Put fruit where the snacks stood.",
                "Half of each plate is vegetables; the rest is up to you.",
            ),
            (
                Do("Cook a dinner with half the plate vegetables", AFTER_WORK, 3, 15, 40),
                Do("Walk after the main meal", DINNER, 4, 10, 40, OTHER),
                Do("Plan three dinners and write the shopping list", DAYTIME, 1, 10, 20, weekend=True),
            ),
            ("The kitchen works for you", "Three dinners a week cooked at home, two weeks running"),
        ),
        Stretch(
            "Move and keep muscle",
            "Add walking and strength while the meals stay as they are.",
            (
                "Lengthen the walk you like most by five minutes.",
                "Strength is for keeping muscle: slow, clean, twice a week.",
                "Sleep half an hour longer; tired people are hungry people.",
                "Eat one meal a day without any screen.",
            ),
            (
                Do("Walk briskly after the main meal", DINNER, 4, 10, 50, OTHER),
                Do(
                    "Strengthen the body: squats to a chair, push-ups against a table, bridges",
                    AFTER_WORK,
                    2,
                    10,
                    30,
                    OTHER,
                ),
                Do("Cook a pot that feeds two days", DAYTIME, 1, 20, 60, weekend=True),
            ),
            ("Moving as a matter of course", "All planned walks and strength sessions of the last two weeks done"),
            share=4,
        ),
        Stretch(
            "Live with it",
            "Make the habits survive parties, travel and bad weeks.",
            (
                "Write your plan for the next party or trip in one sentence.",
                "Find the one habit that did most, and guard it.",
                "Let one meal a week be only pleasure, and enjoy it.",
                "Choose the weekly check you will keep for a year.",
            ),
            (
                Do("Walk briskly, somewhere pleasant", DINNER, 5, 10, 60, OTHER),
                Do("Cook a dinner with half the plate vegetables", AFTER_WORK, 3, 15, 40),
                Do("Strengthen the body, one repetition more than last time", AFTER_WORK, 2, 10, 30, OTHER),
            ),
            ("Steady without effort", "The weekly average has moved the right way or held for a month"),
        ),
    ),
)

_FOODS = (
    (r"\bvegan\b", "vegan food"), (r"\bvegetarian\b", "vegetarian food"), (r"\bgluten", "gluten-free food"), (r"\bveg(?:etable|gie)s?\b", "vegetables"),
    (r"\bfruits?\b", "fruit and vegetables"), (r"\bsalads?\b", "salad and vegetables"), (r"\bbreakfast\b", "a real breakfast"), (r"\bhome[- ]cook\w*|\bcook\w*", "food cooked at home"),
)  # fmt: skip


_MORE = re.compile(
    r"\b(?:eat|eating|have) (?:more|enough) ((?!of\b|often|than|at\b|less|and\b|like)[a-z]{3,}(?: (?!and\b|by\b)[a-z]{3,})?)\b"
)
"""What a person wants more of, in their own word."""


def _eating_slots(person: Person) -> dict[str, str]:
    named = next((name for expression, name in _FOODS if re.search(expression, person.said)), None)
    own = _MORE.search(person.goal.statement.casefold()) if person.quotes else None
    return {"food": named or (own[1] if own else "vegetables and whole foods")}


EATING = Pattern(
    title="Eat better: more {food}",
    commit="eat better, with {food} on the table at home most days",
    outcome="you open the fridge in the evening and a good meal is the easiest thing in it",
    hurdle="being hungry and tired at the same time, with nothing prepared",
    gain="eating well gives even energy through the afternoon and one worry less",
    strategy=(
        "Decide once a week, not three times a day: a short list of meals, one shopping trip, something prepared ahead. Add {food} first and let it crowd out the rest, "
        "because adding is easier to keep than forbidding."
    ),
    approach=(
        "The plan adds before it takes away: {food} first, then fixed meal times, then the snacks. Shopping and cooking ahead do the work that willpower would have to do "
        "on a tired evening. Nothing is forbidden, and nothing is weighed."
    ),
    done="{food} on the table on at least five days of an ordinary week",
    metrics=(
        "Meals of the kind you want, ticked on a list on the fridge",
        "Weeks in which the shopping was done from a list",
    ),
    if_then=(
        (
            "I come home hungry with nothing cooked",
            "eat an apple or some nuts first and make the ten-minute meal on the fridge list",
        ),
        ("I reach for a snack at my desk", "stand up, drink a glass of water and wait five minutes"),
        ("I write the shopping list", "put {food} on it first"),
    ),
    obstacles=(
        (
            "Tired evenings end in takeaway",
            "Keep two ten-minute meals in the freezer or cupboard, named on the fridge door.",
        ),
        ("Others at home want something else", "Cook one base and let each add their own."),
        ("One bad day becomes a bad week", "The next meal is the next chance; nothing has to be made up for."),
    ),
    phases=(
        Stretch(
            "Add one good thing",
            "Put {food} into meals that already happen.",
            (
                "Choose the one meal that is easiest to change and change only that.",
                "Shop from a list, after eating.",
                "Wash and cut something as soon as you come home from the shop.",
                "Notice which meal leaves you content longest.",
            ),
            (
                Do("Cook or assemble a meal with {food}", AFTER_WORK, 3, 15, 40),
                Do("Plan the meals and write the shopping list, {food} first", DAYTIME, 1, 10, 25, weekend=True),
            ),
            ("One meal has changed", "The chosen meal was a good one on at least four days of the week"),
        ),
        Stretch(
            "Prepare ahead",
            "Make the tired evening easy.",
            (
                "Cook one pot that feeds two days.",
                "Pack tomorrow's lunch while the kitchen is in use.",
                "Learn one new ten-minute meal and write it on the fridge list.",
                "Move the tempting things out of sight and the good ones to eye height.",
            ),
            (
                Do("Cook a pot with {food} that feeds two days", DAYTIME, 1, 25, 75, weekend=True),
                Do("Pack tomorrow's lunch", DINNER, 4, 5, 15),
                Do("Cook a ten-minute meal from the fridge list", AFTER_WORK, 3, 10, 35),
            ),
            (
                "Food is there before hunger is",
                "On most evenings of the week something good was ready within ten minutes",
            ),
            share=4,
        ),
        Stretch(
            "Make it normal",
            "Keep it through guests, travel and stress.",
            (
                "Write down the five meals you will always have things for.",
                "Eat out once and choose as you would at home.",
                "Ask someone to cook with you.",
                "Compare a day's meals now with a day in the first week.",
            ),
            (
                Do("Cook a favourite with {food}", AFTER_WORK, 4, 15, 45),
                Do("Try one new recipe and keep or cross it out", DAYTIME, 1, 20, 60, weekend=True),
                Do("Eat lunch away from every screen", LUNCH, 3, 10, 25),
            ),
            (
                "An ordinary week eats well",
                "Five days of an ordinary week went as you wanted, without counting anything",
            ),
        ),
    ),
    slots=_eating_slots,
)

HYDRATION = Pattern(
    title="Drink enough water",
    commit="drink water through the day, from a bottle that stands in reach",
    outcome="the afternoon headache stays away and the glass by the sink is a reflex",
    hurdle="simply forgetting while the day is busy",
    gain="water is the cheapest help there is against tired afternoons",
    strategy="Tie a glass to things that happen anyway: getting up, each meal, each coffee. A bottle in sight does the remembering, because thirst comes late.",
    approach="Each glass hangs on a moment that already happens, and the bottle stands where your eyes fall. First one moment, then three, then the habit runs by itself. Drink to comfort, not to a record.",
    done="a glass at each chosen moment on six days of the week",
    metrics=(
        "Bottles or glasses a day, one stroke each on a card",
        "Sweet drinks replaced by water, counted once a week",
    ),
    if_then=(
        ("I switch on the kettle or the coffee machine", "drink a glass of water while it runs"),
        ("I sit down to a meal", "fill my glass before my plate"),
        ("my bottle is empty", "fill it before I sit down again"),
    ),
    obstacles=(
        ("No water within reach", "Keep one bottle at work, one in the bag, one glass by the sink."),
        ("Plain water tastes dull", "Lemon, mint, ginger or bubbles; cold or warm as you like."),
        ("Waking at night", "Drink more before the afternoon and little after dinner."),
    ),
    phases=(
        Stretch(
            "One glass, one moment",
            "Let the first glass of the day happen by itself.",
            (
                "Put the glass out the evening before.",
                "Fill the bottle before the first task of the day.",
                "Put one stroke on a card for each glass.",
                "Notice at what hour you forget.",
            ),
            (
                Do("Fill the bottle and drink the first glass", "right after you get up", 7, 1, 3),
                Do("Drink a glass with the meal", "when you sit down to lunch", 7, 1, 2),
                Do("Count the week's strokes and choose the next moment", DAYTIME, 1, 3, 5),
            ),
            ("The first glass runs by itself", "A stroke for the first glass on every day of the week"),
        ),
        Stretch(
            "Three moments",
            "Add the hour at which you used to forget.",
            (
                "Add a glass at the hour you forget most.",
                "Order water first when you are out.",
                "Swap one sweet drink a day for water.",
                "Show the card to someone.",
            ),
            (
                Do("Fill the bottle and drink a glass", "at the hour you used to forget", 7, 1, 3),
                Do("Drink a glass with each meal", "when you sit down to eat", 7, 2, 4),
                Do("Count the week's strokes and move the bottle if it stood wrong", DAYTIME, 1, 3, 5),
            ),
            ("Three moments a day", "Three strokes on at least six days of the week"),
        ),
        Stretch(
            "Without counting",
            "Drop the card and see what stays.",
            (
                "Leave the card in the drawer and trust the bottle.",
                "Plan the hot day and the long journey.",
                "Count one day again, to see.",
                "Wash the bottle, and keep it.",
            ),
            (
                Do("Fill the bottle and set it in sight", "right after you get up", 7, 1, 3),
                Do("Drink a glass with each meal", "when you sit down to eat", 7, 2, 4),
                Do("Count one single day as a check", DAYTIME, 1, 3, 5),
            ),
            ("It stays", "One counted day meets your aim although you did not think of it"),
        ),
    ),
)
