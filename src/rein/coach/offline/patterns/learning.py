"""Learning a language, a skill, and reading more."""

import re

from rein.coach.offline.cues import AFTER_WORK, BED, BREAKFAST, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.phrases import gerund, to_you
from rein.coach.offline.seeds import Do, Pattern, Stretch

_LANGUAGES = re.compile(
    r"\b(spanish|french|german|italian|portuguese|mandarin|chinese|cantonese|japanese|korean|russian|arabic|hebrew|hindi|dutch|swedish|norwegian|danish|finnish|polish|greek|"
    r"turkish|latin|welsh|irish|gaelic|english|swahili|vietnamese|thai|tagalog|ukrainian|urdu|persian|farsi)\b"
)


def _language_slots(person: Person) -> dict[str, str]:
    found = _LANGUAGES.search(person.goal.statement.casefold()) or _LANGUAGES.search(person.said)
    sign = person.says(r"\bsign language\b|\basl\b")
    name = "sign language" if sign else found[1].capitalize() if found else "the language"
    return {
        "language": name,
        "hear": "watch" if sign else "listen to",
        "say": "sign" if sign else "say",
        "words": "signs" if sign else "words",
    }


LANGUAGE = Pattern(
    title="Learn {language} by using it",
    commit="learn enough {language} to hold a simple conversation",
    outcome="someone asks you something in {language}, and you have answered before you notice that you understood",
    hurdle="the fear of sounding like a child, which keeps people with the app and away from the people",
    gain="a language brings people, films and places a little nearer with every week",
    strategy=(
        "A little every day, and out loud: learn the few hundred {words} that everyday talk is made of, in whole sentences, and {say} them to a person from the first weeks on. "
        "Recall beats rereading, so cover the answer before you look."
    ),
    approach=(
        "Short daily practice carries the {words}, one longer sitting a week carries the grammar, and a conversation shows what is missing. First come sentences about your own life, "
        "then real talk with its gaps, then topics you choose. Mistakes are collected, since they say what to learn next."
    ),
    done="a conversation of ten minutes about your own life, in {language}, without switching",
    metrics=(
        "Sentences you can {say} without looking, counted once a week",
        "Conversations held, with the three gaps you noticed in each",
    ),
    if_then=(
        ("I wait somewhere with my phone in my hand", "go through ten {words} of {language} before anything else"),
        ("I do not know a word in a conversation", "describe it with what I have, and write it down afterwards"),
        ("I missed a day", "do five minutes the next morning, with old {words} only"),
    ),
    obstacles=(
        (
            "Nobody to talk to",
            "Book a short exchange or lesson online once a week; until then talk to yourself about the day.",
        ),
        ("The app becomes a game", "For each lesson, make one sentence that is true of you, and {say} it aloud."),
        ("It seems not to move on", "Keep one recording a month; the difference is audible where it cannot be felt."),
    ),
    phases=(
        Stretch(
            "Sentences about you",
            "Say who you are, what you do and what you like.",
            (
                "Learn to introduce yourself: five sentences, by heart, out loud.",
                "Label ten things in your home, and name them as you pass.",
                "Copy the melody: {hear} a short dialogue three times, then speak along.",
                "Ask the five questions that every first conversation has.",
            ),
            (
                Do(
                    "Practise {language}: new sentences first, then old ones with the answer covered",
                    BREAKFAST,
                    5,
                    10,
                    25,
                ),
                Do(
                    "Work through one lesson of the course, and make three sentences that are true of you",
                    AFTER_WORK,
                    2,
                    15,
                    45,
                ),
                Do("Record yourself for one minute in {language}", DAYTIME, 1, 5, 10),
            ),
            ("The first minute", "A recording of one minute about yourself, without reading"),
        ),
        Stretch(
            "Talk with gaps",
            "Speak with people before you feel ready.",
            (
                "Book the first conversation, and prepare three questions.",
                "After each talk, learn the three {words} that were missing.",
                "Change one thing you do anyway into {language}: the phone, a series, a recipe.",
                "Tell what you did yesterday, in five sentences.",
            ),
            (
                Do("Practise {language}: yesterday's gaps first, the answer covered", BREAKFAST, 5, 10, 25),
                Do("Talk with someone in {language}, and write down the gaps", AFTER_WORK, 1, 15, 60),
                Do("{hear} something short twice: once with the text, once without", DINNER, 2, 10, 30),
            ),
            ("Five minutes of talk", "A conversation of five minutes with a real person, gaps included"),
            share=4,
        ),
        Stretch(
            "Topics of your own",
            "Say what you would say anyway.",
            (
                "Explain your work or your hobby in ten sentences.",
                "Read one page of something made for native speakers; mark, do not translate all.",
                "Tell a story with a beginning and an end.",
                "Compare this month's recording with the first one.",
            ),
            (
                Do("Talk with someone in {language} about one topic you chose", AFTER_WORK, 2, 20, 60),
                Do("Practise {language}: the sentences you needed and did not have", BREAKFAST, 5, 10, 25),
                Do("Read or {hear} something you would enjoy in your own language", DINNER, 3, 10, 40),
            ),
            ("Ten minutes, no switching", "A conversation of ten minutes in {language}, on a topic of your own"),
        ),
    ),
    slots=_language_slots,
)

