"""Work: finding a job, moving up in one, building something of one's own."""

import re

from rein.coach.offline.cues import AFTER_WORK, BREAKFAST, DAYTIME, DINNER, LUNCH
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Do, Pattern, Stretch


def _job_slots(person: Person) -> dict[str, str]:
    kinds = (
        (r"\binternship\b|\bintern\b", "an internship"), (r"\bpart[- ]?time\b", "a part-time job"), (r"\bdream job\b", "the job I dream of"), (r"\bsummer job\b", "a summer job"),
        (r"\bsecond job\b|\banother job\b", "a second job"), (r"\bfirst job\b", "a first job"), (r"\bfull[- ]?time\b", "a full-time job"), (r"\bbetter (?:paying )?job\b", "a better job"), (r"\bnew (?:career|field)\b|\bcareer change\b|\bchange careers\b", "a job in a new field"),
    )  # fmt: skip
    name = next((name for expression, name in kinds if re.search(expression, person.said)), "a new job")
    return {"job": name, "a_job": name.replace("the job I dream of", "the job you dream of")}


JOBSEARCH = Pattern(
    title="Find {job}",
    commit="find {job} by asking people and applying every week",
    outcome="the telephone rings, and while they make the offer you notice that you have questions of your own",
    hurdle="the silence after each application, which feels like an answer about you",
    gain="the right place makes forty other hours of the week easier",
    strategy=(
        "Send few applications and good ones, and spend as much time on people as on portals, since many places are filled before they are advertised. Count what you can steer, "
        "which is letters and talks, and leave the answers to the others."
    ),
    approach=(
        "First you know what you look for and can tell it in a minute; then each week has its applications and its talks, and the week ends with a look at which of them brought answers. "
        "Interviews are rehearsed aloud. What brings no answer is changed, not repeated more often."
    ),
    done="an offer in writing that you would say yes to",
    metrics=(
        "Applications sent and talks held, counted every week",
        "Share of applications that brought a talk, looked at once a month",
    ),
    if_then=(
        ("a refusal comes", "write it on the list, send one question back, and open the next advertisement"),
        ("I scroll through a portal for more than fifteen minutes", "choose one advertisement and begin the letter"),
        ("someone asks what I do", "say in two sentences what I am looking for"),
    ),
    obstacles=(
        (
            "No answers for weeks",
            "Change one thing: first line, kind of firm, or the way in. Ask someone inside to read it.",
        ),
        ("A gap or a change in the story", "Write two plain sentences about it, and say them until they bore you."),
        ("A job that eats the evenings", "Two fixed mornings a week before work; letters are written by daylight."),
    ),
    phases=(
        Stretch(
            "Know what you look for",
            "One page, one minute, thirty names.",
            (
                "Write down what a good working day holds, and what it must not.",
                "Rewrite the top third of the CV for one real advertisement.",
                "List thirty people who know you, and what each might know.",
                "Tell your minute to someone, and watch where they lose interest.",
            ),
            (
                Do(
                    "Work on the search for {a_job}: CV, advertisement, or letter, until one is finished",
                    BREAKFAST,
                    3,
                    20,
                    90,
                ),
                Do("Write to two people: what you look for, and one question", LUNCH, 2, 10, 20),
                Do("Write the list: sent, answered, next", DAYTIME, 1, 5, 15),
            ),
            ("Ready to be asked", "The CV fits one kind of job, and ten people know what you look for"),
        ),
        Stretch(
            "Apply and talk",
            "A steady number of good letters and real talks.",
            (
                "For each application, find one person inside and ask one question.",
                "Rehearse the three hardest questions aloud.",
                "Ask every person you talk to for one more name.",
                "Look at which letters were answered, and write the next like those.",
            ),
            (
                Do("Write and send one good application for {a_job}", BREAKFAST, 3, 30, 120),
                Do("Talk with one person who works where you would like to", LUNCH, 1, 15, 45),
                Do("Answer one hard interview question aloud, twice", AFTER_WORK, 2, 10, 25),
            ),
            ("Invited", "At least two conversations came of letters or people in this phase"),
            share=4,
        ),
        Stretch(
            "Interview and choose",
            "Be prepared, ask back, and decide with a clear head.",
            (
                "Prepare three stories: a success, a conflict, a mistake.",
                "Write five questions for them, and ask at least two.",
                "Thank them the same evening, in three sentences.",
                "Compare the offer with your page from the first week.",
            ),
            (
                Do("Rehearse the interview aloud, standing, with someone or a recording", AFTER_WORK, 2, 20, 60),
                Do(
                    "Write and send one good application, so that there is a second iron in the fire",
                    BREAKFAST,
                    2,
                    30,
                    90,
                ),
                Do("Follow up on everything that is open: one message each", LUNCH, 1, 10, 25),
            ),
            ("An offer on the table", "A written offer, held against the page from the first week"),
        ),
    ),
    slots=_job_slots,
)

