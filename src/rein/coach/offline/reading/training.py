"""Whether a goal trains the body, and whether by running."""

import re

from rein.coach.domain import LifeArea, Measure, Training

_RUNNING = re.compile(
    r"\b(?:run|runs|running|runner|jog\w*|marathon|half-marathon|\d+k|parkrun|laufen|joggen|halbmarathon|courir"
    r"|course\s+à\s+pied|semi-marathon|correr|marat[oó]n|correre|hardlopen|бег\w*|марафон)\b",
    re.IGNORECASE,
)
_NOT_RUNNING = re.compile(
    r"\b(?:run\s+(?:a|my|the|our)\s+(?:\w+\s+)?(?:business|company|shop|campaign|blog|errands?|team|event|country"
    r"|club)|run\s+(?:out|away|for\s+office)|in\s+the\s+long\s+run|running\s+late|tv\s+marathon|marathon\s+of|watch\w*|binge\w*|netflix|episodes?)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(?:gym|work\s?outs?|working\s+out|exercis\w*|strength|muscles?|lift\w*|weights|cycl\w+|bik(?:e|ing)"
    r"|triathlon|ironman|swim\w*|yoga|pilates|crossfit|push[\s-]?ups?|pull[\s-]?ups?|squats?|plank|deadlift|"
    r"bench|cardio|hiit|climb\w*|row(?:ing)?|ski(?:ing)?|tennis|soccer|football|basketball|martial\s+arts|karate"
    r"|boxing|judo|dance\s+class|(?:get|be|become|grow|feel)\s+(?:\w+\s+)?(?:fit|in\s+shape|toned|ripped|lean|strong)|in\s+shape|fitter|stronger|fitness|abs|six[\s-]pack|"
    r"calisthenics|fitnessstudio|sport|trainieren|gimnasio|ejercicio|entrenar|musculation|palestra|siłowni\w*)\b",
    re.IGNORECASE,
)
_OTHER_METRICS = frozenset({"longest ride", "longest swim", "longest row", "bench", "bench press", "squat", "deadlift"})
_BODY_AREAS = frozenset({LifeArea.HEALTH_FITNESS, LifeArea.RECREATION})


def find_training(goal: str, area: LifeArea, measure: Measure | None) -> Training:
    """The kind of training that the main goal's words or its measure name."""
    if measure is not None:
        if measure.metric == "longest run":
            return Training.RUNNING
        if measure.metric in _OTHER_METRICS:
            return Training.OTHER
        if measure.metric.endswith("in a row") and measure.unit == "days":
            return Training.NONE
    if area not in _BODY_AREAS:
        return Training.NONE
    if _RUNNING.search(goal) and not _NOT_RUNNING.search(goal):
        return Training.RUNNING
    return Training.OTHER if _TRAINING.search(goal) else Training.NONE