_SKILLS = (
    (r"\bguitar\b", "the guitar", "play a song"), (r"\bpiano\b|\bkeyboard\b", "the piano", "play a piece"), (r"\bukulele\b", "the ukulele", "play a song"), (r"\bdrum\w*", "the drums", "play along with a song"),
    (r"\bviolin\b", "the violin", "play a piece"), (r"\bbass\b", "the bass", "play a song"), (r"\bflute\b", "the flute", "play a piece"), (r"\bsax\w*", "the saxophone", "play a piece"), (r"\bcello\b", "the cello", "play a piece"),
    (r"\binstrument\b", "an instrument", "play a piece"), (r"\bsing(?:ing)?\b", "singing", "sing a song"), (r"\bdraw\w*|\bsketch\w*", "drawing", "draw a page"), (r"\bpaint\w*", "painting", "finish a small picture"),
    (r"\bphotograph\w*", "photography", "take ten photos of one subject"), (r"\bphotoshop\b", "Photoshop", "rework one picture"), (r"\b(?:python|javascript|java|html|css|cod(?:e|ing)|program\w*|web ?dev\w*|software)\b", "programming", "build a small program that runs"),
    (r"\bchess\b", "chess", "play a game and go through it"), (r"\bknit\w*", "knitting", "knit a few rows"), (r"\bsew\w*", "sewing", "sew one simple thing"), (r"\bcrochet\w*", "crochet", "crochet a few rows"),
    (r"\bdanc\w+", "dancing", "dance one routine through"), (r"\bdriv(?:e|ing)\b", "driving", "drive one route"), (r"\bswim\w*", "swimming, with a teacher or a lifeguard near", "swim a few lengths"), (r"\bjuggl\w+", "juggling", "juggle a round"), (r"\bskat\w+", "skating", "skate a round"),
    (r"\bcalligraphy\b", "calligraphy", "letter one line"), (r"\bpottery\b", "pottery", "make one bowl"), (r"\bwood\w+", "woodwork", "make one small thing"), (r"\bexcel\b", "Excel", "build one useful sheet"), (r"\btyp(?:e|ing)\b", "typing", "type a page"),
    (r"\bcook\w*", "cooking", "cook one dish"), (r"\bmusic\b", "music", "play a piece"),
)  # fmt: skip


_TO_LEARN = re.compile(
    r"\b(?:learn|practi[cs]e|teach myself|get (?:better|good) at|improve|master)(?: (?:more )?about)?(?: (?:how )?to (?P<act>\w.*)| (?P<what>\w.*))$",
    re.IGNORECASE,
)
LONGEST_SKILL = 44
"""Characters."""


def _skill_slots(person: Person) -> dict[str, str]:
    statement = person.goal.statement.casefold()
    for text in (statement, person.said):
        for expression, name, piece in _SKILLS:
            if re.search(expression, text):
                return {"skill": name, "piece": piece}
    named = _TO_LEARN.search(person.goal.statement) if person.quotes else None
    skill = (gerund(named["act"]) if named["act"] else to_you(named["what"])) if named else None
    if skill is None or len(skill) > LONGEST_SKILL:
        skill = "it"
    return {"skill": skill, "piece": "do one small thing from start to end"}