PROMOTION = Pattern(
    title="Be seen for good work",
    commit="do work that counts, and see to it that the right people know",
    outcome="your boss brings it up before you do, and has examples",
    hurdle="the belief that good work speaks for itself",
    gain="being trusted with more makes the same hours weigh less",
    strategy=(
        "Find out what counts this year for the person who decides, do the part of it that is hard to overlook, and tell them plainly what came of it. Good work that nobody can name "
        "is paid like work that was not done."
    ),
    approach=(
        "First you ask what matters and what is missing; then one visible piece of work comes each month, with a few lines about its result; then you ask for what you want, with the list in your hand. "
        "Being reachable at all hours is no part of it."
    ),
    done="a talk in which you named what you want, with five written results, and got a clear answer",
    metrics=(
        "Results written down each Friday, with a number where there is one",
        "Hours kept free for the work that counts",
    ),
    if_then=(
        ("I finish something that counts", "write two lines to the person who decides: what it was, what came of it"),
        ("I am asked to do something that does not count", "ask which of my other tasks may wait for it"),
        ("someone praises me", "say thank you, and write the sentence into my list"),
    ),
    obstacles=(
        (
            "Every day is filled by other people's urgencies",
            "Block the first hour and close the mail; few things cannot wait until ten.",
        ),
        ("It feels like boasting", "Report what changed for the customer or the team, not how hard it was."),
        (
            "There is no place to move up to",
            "Ask for a task of the next level first; if none comes in half a year, look outside.",
        ),
    ),
    phases=(
        Stretch(
            "Ask what counts",
            "Find out what the next step is made of.",
            (
                "Ask the person who decides: what would you need to see from me?",
                "List the results of the last year, one line each, with numbers.",
                "Look at where your hours went last week, and mark those that counted.",
                "Ask a colleague you trust what you are known for.",
            ),
            (
                Do("Work undisturbed on the one task that counts most", DAYTIME, 3, 20, 90),
                Do("Write down the week's results, with numbers", AFTER_WORK, 1, 5, 15),
                Do("Ask someone for feedback on one thing, and write down the exact words", LUNCH, 1, 10, 20),
            ),
            ("You know what counts", "A talk was held about what is expected, and three points of it are written down"),
        ),
        Stretch(
            "One visible thing at a time",
            "Do the work that is hard to overlook.",
            (
                "Take on one thing that others avoid and that matters.",
                "Learn the one skill that the next level needs.",
                "Show a result to a wider round, in five minutes.",
                "Help one colleague to look good.",
            ),
            (
                Do("Work undisturbed on the task that is hard to overlook", DAYTIME, 4, 25, 90),
                Do("Learn the skill of the next level, with a task from your own work", AFTER_WORK, 1, 20, 60),
                Do("Write down the week's results, and send two lines of them on", LUNCH, 1, 5, 15),
            ),
            ("People can name it", "Two finished results are known to the person who decides"),
            share=4,
        ),
        Stretch(
            "Ask",
            "Say what you want, with the list in your hand.",
            (
                "Choose five results, and put each into one sentence.",
                "Find out what others are paid or given for the same.",
                "Rehearse the talk aloud, including the silence after your sentence.",
                "Hold the talk, and agree on what happens next and by when.",
            ),
            (
                Do("Work undisturbed on the task that counts most", DAYTIME, 3, 25, 90),
                Do("Prepare the talk: five results, one wish, one plan B, said aloud", AFTER_WORK, 1, 15, 45),
            ),
            ("Asked and answered", "The talk has been held, and its outcome is written down with a next step"),
        ),
    ),
)


