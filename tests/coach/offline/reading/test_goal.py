"""A whole reading: what the person gets told back before anything is planned."""

import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rein.coach.domain import Answer, GoalReading, GoalRequest, LifeArea, Training
from rein.coach.offline.reading import read_goal

TODAY = date(2026, 1, 15)


def read(text: str, **chosen: object) -> GoalReading:
    return read_goal(GoalRequest.model_validate({"text": text, "today": TODAY, "timezone": "Europe/Berlin", **chosen}))


def test_a_half_marathon_with_hours_and_a_season() -> None:
    goal = read("I want to run a half marathon this spring, I can train 4 hours a week")
    assert goal.statement == "Run a half marathon by 31 May, training 4 hours a week"
    assert goal.area is LifeArea.HEALTH_FITNESS
    assert goal.training is Training.RUNNING
    assert (goal.deadline, goal.hours_per_week) == (date(2026, 5, 31), 4)
    assert goal.measure is not None
    assert (goal.measure.metric, goal.measure.unit, goal.measure.target) == ("longest run", "km", 21.1)
    assert goal.measure.baseline is not None
    assert any("run about" in a for a in goal.assumptions)
    assert any("last 30 days" in q for q in goal.questions)


def test_a_told_baseline_is_not_assumed() -> None:
    goal = read("I can run 8 km now and want to run a half marathon in 12 weeks")
    assert goal.measure is not None
    assert goal.measure.baseline == 8
    assert goal.weeks == 12
    assert not any("run about" in a for a in goal.assumptions)


@pytest.mark.parametrize(
    ("text", "metric", "unit", "baseline", "target"),
    [
        ("go from 82 to 75 kg", "body weight", "kg", 82, 75),
        ("I weigh 95 kg and want to weigh 85 kg by summer", "body weight", "kg", 95, 85),
        ("lose 10 lbs before my wedding", "weight lost", "lb", 0, 10),
        ("run 10k", "longest run", "km", 3, 10),
        ("swim 2 km", "longest swim", "km", 0.5, 2),
        ("save $5,000 by Christmas", "money saved", "USD", 0, 5000),
        ("pay off 3,000 debt", "debt paid off", "", 0, 3000),
        ("save £200 a month for six months", "money saved", "GBP", 0, 1200),
        ("read 24 books this year", "books read", "books", 0, 24),
        ("quit smoking in 10 weeks", "smoke-free days in a row", "days", 0, 56),
        ("no sugar for 30 days", "sugar-free days in a row", "days", 0, 30),
        ("do 50 push-ups", "push-ups in a row", "push-ups", 12, 50),
        ("walk 10,000 steps a day", "steps a day", "steps", 4000, 10_000),
        ("go to the gym three times a week", "workouts a week", "workouts", None, 3),
        ("bench press 100 kg, currently at 70 kg", "bench press", "kg", 70, 100),
        ("sleep 8 hours a night", "hours of sleep a night", "hours", 6.5, 8),
        ("meditate 10 minutes a day", "minutes a day", "minutes", None, 10),
        ("learn 1000 Japanese words", "words", "words", 0, 1000),
        ("Ich möchte 5 kg abnehmen", "weight lost", "kg", 0, 5),
        ("Quiero ahorrar 2000 euros", "money saved", "EUR", 0, 2000),
        ("Lire 12 livres cette année", "books read", "books", 0, 12),
    ],
)
def test_the_measure_is_the_number_that_tells_progress(
    text: str, metric: str, unit: str, baseline: float, target: float
) -> None:
    measure = read(text).measure
    assert measure is not None
    assert (measure.metric, measure.unit, measure.baseline, measure.target) == (metric, unit, baseline, target)


@pytest.mark.parametrize("text", ["Be happier", "I want a 4-door car", "Learn Spanish, 30 min a day", "Eat less sugar"])
def test_no_number_is_invented_where_none_is_said(text: str) -> None:
    assert read(text).measure is None


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("My New Year's resolution is to travel more #travel #2026", "Travel more"),
        ("#NewYearsResolution: STOP PROCRASTINATING!!!", "Stop procrastinating"),
        ("@friend: New years resolution: eat less junk food _\ufffd\ufffd\ufffd", "Eat less junk food"),
        ("I\ufffd\u06ddm going to call my mum every week \ufffd\ufffd_", "Call my mum every week"),
        ("this year I really want to learn to knit, lol", "Learn to knit by 31 December"),
        ("I won't eat sugar anymore", "Stop eating sugar"),
        ("Quitting smoking for good", "Quit smoking for good"),
        ("I want a new job", "Get a new job"),
        ("Go to the cafÃ© less", "Go to the café less"),
        ("Read more https://example.org/list", "Read more"),
        ("stop worrying and caring about others", "Stop worrying and caring about others"),
        (
            "before my daughter is born in April, paint the nursery",
            "Before my daughter is born in April, paint the nursery",
        ),
    ],
)
def test_the_statement_is_the_persons_words_without_the_debris(text: str, statement: str) -> None:
    assert read(text).statement == statement