SKILL = Pattern(
    title="Get good at {skill}, one small piece at a time",
    commit="learn {skill} by practising small pieces several times a week",
    outcome="you {piece} in front of someone, and they ask how long you have been doing this",
    hurdle="the first weeks, in which the ear and the eye are far better than the hands",
    gain="few things are as satisfying as doing today what was impossible last month",
    strategy=(
        "Practise often, short, and at the edge: take one small difficulty out, do it slowly until it is right three times, and put it back. Finish small whole things early, "
        "because a whole thing shows what to practise next."
    ),
    approach=(
        "Each sitting has the same three parts: something known to warm up, one difficulty taken slowly, one whole thing for pleasure. The basics come first, then a first whole piece, "
        "then one that is worth showing. Once a week a recording or a photo goes into a folder, because progress cannot be felt from one day to the next."
    ),
    done="one whole thing, from start to end, that somebody else has seen or heard",
    metrics=(
        "A recording, photo or file of every week, kept in one folder",
        "Sittings begun, one stroke each",
    ),
    if_then=(
        ("I make the same mistake three times", "halve the speed and do only the two seconds around it"),
        ("I have no wish to practise", "set everything up and do the warm-up only; then I may stop"),
        ("I watch a video about it", "stop it after the first tip and try that tip at once"),
    ),
    obstacles=(
        ("Getting everything out takes too long", "Leave it out and in sight, ready to begin within one minute."),
        (
            "Comparing yourself with people who have done it for years",
            "Compare with your own folder from the first week.",
        ),
        (
            "Stuck on your own",
            "Take one lesson, or send one recording to someone better, and work on the first thing they say.",
        ),
    ),
    phases=(
        Stretch(
            "The first movements",
            "Get the basics into your hands, slowly and right.",
            (
                "Choose one course, book or teacher, and stay with it.",
                "Do it slowly enough that it is right; speed comes by itself.",
                "Leave everything set up where you see it.",
                "Keep the first recording or photo, however it turned out.",
            ),
            (
                Do("Practise {skill}: warm up with what you know, then one difficulty, slowly", AFTER_WORK, 4, 10, 40),
                Do("Record or photograph what you can do, and choose next week's difficulty", DAYTIME, 1, 5, 15),
            ),
            ("The basics sit", "The basic exercise comes out right three times in a row"),
        ),
        Stretch(
            "A first whole thing",
            "Leave the exercises, and finish something small.",
            (
                "Choose something you like that is almost too easy.",
                "Cut it into parts, and begin with the hardest.",
                "Ask someone better for one piece of advice, and use it all week.",
                "Put the parts together, with mistakes and without stopping.",
            ),
            (
                Do("Practise {skill}: the hardest part first, then the whole, without stopping", AFTER_WORK, 4, 15, 50),
                Do("Study one good example closely, and copy one detail of it", DINNER, 1, 10, 30),
                Do("Record or photograph what you can do, and compare with last month", DAYTIME, 1, 5, 15),
            ),
            ("Something whole", "You can {piece} from start to end, and there is a record of it"),
            share=4,
        ),
        Stretch(
            "Worth showing",
            "Make one thing good enough for somebody else.",
            (
                "Choose the thing you will show, and the person.",
                "Practise in the conditions of the day: standing, watched, on the clock.",
                "Take out one difficulty at a time, and put it back.",
                "Show it, and write down what you want to learn next.",
            ),
            (
                Do("Practise {skill}: the thing you will show, its weakest part first", AFTER_WORK, 4, 15, 60),
                Do("Do it once as on the day, for someone or for the camera", DAYTIME, 1, 10, 30, weekend=True),
            ),
            ("Shown", "One person has seen or heard it from start to end"),
        ),
    ),
    slots=_skill_slots,
)