def _business_slots(person: Person) -> dict[str, str]:
    kinds = (
        (r"\betsy\b|\bshop\b|\bstore\b|\bboutique\b", "the shop"), (r"\bpodcast\b", "the podcast"), (r"\byou ?tube\b|\bchannel\b", "the channel"), (r"\bfreelanc\w*", "freelance work"), (r"\bbakery\b", "the bakery"), (r"\brestaurant\b", "the restaurant"), (r"\bcaf[eé]\b", "the café"), (r"\bfood truck\b", "the food truck"),
        (r"\bphotograph\w*", "the photography business"), (r"\bapp\b|\bsoftware\b|\bstart[- ]?up\b", "the startup"), (r"\bwebsite\b", "the website"), (r"\bbrand\b|\blabel\b", "the brand"),
    )  # fmt: skip
    return {"business": next((n for e, n in kinds if re.search(e, person.goal.statement.casefold())), "the business")}


BUSINESS = Pattern(
    title="Bring {business} to paying customers",
    commit="bring {business} to its next paying customers",
    outcome="a stranger pays you, and a week later sends a friend",
    hurdle="polishing the name and the website, which is pleasanter than asking somebody to buy",
    gain="building something of one's own makes even the dull hours one's own",
    strategy=(
        "Talk to the people who have the trouble before you build, sell the smallest thing that helps them, and let their money decide what comes next. One hour with a customer "
        "is worth ten with the plan."
    ),
    approach=(
        "First you listen to people who have the trouble; then you offer the smallest thing that helps, for money; then you repeat what sold, and drop what did not. "
        "Nothing is spent or borrowed that you could not lose, and each week has its number: talks, offers, sales."
    ),
    done="customers who are not friends have paid, and one of them came back",
    metrics=(
        "Talks with customers, offers made and sales, each week in one line",
        "Money in and money out, each week in one line",
    ),
    if_then=(
        ("I begin to polish something nobody has asked for", "close it and write to one possible customer"),
        ("someone says they like the idea", "ask whether they would order one today, and what would stop them"),
        ("a week had no talk with a customer", "make the first hour of the next one a talk"),
    ),
    obstacles=(
        ("Too many ideas", "Put them on one list, and open it on the first day of the month only."),
        (
            "Fear of asking for money",
            "Name the price, then count to five in silence; do it ten times and it is a sentence like others.",
        ),
        (
            "The day job takes the strength",
            "Take two fixed mornings, not seven late nights; say to customers which days are yours.",
        ),
    ),
    phases=(
        Stretch(
            "Listen",
            "Find out who has the trouble, and what they do about it now.",
            (
                "Write down in one sentence whose trouble you solve.",
                "Talk to five of them; ask about the last time, not about your idea.",
                "Look at what they pay for today, and what annoys them about it.",
                "Write the smallest offer that would help, with a price.",
            ),
            (
                Do("Talk with one person who might buy, and write down their words", LUNCH, 2, 15, 45),
                Do("Prepare the smallest thing for {business} that the last talk asked for", AFTER_WORK, 2, 25, 120),
                Do("Write the week's line: talks, offers, sales, money", DAYTIME, 1, 5, 15),
            ),
            ("Ten talks", "Ten people with the trouble have been heard, and one small offer stands in writing"),
        ),
        Stretch(
            "Sell the small thing",
            "Let strangers pay for something simple.",
            (
                "Offer it to everyone you talked to; ask for a yes or a no.",
                "Deliver the first ones by hand, better than promised.",
                "Ask each buyer what almost stopped them.",
                "Settle the dull things now: registration, tax, an account of its own.",
            ),
            (
                Do("Make three offers to people who might buy", BREAKFAST, 3, 15, 45),
                Do("Build or deliver what was ordered", AFTER_WORK, 3, 30, 120),
                Do("Write the week's line, and cross out what nobody asked for", DAYTIME, 1, 5, 15),
            ),
            ("Strangers pay", "Three people you did not know before have paid"),
            share=4,
        ),
        Stretch(
            "Repeat what sold",
            "Make the working part regular.",
            (
                "Find where the best customers came from, and go there again.",
                "Raise the price for the next one, and see what happens.",
                "Write down the steps of one delivery, so that it takes half the time.",
                "Decide what you will not do next season.",
            ),
            (
                Do("Make three offers where the last customers came from", BREAKFAST, 3, 15, 45),
                Do("Build or deliver what was ordered", AFTER_WORK, 3, 30, 150),
                Do("Ask one customer to come back or to name another", DINNER, 1, 10, 20),
            ),
            ("It repeats", "Sales came in each week of the last month, and one customer came back"),
        ),
    ),
    slots=_business_slots,
)
