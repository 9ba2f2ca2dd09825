"""Cooking and baking for pleasure."""

import re

from rein.coach.offline.cues import AFTER_WORK, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch

_KITCHENS = (
    (r"\bbak(?:e|ing)\b|\bcakes?\b|\bbread\b|\bpastr\w+|\bcookies?\b", "baking", "bake", "dough, oven and patience", "a loaf or cake that you can make without the recipe"),
    (r"\bgrill\w*|\bbarbecue\b|\bbbq\b", "grilling", "grill", "fire, salt and rest", "a meal from the fire for friends"),
    (r"\bsushi\b|\bseafood\b", "cooking fish", "cook fish", "freshness, knife and heat", "a fish dish that you would serve to guests"),
    (r"\b(?:vegan|vegetarian|veg(?:gie|etable)s?)\b", "cooking with vegetables", "cook vegetables", "heat, salt and something sour", "five vegetable dishes that need no recipe"),
)  # fmt: skip


def _cooking_slots(person: Person) -> dict[str, str]:
    default = ("cooking", "cook", "knife, heat and salt", "five dishes that you can cook without a recipe")
    art, verb, basics, result = next((k[1:] for k in _KITCHENS if re.search(k[0], person.said)), default)
    return {
        "art": art,
        "verb": verb,
        "basics": basics,
        "result": result,
        "things": "bakes" if art == "baking" else "dishes",
    }


COOKING = Pattern(
    title="Learn to love {art}",
    commit="{verb} at home regularly, and learn a few dishes by heart",
    outcome="somebody asks for the recipe, and you have to think, because your hands know it",
    hurdle="hunger that comes before you have decided what to make",
    gain="food you have made yourself tastes better, and it brings people to the table",
    strategy=(
        "Learn a few things well and repeat each until you need no recipe, and decide the evening before what it will be. Repetition teaches more than variety here, because the second time you notice what the first time hid."
    ),
    approach=(
        "You begin with the basics, {basics}, in two or three simple dishes that you repeat. Then one new thing at a time comes in, and at the end you feed guests. "
        "What goes wrong is eaten or laughed about, and written in the margin."
    ),
    done="{result}",
    metrics=(
        "Times you made something, with a line on what to change",
        "Dishes you can make without looking anything up",
    ),
    if_then=(
        (
            "I come home hungry and without a plan",
            "eat a piece of fruit or bread first and then make the simplest dish on my list",
        ),
        ("something burns or fails", "write in the margin what happened and make it once more within the week"),
        ("I see a recipe I like", "write on the list which of its things I do not have yet"),
    ),
    obstacles=(
        ("No time on workdays", "Do the long part at the weekend and keep two ten-minute dishes for the rest."),
        ("Picky eaters at home", "Let each of them choose one dish a week and stir the pot."),
        ("The washing-up", "Wash while things simmer, and let whoever did not cook do the rest."),
    ),
    phases=(
        Stretch(
            "Two things, repeated",
            "Learn the basics by making the same thing again.",
            (
                "Choose two simple {things} that you love to eat.",
                "Read the recipe to the end before you begin, and lay everything out.",
                "Taste three times: early, in the middle, at the end.",
                "Make it a second time and change one thing.",
            ),
            (
                Do("Make one of your two {things} and taste as you go", AFTER_WORK, 2, 15, 60),
                Do("Decide what to make next and write the shopping list", DINNER, 1, 5, 15),
                Do("Take time to {verb} something that needs longer", DAYTIME, 1, 30, 120, weekend=True),
            ),
            ("Two of them sit", "You can make your two {things} with the recipe closed"),
        ),
        Stretch(
            "One new thing at a time",
            "Add a dish, a spice, a technique, each until it sits.",
            (
                "Learn one technique and use it in two dishes.",
                "Buy one thing you have never used, and ask how it is eaten.",
                "Cook with someone who does it better than you.",
                "Improve an old dish with what you know now.",
            ),
            (
                Do("Make something with one thing in it that is new to you", AFTER_WORK, 2, 20, 75),
                Do("Take time to {verb} something that needs longer", DAYTIME, 1, 30, 150, weekend=True),
                Do("Watch or read how one thing is done", LUNCH, 1, 10, 20),
            ),
            ("Your list grows", "Two more dishes are on the list of those you know"),
            share=4,
        ),
        Stretch(
            "Feed your guests",
            "Make it for others, and from memory.",
            (
                "Invite someone and make something you have made twice before.",
                "Make a dish out of what is in the house.",
                "Teach one dish to somebody.",
                "Write your own recipe cards, with the margins.",
            ),
            (
                Do("Make a favourite from memory", AFTER_WORK, 2, 20, 75),
                Do("Make something for others, at your table or theirs", DAYTIME, 1, 45, 180, weekend=True),
                Do("Write one recipe card in your own words", DINNER, 1, 5, 15),
            ),
            ("By heart, and shared", "Someone else has eaten what you made from memory"),
        ),
    ),
    slots=_cooking_slots,
)