def test_several_goals_leave_one_main_goal() -> None:
    goal = read("I want to lose weight, learn Spanish and save more money")
    assert goal.statement == "Lose weight"
    assert goal.area is LifeArea.HEALTH_FITNESS
    assert goal.other_goals == ("Learn Spanish", "Save more money")


def test_a_list_is_read_by_its_lines() -> None:
    goal = read("Goals for 2026:\n1. Save 6000 EUR\n2. Learn Italian\n3. Read more")
    assert goal.statement == "Save 6000 EUR"
    assert goal.deadline == date(2026, 12, 31)
    assert goal.other_goals == ("Learn Italian", "Read more")


def test_limits_and_motive_stand_apart_from_the_goal() -> None:
    goal = read("Go from 82 to 75 kg because I want to play with my kids. Bad knee, no gym, I work night shifts.")
    assert goal.statement == "Go from 82 to 75 kg"
    assert goal.motivation == "because I want to play with my kids"
    told = " | ".join(goal.constraints).lower()
    assert all(limit in told for limit in ("bad knee", "no gym", "night shifts"))


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "asdf",
        "👍👍👍",
        "1080p",
        "What's your new years resolution?",
        "My resolution is not to make any resolutions",
        "Check out our new blog post: 10 tips, sign up now http://x.co/abc",
        "Just broke my new years resolution",
        "...",
    ],
)
def test_jokes_adverts_questions_and_chatter_get_a_kind_reply(text: str) -> None:
    goal = read(text)
    assert not goal.is_goal
    assert goal.reply
    assert goal.questions == ()
    assert goal.measure is None


@pytest.mark.parametrize(
    "text", ["Be happy", "Sleep.", "I want to run a half marathon", "lol I want to lose 10 kg", "money"]
)
def test_a_short_or_merry_goal_is_still_a_goal(text: str) -> None:
    goal = read(text)
    assert goal.is_goal
    assert goal.reply == ""


def test_what_was_chosen_overrides_what_the_text_says() -> None:
    goal = read("run 10k in six weeks, 4 hours a week", weeks=10, hours_per_week=2.5)
    assert (goal.weeks, goal.hours_per_week, goal.deadline) == (10, 2.5, None)
    assert not any("4 hours" in c for c in goal.constraints)


def test_answers_are_read_and_not_asked_again() -> None:
    first = read("I want to run a half marathon")
    answers = [
        Answer(question=first.questions[0], answer="about 9 km"),
        Answer(question="By when would you like to reach it?", answer="end of June"),
        Answer(question="How many hours a week can you give it?", answer="5"),
    ]
    second = read("I want to run a half marathon", answers=answers)
    assert second.measure is not None
    assert second.measure.baseline == 9
    assert second.deadline == date(2026, 6, 30)
    assert second.hours_per_week == 5
    assert not {a.question for a in answers} & set(second.questions)


def test_questions_are_about_this_goal() -> None:
    assert any("smoke" in q for q in read("quit smoking").questions)
    assert any("pieces" in q or "piece" in q or "instrument" in q for q in read("learn the guitar by June").questions)
    assert read("quit smoking").questions != read("learn the guitar").questions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ich möchte bis Ende Juni 5 kg abnehmen", "de"),
        ("Quiero ahorrar 2000 euros antes de diciembre", "es"),
        ("Je veux arrêter de fumer avant l'été", "fr"),
        ("Voglio imparare il tedesco", "it"),
        ("Хочу бегать три раза в неделю", "ru"),
        ("Хочу схуднути на п'ять кілограмів і їсти менше цукру", "uk"),
        ("mehr schlafen", "de"),
        ("Quiero ahorrar 900 euros", "es"),
        ("lire davantage", "fr"),
        ("meer lezen", "nl"),
        ("もっと早く寝たい", "ja"),
        ("我想学英语", "zh"),
        ("毎日運動したい", "ja"),
        ("매일 운동하고 싶어요", "ko"),
        ("أريد أن أتعلم الإنجليزية", "ar"),
        ("אני רוצה לרוץ מרתון", "he"),
        ("मैं रोज़ पढ़ना चाहता हूँ", "hi"),
    ],
)
def test_another_language_is_named_and_gets_a_note(text: str, code: str) -> None:
    goal = read(text)
    assert goal.language == code
    assert goal.is_goal
    assert goal.statement
    assert any("works best in English" in a for a in goal.assumptions)


