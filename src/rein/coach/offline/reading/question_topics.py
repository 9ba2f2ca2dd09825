"""The questions themselves: by what a goal is about, and by its area of life."""

import re

from rein.coach.domain import LifeArea

WHEN_EXAM = "When is the exam?"
"""Asked in place of the question for a date."""
WHAT_FOR = "What is the money for?"

_BODY_AREAS = frozenset({LifeArea.HEALTH_FITNESS, LifeArea.RECREATION})
_MONEY_AREAS = frozenset({LifeArea.FINANCE})
_WORK_AREAS = frozenset({LifeArea.CAREER})
_PEOPLE_AREAS = frozenset({LifeArea.RELATIONSHIPS, LifeArea.PERSONAL_GROWTH})
_GIVING_AREAS = frozenset({LifeArea.PHILANTHROPY})
_ANY: frozenset[LifeArea] = frozenset()

TOPICS: tuple[tuple[re.Pattern[str], tuple[str, ...], frozenset[LifeArea]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), questions, areas)
    for areas, pattern, questions in (
        (
            _ANY,
            r"smok\w*|cigarettes?|vap\w*|nicotine|tobacco|rauch\w*|fumer|fumar|курить",
            (
                "When and where do you smoke most: which moments of the day?",
                "Have you stopped before, and what brought you back?",
            ),
        ),
        (
            _BODY_AREAS,
            r"marathon|\d+\s?k|run|running|jog\w*|5k|10k|triathlon",
            (
                "How far have you run in one go in the last 30 days?",
                "Has anything hurt when you ran in the last months?",
                "Which days suit a longer run?",
            ),
        ),
        (
            _ANY,
            r"sober|alcohol|drinking|booze|beer|wine",
            ("How many drinks do you have in a usual week?", "In which company or at what hour do you drink most?"),
        ),
        (
            _BODY_AREAS,
            r"bench(?:\s+press)?|squat|deadlift|press",
            ("How often have you lifted in the last month?", "Who can check your form, and does anything hurt?"),
        ),
        (
            _BODY_AREAS,
            r"lose|weight|\d*\s?(?:pounds|lbs?|kg)|stone|kilos?|fat|abnehmen|peso|poids|diet",
            (
                "What do you weigh today, and how tall are you?",
                "Which meal or hour of the day is hardest for you?",
                "What have you tried before, and what worked for a while?",
            ),
        ),
        (
            _BODY_AREAS,
            r"gym|muscle|strength|lift\w*|workout|work\s?out|exercise|fit|shape|push-?ups|pull-?ups|abs|crossfit",
            (
                "What do you have at hand: a gym, weights, or only your own body?",
                "How often have you trained in the last month?",
                "Does anything hurt when you move?",
            ),
        ),
        (
            _BODY_AREAS,
            r"sleep\w*|insomnia|bed\s?time",
            ("When do you go to bed and get up on working days?", "What keeps you up in the last hour before bed?"),
        ),
        (
            _ANY,
            r"wake|waking|get\s+up|morning\s+person|snooze|early",
            (
                "When do you go to bed, and when do you get up now?",
                "What must be done before you leave in the morning?",
            ),
        ),
        (
            _BODY_AREAS,
            r"sugar|soda|junk|fast\s+food|snack\w*|candy|sweets|chocolate|caffeine|coffee|meat|vegan|vegetarian"
            r"|eat\w*|vegetables|food|healthy|healthier|water",
            (
                "At what hour do you most often reach for what you want less of?",
                "Who else eats with you, and who does the shopping?",
            ),
        ),
        (
            _ANY,
            r"meditat\w*|mindful\w*|stress\w*|anxiety|calm",
            (
                "When in the day could you be undisturbed for ten minutes?",
                "What have you tried so far, and what stayed with you?",
            ),
        ),
        (
            _MONEY_AREAS,
            r"debts?|pay\w*\s+off|loans?|credit\s+cards?",
            (
                "Which debts are there, with what is owed and the interest of each?",
                "What is left at the end of a usual month?",
            ),
        ),
        (
            _MONEY_AREAS,
            r"sav\w+|budget\w*|money|spend\w*|emergency\s+fund|deposit|sparen|ahorrar|épargner|économiser",
            (
                "What is left at the end of a usual month?",
                "Where does money go that you would not miss?",
                WHAT_FOR,
            ),
        ),
        (
            _MONEY_AREAS,
            r"invest\w*|retire\w*|pension|stocks?",
            ("Do you have three months of expenses put aside already?", "When will you need the money?"),
        ),
        (
            _ANY,
            r"writ\w*|novel|blog|journal|poem\w*",
            ("What exists already: an idea, an outline, pages?", "When in the day do you write best?"),
        ),
        (
            _ANY,
            r"books?|read|reading|novels?|lesen|leer|lire",
            (
                "How many books did you finish in the last three months?",
                "When in the day could you read undisturbed?",
                "Which kind of books would you look forward to?",
            ),
        ),
        (
            _ANY,
            r"spanish|french|german|italian|japanese|korean|chinese|mandarin|english|portuguese|russian|arabic"
            r"|languages?|fluent|spanisch|französisch|englisch|inglés|anglais|español",
            (
                "How much of the language do you understand today?",
                "What do you want to be able to do with it, and with whom?",
            ),
        ),
        (
            _ANY,
            r"guitar|piano|violin|drums|ukulele|instrument|sing|gitarre|klavier|guitarra|guitare",
            (
                "Do you have the instrument at home, and what can you play already?",
                "Which piece would you love to play?",
            ),
        ),
        (
            _ANY,
            r"thesis|dissertation|term\s+paper|essay|coursework",
            (
                "How much of it is written, and what does your supervisor or teacher expect next?",
                "Which part holds you up most today?",
            ),
        ),
        (
            _ANY,
            r"exams?|tests?|certif\w*|lsat|mcat|gre|gmat|toefl|ielts",
            (WHEN_EXAM, "What does the exam cover, and where do you lose most points today?"),
        ),
        (
            _ANY,
            r"grades?|gpa|degree|study\w*|course|school|college|university|class(?:es)?|homework",
            (
                "Which subject or course matters most for it?",
                "Where do you lose most points or time today?",
            ),
        ),
        (
            _ANY,
            r"cod(?:e|ing)|program\w*|python|javascript|skill|learn\w*",
            (
                "What can you do already, and what would you like to make with it?",
                "How do you learn best: a course, a book, or a project?",
            ),
        ),
        (_WORK_AREAS, r"promot\w*|raise", ("What does your boss say is missing for it?", "When is the next review?")),
        (
            _WORK_AREAS,
            r"job|jobs|career|resume|cv|hired|interview\w*|employ\w*",
            (
                "Which role are you looking for, and where?",
                "What is ready: CV, profile, references?",
                "How many applications have you sent in the last month?",
            ),
        ),
        (
            _WORK_AREAS,
            r"business|start-?up|freelanc\w*|clients?|side\s+hustle|company|etsy|shop",
            (
                "What would you sell, and who has said they would pay for it?",
                "How much money can you put in before it earns?",
            ),
        ),
        (
            _PEOPLE_AREAS,
            r"friends?|social\w*",
            ("Whom would you most like to see more of?", "What do you enjoy doing that others could join?"),
        ),
        (
            _PEOPLE_AREAS,
            r"family|kids|children|son|daughter|mom|mum|dad|parents|mother|father|grand\w+|wife|husband|partner"
            r"|relationship|familie",
            ("Who is it about most, and what do they enjoy doing with you?", "What takes that time today?"),
        ),
        (
            _PEOPLE_AREAS,
            r"girlfriend|boyfriend|dating|date|single|love|married|tinder",
            ("Where do you meet new people today?", "What matters most to you in a partner?"),
        ),
        (
            _GIVING_AREAS,
            r"volunteer\w*|charit\w*|donat\w*|help\w*|community|homeless",
            ("Which cause or place is close to you?", "Would you rather give time, money or a skill?"),
        ),
        (
            _ANY,
            r"declutter\w*|clutter|organi[sz]\w*|tidy\w*|clean\w*|room|closet|desk|inbox|emails?",
            ("Which place bothers you most when you walk past it?", "What comes back untidy within a week?"),
        ),
        (
            _ANY,
            r"procrastinat\w*|time\s+management|productiv\w*|on\s+time|late|punctual|deadlines?",
            ("What did you put off last week, and what did you do instead?", "At what hour do you work best?"),
        ),
        (
            _ANY,
            r"travel\w*|trip|vacation|europe|visit|abroad|holiday",
            ("Where to, for how long, and with whom?", "What can you spend on it?"),
        ),
        (
            _ANY,
            r"facebook|twitter|instagram|tiktok|social\s+media|phone|screen|tv|netflix|youtube|games?|gaming",
            ("How much time does your phone's report show for it now?", "Which moment of the day pulls you in most?"),
        ),
        (
            _ANY,
            r"cook\w*|bak(?:e|ing)|recipes?|garden\w*|paint\w*|draw\w*|photo\w*|knit\w*|hobby|dance|dancing",
            ("What do you have at home for it already?", "What would you like to have made or shown by the end?"),
        ),
        (
            _ANY,
            r"patien\w*|temper|anger|angry|yell\w*|calmer",
            ("In which situation did you last lose it?", "What do you feel in the minute before?"),
        ),
        (
            _ANY,
            r"confiden\w*|fear\w*|shy|brave|comfort\s+zone|self[\s-]esteem",
            ("In which situation would you like to act differently?", "When did you last manage it, even a little?"),
        ),
        (
            _ANY,
            r"positiv\w*|happ\w*|grateful|gratitude|complain\w*|negativ\w*|worry\w*|attitude",
            (
                "On which days did you last feel that way, and what had you done?",
                "What pulls your mood down most reliably?",
            ),
        ),
        (
            _ANY,
            r"god|pray\w*|bible|church|faith",
            ("What does your practice look like in a usual week?", "Who could share it with you?"),
        ),
    )
)
BY_AREA: dict[LifeArea, tuple[str, ...]] = {
    LifeArea.HEALTH_FITNESS: (
        "What does a usual day of food, movement and sleep look like for you?",
        "Is there anything your body does not allow?",
    ),
    LifeArea.PERSONAL_GROWTH: (
        "How would a friend notice that you have changed?",
        "In which situation do you want to act differently?",
    ),
    LifeArea.RELATIONSHIPS: (
        "Who is it about, and how often are you in touch now?",
        "What would a good month look like?",
    ),
    LifeArea.RECREATION: (
        "What have you got for it already, and what is missing?",
        "With whom would you like to do it?",
    ),
    LifeArea.FINANCE: ("Which amount would show that you made it?", "What is left at the end of a usual month?"),
    LifeArea.CAREER: ("What would have changed at work when you have reached it?", "Who can say yes to it?"),
    LifeArea.EDUCATION: ("What do you know already?", "What do you want to be able to do with it?"),
    LifeArea.TIME_MANAGEMENT: (
        "Where does the time go that you would like back?",
        "Which part of your day would you mend first?",
    ),
    LifeArea.PHILANTHROPY: ("Which cause or person is close to you?", "Would you rather give time, money or a skill?"),
}