def _reading_slots(person: Person) -> dict[str, str]:
    kinds = (
        (r"\bbible\b", "the Bible"), (r"\bqur['’]?an\b", "the Quran"), (r"\bharry potter\b", "Harry Potter"), (r"\bgame of thrones\b", "Game of Thrones"), (r"\bnews(?:papers?)?\b", "the newspaper"),
        (r"\bclassics?\b", "the classics"), (r"\bnon[- ]?fiction\b", "non-fiction"), (r"\bcomics?\b|\bmanga\b", "comics"), (r"\bpoe(?:try|ms)\b", "poetry"),
    )  # fmt: skip
    name = next((name for expression, name in kinds if re.search(expression, person.goal.statement.casefold())), "")
    return {"book": name or "your book"}


READING = Pattern(
    title="Read a little every day",
    commit="read regularly, in a book that lies ready",
    outcome="you look up from the page and half an hour has gone by without a single glance at the phone",
    hurdle="the phone, which is always nearer than the book",
    gain="reading is the one hour of the day that belongs to nobody else",
    strategy=(
        "Let the book lie where the phone used to lie, and read at the same moment each day, a few pages at least. Read what pulls you, and give up what does not, "
        "because a dull book stops more readers than a lack of time."
    ),
    approach=(
        "A few pages at a fixed moment come first and happen every day; longer stretches follow at the weekend. The next book always lies ready before this one ends, and a book that does not "
        "pull is put back without regret."
    ),
    done="pages read on nearly every planned day of the last month",
    metrics=(
        "The page you stopped at, pencilled in with the date",
        "Books finished, and books given up, in one list",
    ),
    if_then=(
        ("I lie or sit down in the evening", "put the phone in another room and open {book} first"),
        ("I have to wait for something", "read two pages of the book in my bag or on my phone"),
        ("I have not wanted to pick it up for three days", "put it back and begin another one"),
    ),
    obstacles=(
        (
            "Too tired in the evening",
            "Move the pages to the morning or the lunch break; keep the evening for light ones.",
        ),
        ("It feels like homework", "Read what you would be a little embarrassed to recommend."),
        ("No book at hand", "Keep one by the bed, one in the bag and one as a file on the phone."),
    ),
    phases=(
        Stretch(
            "A few pages",
            "Make the moment certain, and the number of pages small.",
            (
                "Put {book} where the phone used to lie at night.",
                "Stop in the middle of a scene, so that tomorrow begins by itself.",
                "Make a list of five books you truly want to read.",
                "Borrow or order the next one before this one ends.",
            ),
            (
                Do("Read {book}, with the phone in another room", BED, 6, 10, 25),
                Do("Read on with tea or coffee, as long as it pulls", DAYTIME, 1, 15, 60, weekend=True),
            ),
            ("The moment is fixed", "Pages were read on at least five days of the week, two weeks running"),
        ),
        Stretch(
            "Longer stretches",
            "Find a second moment, and one long sitting a week.",
            (
                "Add a second moment: breakfast, the train, the lunch break.",
                "Read the first chapters of two books, and keep the better.",
                "Tell someone what the book is about, in three sentences.",
                "Sit for an hour in a place made for it: a library, a café, a bench.",
            ),
            (
                Do("Read {book}, with the phone in another room", BED, 6, 10, 35),
                Do("Read a few pages in the second moment of your day", LUNCH, 4, 5, 20),
                Do("Take a long sitting with the book", DAYTIME, 1, 20, 90, weekend=True),
            ),
            ("Lost in it once a week", "One long sitting each week, and a book finished or given up on purpose"),
            share=4,
        ),
        Stretch(
            "A reader's week",
            "Keep the pace that you enjoy.",
            (
                "Read one book that someone you like loves.",
                "Keep one line about each book, for your later self.",
                "Swap one evening of screen for one of pages.",
                "Look at your list, and choose the next three.",
            ),
            (
                Do("Read {book}, with the phone in another room", BED, 6, 10, 40),
                Do("Take a long sitting with the book", DAYTIME, 1, 20, 120, weekend=True),
                Do("Write one line about what you read, and lay out the next book", DINNER, 1, 3, 10),
            ),
            ("It is part of the day", "In an ordinary week, pages were read on six days without a reminder"),
        ),
    ),
    slots=_reading_slots,
)
