"""What the person reads when no plan follows: why, what to do today, where help is, and that they may come back."""

from rein.coach.domain import SafetyAction, SafetyCategory, SafetyVerdict
from rein.coach.safety.helplines import DIRECTORY, Need, lines_for

_ACTIONS: dict[SafetyCategory, SafetyAction] = {
    SafetyCategory.NONE: SafetyAction.ALLOW,
    SafetyCategory.SELF_HARM: SafetyAction.STOP,
    SafetyCategory.EATING_DISORDER: SafetyAction.STOP,
    SafetyCategory.DANGEROUS_WEIGHT_LOSS: SafetyAction.STOP,
    SafetyCategory.MEDICATION: SafetyAction.STOP,
    SafetyCategory.ABUSE: SafetyAction.STOP,
    SafetyCategory.MINOR_AT_RISK: SafetyAction.STOP,
    SafetyCategory.MEDICAL_CLEARANCE: SafetyAction.CLEARANCE,
    SafetyCategory.ILLEGAL: SafetyAction.DECLINE,
    SafetyCategory.DISTRESS: SafetyAction.ANSWER,
    SafetyCategory.COMPULSION: SafetyAction.ANSWER,
    SafetyCategory.OUT_OF_SCOPE: SafetyAction.ANSWER,
    SafetyCategory.UNSAFE_ADVICE: SafetyAction.STOP,
}

_CRISIS = f"{DIRECTORY} finds a free, confidential line in your country ({lines_for(Need.CRISIS)})."
_EMERGENCY = f"call your emergency number ({lines_for(Need.EMERGENCY)})"

_MESSAGES: dict[SafetyCategory, str] = {
    SafetyCategory.NONE: "",
    SafetyCategory.SELF_HARM: (
        "I'm really glad you wrote this, and I'm sorry that it hurts this much. I have made no plan: how you are "
        "matters more right now, and you deserve a person who listens, not a program.\n\n"
        f"If you might hurt yourself, or have already done so, please {_EMERGENCY} or go to the nearest emergency "
        "room.\n"
        f"To talk to someone today: {_CRISIS} Many can be texted. If this is about someone else, they can tell you how "
        "to help; please stay with them.\n\n"
        'One small thing for the next hour: tell one person you trust "I\'m not okay, can you stay with me?", '
        "and put distance between you and anything you could hurt yourself with. Your goals can wait, and you "
        "can come back to them here whenever you want."
    ),
    SafetyCategory.EATING_DISORDER: (
        "Thank you for saying it. It sounds as if food, weight or exercise is taking a heavy toll, and a plan "
        "from me could make that harder, so I have not made one. You do not have to be at any particular weight, "
        "or sure of anything, to get support.\n\n"
        f"People who know this well: {lines_for(Need.EATING)}; {DIRECTORY} for your country. A doctor you trust "
        "is a good first step too. If you faint, your heart flutters or you cannot keep food down, please "
        f"{_EMERGENCY}.\n\n"
        "Today, it may help to eat something ordinary with someone you like, and to tell one person how it has "
        "been. You can come back any time: I am glad to help with sleep, rest, friendships or anything else you "
        "want more of."
    ),
    SafetyCategory.DANGEROUS_WEIGHT_LOSS: (
        "I can hear that you want a change, and soon. I have made no plan for this one, because it asks more of "
        "a body than is safe: losing more than about 1 kg (2 lb) a week, going below a healthy weight, or eating "
        "very little costs muscle, mood and heart rhythm, and it rarely lasts.\n\n"
        "A doctor or a registered dietitian can tell you what is right for you. What you could do today: one "
        "meal you enjoy with vegetables in it, a walk, an early night. Come back with a gentler pace, or with a "
        "goal about strength, energy or sleep, and I will gladly plan it with you. If food or weight takes up "
        f"much of your mind, there are kind people to talk to: {lines_for(Need.EATING)}; {DIRECTORY} for your "
        "country."
    ),
    SafetyCategory.MEDICATION: (
        "Wanting to change something about your medicine is understandable, and it is worth saying so to the "
        "person who prescribes it. I have made no plan for it: starting, stopping, skipping or changing a dose "
        "can be dangerous, sometimes days later, and I cannot judge it.\n\n"
        "Today you could call your doctor or pharmacist, say what bothers you about it and ask what the options "
        "are; until then please leave it as prescribed. If you took too much, or feel very unwell: "
        f"{lines_for(Need.POISON)}, or {_EMERGENCY}.\n\n"
        "When that is settled, come back: I am glad to plan the sleep, movement or routine around it with you."
    ),
    SafetyCategory.ABUSE: (
        "Thank you for telling me. Nobody should be hurt, threatened or controlled, and nobody has to sort that "
        "out alone. I have made no plan, because safety comes first and deserves people who do this every "
        "day.\n\n"
        f"If someone is in danger now, please {_EMERGENCY}.\n"
        f"To talk in confidence, also if you are afraid of what you yourself might do: {lines_for(Need.ABUSE)}; "
        f"{DIRECTORY} for your country. If someone may look at this device, use another one or call.\n\n"
        "Today: tell one person you trust, and think of one place you could go. Come back whenever you like; "
        "your goals will be welcome here."
    ),
    SafetyCategory.MINOR_AT_RISK: (
        "I'm glad you wrote. I have made no plan for this: when someone is under 16, or a child may not be safe, "
        "an adult who can be there in person has to come first.\n\n"
        "Today, please talk to a parent, a school nurse, a teacher or a doctor you trust; you can show them this "
        f"message. To talk to someone kind, free and in confidence: {lines_for(Need.CHILD)}; {DIRECTORY} for your "
        f"country. In danger, {_EMERGENCY}.\n\n"
        "You have done nothing wrong by asking. Come back with a goal like a sport for fun, a hobby, sleep or "
        "school, and we plan it together."
    ),
    SafetyCategory.MEDICAL_CLEARANCE: (
        "Your health comes first here. What you describe should be looked at by a doctor before any plan for the "
        "body, so I have made none yet; I cannot judge it from here.\n\n"
        "Please pause the training and ask your doctor or midwife what is all right for you; write down when it "
        "began and what makes it worse. With chest pain, trouble breathing, fainting, one-sided weakness, heavy "
        f"bleeding or a sudden bad headache, do not wait: {_EMERGENCY}.\n\n"
        "Once you are cleared, come back and tell me what was said, and I will plan within it."
    ),
    SafetyCategory.ILLEGAL: (
        "I can't help with this one: it could harm someone or get you into serious trouble, so I have made no "
        "plan.\n\n"
        "What stands behind it is probably worth a plan, though: money that is short, someone who wronged you, "
        "wanting to belong, being curious how things work. There is a lawful way to most of these: earning or a "
        "debt adviser, a free legal advice centre, a talk with a mediator, a security course with practice "
        "targets. Tell me what you really need it for, and we start from there."
    ),
    SafetyCategory.DISTRESS: (
        "That sounds really heavy, and I'm glad you said it. We can leave the plan aside for now; nothing has to "
        "be achieved today.\n\n"
        "What tends to help in the next hour: slow breathing out, some water and food, fresh air, and one person "
        "you trust whom you tell how it is. If it stays like this, a doctor or therapist can do more than a "
        "coaching program, and it is a good reason to ask for an appointment. If it gets too much, or you think "
        f"of hurting yourself: {_CRISIS} In danger, {_EMERGENCY}.\n\n"
        "What has weighed most on you lately? And whenever you want to go on with a goal, however small, I am "
        "here for that."
    ),
    SafetyCategory.COMPULSION: (
        "Thank you for being open about this. You have done nothing wrong: rest is part of training, and food "
        "and movement are nothing to be earned or made up for. So I won't add anything on top today.\n\n"
        "Today could be an ordinary day: regular meals, a rest or a gentle walk if you like it, and something "
        "kind that has nothing to do with exercise. If missing a session brings fear or guilt that will not go, "
        "or you feel you have to train when ill or hurt, it is worth telling a doctor or therapist; "
        f"{lines_for(Need.EATING)} know this well.\n\n"
        "What would you like movement to give you, if nobody counted? We can shape the next steps around that."
    ),
    SafetyCategory.OUT_OF_SCOPE: (
        "An honest answer: I am a computer program that helps with goals and plans. I am not a person, doctor, "
        "therapist or lawyer; I can be wrong, I cannot see or examine you, and I cannot promise results. So I "
        "won't answer this one as if I could.\n\n"
        "For health, ask a doctor; for what weighs on you, people you trust or a counsellor; how your data is "
        "kept is told in the documentation of the service you use.\n\n"
        "What I can do is help you find the next step towards your goal. What would you like to look at?"
    ),
    SafetyCategory.UNSAFE_ADVICE: (
        "I was about to say something that might not be good for you, so I left it out. I am a program and not a "
        "clinician: with pain, illness, medicine, weight or distress, please ask a doctor or someone you trust "
        "first.\n\n"
        "What I can do is look at your plan with you: a lighter week, a rest day or a smaller step is always "
        "fine. What would help you most right now?"
    ),
}


