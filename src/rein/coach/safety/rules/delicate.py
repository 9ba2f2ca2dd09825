"""Where one careless sentence can do harm, long before a check would flag what the person says."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import Rules

EATING_OR_MEDICINE = Rules(
    says=(
        r"(?:los(?:e|ing) (?:\w+ ){0,2}weight|weight (?:loss|lost|goal|target)|body ?weight|overweight|underweight|obes\w+|bmi|body ?fat|fat loss|lose (?:\w+ )?fat|los(?:e|ing|t) \d+(?:\.\d)? ?(?:kg|kilos?|lbs?|pounds?|stones?)|diet\w*|calori\w+|kcals?|fasting|bing(?:e|es|ing|ed) eat\w*|purg\w+|anorexi\w*|bulimi\w*|eating disorders?|keto|steroids?)(?= )",
        r"(?:medicines?|medications?|meds|pills|dos(?:e|es|age|ages)|antidepressants?|insulin|ozempic|prescri(?:be|bed|ption|ptions))(?= )",
        r"(?:sober|sobriety|alcohol\w*|drunk|(?:quit|quitting|stop|stopping|give up|less) drinking|drink less|smok(?:e|es|er|ing)|cigarettes?|nicotine|vap(?:e|es|ing)|weed|cannabis|drugs|opioids?|addict\w*|relaps\w+|gambl\w+)(?= )",
    ),
)
"""Plain enough to be meant in a plan's words too."""

BODY_OR_MIND = Rules(
    says=(
        r"(?:weight|weigh|weighs|weighed|weighing|slim\w*|skinny|thin|thinner|therapy|therapists?|psychiatr\w+|diagnos\w+|pregnan\w+|postpartum|injur\w+|surger\w+|diabet\w+|blood pressure|cholesterol|heart (?:attack|disease|condition|failure)|stroke|cancer|asthma|epilep\w+|chronic|pains?|painful|rehab\w*)(?= )",
        r"(?:depress\w+|anxi\w+|panic\w*|suicid\w*|self harm\w*|trauma\w*|ptsd|ocd|bipolar|insomnia|mental health|grief|griev\w+)(?= )",
    ),
)
"""In a person's own words; a plan may name pain to say when to stop, and a weight that is lifted."""

LOW_OR_UNWELL = Rules(
    says=(
        r"(?:asham\w+|guilt\w*|failure|failing|pathetic|hate (?:my ?self|my body|how i)|deserve|punish\w*|never (?:enough|satisfied)|sad|sadness|lonely|cr(?:y|ying|ied)|giv(?:e|ing) up|no point|see the point|pointless|urgent care|hospital|emergency room|doctor|clinic|infection)(?= )",
    ),
)
"""Said in passing, of oneself."""