@pytest.mark.parametrize("text", ["Find a job as a nurse", "Learn to lie less", "Will to live", "Be a legend"])
def test_english_is_not_taken_for_another_language(text: str) -> None:
    goal = read(text)
    assert goal.language == "en"
    assert not any("works best in English" in a for a in goal.assumptions)


def test_an_amount_to_save_is_money_in_any_language() -> None:
    for text in ("Quiero ahorrar 900 euros", "Ich möchte 900 Euro sparen", "Je veux épargner 900 euros"):
        assert read(text).area is LifeArea.FINANCE


_WORDS = st.sampled_from(
    [
        "run",
        "10k",
        "save",
        "$5,000",
        "by",
        "May",
        "#",
        "@",
        "quit",
        "smoking",
        "lose",
        "kg",
        "from",
        "to",
        "1/2",
        "‖",
        "_�",
        "a",
        "an",
        "hour",
        "every",
        "Monday",
        "not",
        "on",
        "(",
        ")",
        "*",
        "because",
        "my",
        "new",
        "year's",
        "resolution",
        "is",
        "🎉",
        "עברית",
        "中文",
        "1.",
        "2)",
        "\n",
        "\x00",
        "\u202e",
        "99999999999",
        "0",
        "-5",
        "%",
        "half",
        "dozen",
        "don't",
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.text(min_size=1, max_size=400),
        st.lists(_WORDS, min_size=1, max_size=60).map(" ".join),
        st.builds(lambda unit, times: (unit * times)[:8000], st.text(min_size=1, max_size=6), st.integers(1, 600)),
    ).filter(lambda text: text.strip() != ""),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_every_text_gives_a_valid_reading(text: str, today: date) -> None:
    request = GoalRequest(text=text, today=today, timezone="Pacific/Auckland")
    reading = read_goal(request)
    assert GoalReading.model_validate_json(reading.model_dump_json()) == reading
    assert reading == read_goal(request)
    assert len(reading.questions) <= 3
    assert reading.deadline is None or reading.deadline > today
    assert bool(reading.reply) is not reading.is_goal


def test_reading_loads_no_model_client() -> None:
    code = (
        "import sys, json; from datetime import date; from rein.coach.domain import GoalRequest; "
        "from rein.coach.offline.reading import read_goal; "
        "read_goal(GoalRequest(text='run 10k', today=date(2026, 1, 1), timezone='UTC')); "
        "print(json.dumps([m for m in ('httpx', 'pydantic_ai', 'google.genai', 'genai_prices') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_what_is_quit_may_stand_in_an_earlier_sentence() -> None:
    goal = read(
        "I have been smoking for 12 years and want to quit before my daughter is born in April. My wife smokes too."
    )
    assert goal.measure is not None
    assert goal.measure.metric == "smoke-free days in a row"
    assert goal.deadline == date(2026, 4, 30)
    assert "My wife smokes too" in goal.constraints


def test_what_someone_must_do_is_their_goal_and_no_limit() -> None:
    goal = read("I have to stop swearing. My kid repeats everything.")
    assert goal.statement == "Stop swearing"
    assert goal.constraints == ()


@pytest.mark.parametrize(
    "text",
    [
        "Great view from up here",
        "She did it again",
        "That was the best pie of my life #NewYearsResolution",
        "This is so us on a Sunday",
        "My resolution is to keep being awesome",
        "my resolution: stop being so perfect",
        "Remember to write 2027 on my letters instead of 2026",
        "This year I am going to annoy at least as many people",
    ],
)
def test_a_remark_or_a_joke_is_no_goal(text: str) -> None:
    goal = read(text)
    assert not goal.is_goal
    assert goal.reply


@pytest.mark.parametrize(
    "text",
    [
        "sobriety",
        "more sleep",
        "My resolution is to frobnicate my attic",
        "Blorp my neighbours less",
        "I've always wanted to try fencing",
        "Better time management",
    ],
)
def test_a_wish_in_unusual_words_is_a_goal(text: str) -> None:
    assert read(text).is_goal


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("#NewYearsResolution #3 Bake more bread", "Bake more bread"),
        ("Resolution number two: call my gran", "Call my gran"),
        ("My resolution should probably be to stop losing umbrellas", "Stop losing umbrellas"),
        ("I have a bad habit of humming. Sorry", "Stop humming"),
        ("I'm no longer working on Sundays", "Stop working on Sundays"),
        ("excersise more", "Exercise more"),
        ("loose 10 pounds", "Lose 10 pounds"),
        ("Stop eating crisps but I am eating some now", "Stop eating crisps"),
        ("I want to be more like @ada", "Be more like @ada"),
        ("My mother says: plant a tree", "Plant a tree"),
        ("try and keep a bee hive", "Keep a bee hive"),
    ],
)
def test_a_list_number_a_slip_or_an_afterthought_is_no_part_of_the_statement(text: str, statement: str) -> None:
    assert read(text).statement == statement