_UNSAFE_PLAN = (
    "I had written something for this goal, and on a second look it might not be good for you, so I left it out. I am "
    "a program and not a clinician: with pain, illness, medicine, weight or distress, please ask a doctor or someone "
    "you trust first.\n\n"
    "Come back with the goal in other words, smaller, or at a gentler pace, and I will gladly look at it again."
)
"""`UNSAFE_ADVICE` where there is no plan yet to go back to."""


_WITHDRAWAL = (
    "Wanting to stop is a strong decision, and I am glad you wrote it down. I have made no plan yet, because this is "
    "one of the few things that should not be stopped alone: the body can react dangerously within days, and after a "
    "break the old amount can be too much.\n\n"
    "A doctor, an addiction service or a drug helpline can make the first weeks safe, often with medicine that takes "
    "the worst of it away; they hear this every day and will not judge you. Until you have spoken to one, please do "
    "not stop all at once, and do not use alone. With shaking, confusion, seizures, or trouble breathing: "
    f"{_EMERGENCY}.\n\n"
    "Once somebody is at your side, come back: I am glad to plan the days around it with you."
)


def withdrawal_verdict(reason: str) -> SafetyVerdict:
    """For a wish to stop what must not be stopped without a doctor. `reason` as in `verdict_for`."""
    category = SafetyCategory.MEDICAL_CLEARANCE
    return SafetyVerdict(category=category, action=_ACTIONS[category], reason=reason, message=_WITHDRAWAL)


def verdict_for(category: SafetyCategory, *, reason: str = "", planned: bool = True) -> SafetyVerdict:
    """The action that follows from `category`, and the message that the person reads.

    Also for a model's own category. `reason` is a few words for the trace, never shown to the person; `planned` says
    whether they have a plan already.
    """
    unplanned = category is SafetyCategory.UNSAFE_ADVICE and not planned
    message = _UNSAFE_PLAN if unplanned else _MESSAGES[category]
    return SafetyVerdict(category=category, action=_ACTIONS[category], reason=reason, message=message)
