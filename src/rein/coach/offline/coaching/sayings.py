"""What the offline coach says, per intent: it reflects, affirms only what was done, then asks or offers a step.

Slots in braces are filled from the plan and from what the message names; a saying whose slot is empty is not used.
Sayings follow motivational interviewing (Miller & Rollnick 2013): open question, affirmation, reflection, summary.
"""

from rein.coach.offline.coaching.intents import Intent

SAYINGS: dict[Intent, tuple[str, ...]] = {
    Intent.GREETING: (
        "Good to hear from you. How has the week been, in your own words?",
        "Hello. Before I say anything about the plan: what is on your mind?",
        "Hello again. What has gone as you hoped since we last spoke, and what has not?",
    ),
    Intent.THANKS: (
        "You are welcome; the doing is yours. What is the next small thing you want to have done when we speak again?",
        "Glad that was of use. Which part of it will you use first?",
        "Gladly. Is there anything left that you would like to think through?",
    ),
    Intent.WHO_ARE_YOU: (
        "I am Rein's offline coach: a computer program that works by rules, not a human and not a language model. I know your plan and what you write here, and nothing else. What would you like to look at?",
        "No human here: I am a program with rules and your plan. For anything that needs a person's judgement, please ask one. What can I help you with in the plan?",
    ),
    Intent.ADVICE_LIMIT: (
        "You want a solid answer to that, and I am not the one who may give it: I am a coaching program, not a doctor, dietitian or adviser. A professional who can see your whole situation can. What I can do is help you keep the plan going meanwhile. What would make this week doable?",
        "That question deserves someone qualified: a doctor, a dietitian, or an independent adviser, depending on what it is. I keep to your plan and your habits. Which part of the plan does it touch?",
    ),
    Intent.UNWELL: (
        "That sounds unpleasant, and it comes first: your body has the say now. Please rest, and let a doctor or physiotherapist look at it if it is strong, new or stays. The plan waits; nothing has to be made up for. How are you looking after yourself today?",
        "Then today is for getting well and not for the plan. If it is getting worse or worries you, see a doctor before you train again. Skipping is the right call here. What would help you rest with a quiet mind?",
        "I am sorry to hear that. Please leave the sessions out, and see a doctor if it is strong or lasts; the plan can wait until then. What have you noticed about it so far?",
    ),
    Intent.LOW: (
        "That sounds heavy, and I am glad you said it. The plan is not the important thing right now. Is there somebody you trust whom you could tell today? If it stays this heavy, a doctor or counsellor can help. What has been the hardest part?",
        "It sounds as if a lot has piled up. You do not have to carry on as if nothing were the matter; a rest week is allowed. Who in your life could listen for ten minutes? And what would make tonight a little gentler?",
        "Thank you for telling me. Feeling like this says nothing about your worth or about this goal. What do you need most today: rest, company, or one small thing that works?",
    ),
    Intent.TODAY: (
        "For today the plan has: {today}. What could get in the way, and what will you do then?",
        "Today: {today}. At which hour does it fit best?",
        "{today}: that is all the plan asks of today. How ready do you feel for it, from 1 to 10, and why not lower?",
    ),
    Intent.THIS_WEEK: (
        "This is week {week}: {focus} It holds {minutes} minutes in all, and the main thing is: {main_step}. {target_line} Which of its days looks hardest?",
        "Week {week} in short: {focus} First in line is {main_step}. If only one thing gets done, let it be that. Which day suits it best?",
    ),
    Intent.AHEAD: (
        "{milestone_line} There are {weeks_left} whole weeks left until {deadline}. How far do you feel from it?",
        "{milestone_line} {target_line} What would tell you, by Sunday, that you are on your way?",
    ),
    Intent.WHY: (
        "A fair question. The plan's idea is this: {approach} Which part of it does not convince you?",
        "You want to know what it is for before you put hours into it; quite right. In your resolution it says: {why} Does that still hold?",
    ),
    Intent.CHANGE_DAYS: (
        "So the days no longer fit your week, and the plan should follow your life and not the other way round. I suggest moving the sessions from next week on; you decide. Which days would be the safest ones?",
        "That day does not work, you say. Then let us propose another one, from next week on. On which day do you usually have your hands free?",
    ),
    Intent.CHANGE_HOURS: (
        "You have less time than the plan takes for granted. I suggest a smaller week, built round {main}; nothing you have done is lost. What is the least you would still be glad to have done?",
        "Then the plan should shrink to the time there is. I propose cutting the hours from next week on and keeping {main}. How long do you expect this to last?",
    ),
    Intent.CHANGE_DATE: (
        "The date presses more than it helps, as I hear it. Moving it is a decision and no defeat. I can propose a later one. What would be different with more time?",
        "You would rather have more time than more pressure. I suggest a later date, with the steps in between made smaller. Which date would feel honest?",
    ),
    Intent.CHANGE_GOAL: (
        "Something about the goal does not sit right any more. That happens, and noticing it is worth something. When you picture having put it down, what do you feel first: relief or regret?",
        "You are wondering whether this is still the right thing. Before you decide: what did you hope it would give you, and do you still want that part?",
        "It is your goal, and you may change it or put it down. What would have to be different for it to be worth your time again?",
    ),
    Intent.TOO_HARD: (
        "It asks more of you than you have to give just now, so the plan is wrong and not you. For this week you could do only this: {short_step}. Which part was too much: the length, the days, or starting at all?",
        "That was hard, and you stayed long enough to say what was hard about it. I suggest an easier version from next week on. What would be easy enough to be certain?",
        "You hit a limit. Good to know where it is. How would it be to repeat an earlier week before going on? You decide.",
    ),
    Intent.TOO_EASY: (
        "There is room for more, you feel. Before we add anything: would you still say so on your worst day of the week? If so, I suggest one small step up, from next week on.",
        "It comes easily; that is how a habit is meant to start. What would you like more of: length, difficulty, or one more day?",
    ),
    Intent.MISSED: (
        "So that did not happen{cause}. Nothing needs to be made up for; the next one is simply the next one: {next_day}, {next_step}. What stood in the way at the very moment?",
        "It did not work out{cause}, and you are here and looking at it. What would have had to be different for a tiny version to happen, say the first five minutes?",
        "That one is gone, and the plan does not mind. If you think of the moment when it slipped: what happened just before?",
        "A gap, then, and no more than that. The smallest way back is {short_step}. What would make that almost certain?",
    ),
    Intent.NO_TIME: (
        "Your days are full{cause}, and something had to give. When time is this short, one thing is enough: {short_step}. Where in the coming days is there a gap of that size?",
        "It sounds as if the week belongs to others just now. What would you choose to keep, if you could keep only one thing of the plan?",
        "Busy weeks come, and a plan that cannot bear them is no plan. How long will it stay like this? If longer, I can propose smaller weeks.",
    ),
    Intent.UNMOTIVATED: (
        "The wish has gone quiet for now. That is how it goes for most people, most weeks; starting usually comes before wanting. What was it that made you write this goal down in the first place?",
        "You do not feel like it, and you say so plainly. On a scale from 1 to 10, how much does this goal still matter to you? And why not a lower number?",
        "No drive today. You could try {short_step}, and stop there with a clear conscience. Or is it rest that you need?",
    ),
    Intent.STUCK: (
        "You are looking for a way forward, and what you have tried has not brought it. What have you noticed on the days when it went a little better?",
        "It feels stuck. One thing to try this week is {main_step}, exactly as it stands, and to write down what happens. What do you think is really holding it up?",
        "Let us look at it together. If a good friend were at this point, what would you suggest to them?",
    ),
    Intent.PLAN_AHEAD: (
        "Something is coming up that will change your days. Well thought of, to look at it now. Which one small part of the plan could travel with you, and which part takes a holiday?",
        "You see it coming, which is half of it. I can propose a lighter week for that time. What would you like to be true when you are back?",
    ),
    Intent.PROGRESS: (
        "You did it: {echo}. That was you, on an ordinary day. What made it possible?",
        "{echo_cap}: that counts, and you wrote it down too. What did you do differently from the days when it does not work?",
        "That is done, and it cannot be taken back. {target_line} How did it feel while you were at it?",
        "You kept your word to yourself there. What would you like to carry over into {next_day}?",
    ),
    Intent.SCALE: (
        "{number}, then. Why {number} and not {less}? What is it that is already there?",
        "A {number}. What would make it one higher, and is that something you can do before {next_day}?",
        "You give it a {number}; I take that as it is. What would the number be on a good day?",
    ),
    Intent.AGREE: (
        "Good, then it stands: {next_day}, {next_step}. What will remind you at that very moment?",
        "Agreed. How sure are you, from 1 to 10, that it will happen? What would lift that by one?",
    ),
    Intent.DISAGREE: (
        "Not knowing is an answer too. If you picture yourself a month from now, glad about one thing: which one would it be?",
        "That does not fit, then; you know your days better than I do. What would you try instead?",
        "Fair enough. If nothing had to be decided today, what would you like to understand better first?",
    ),
    Intent.OTHER_LANGUAGE: (
        "I can see that you wrote in another language. I am the offline coach, I work by rules and understand only English well enough to coach. Your plan goes on: {next_day}, {next_step}. Could you tell me in a few English words how it is going?",
        "My rules read English only, so I may have missed what you said. For your plan, next is {next_day}: {next_step}.",
    ),
    Intent.QUESTION: (
        "I hear a question that I may not be able to answer: I work by rules and know your plan best. {milestone_line} What would the answer change for you?",
        "Let me say what I can from the plan: this week's main thing is {main_step}. What is behind your question?",
    ),
    Intent.OTHER: (
        "You say {quote}. What does that mean for the days ahead?",
        "Let me make sure I follow: {quote}. How does it touch what you set out to do?",
        "I hear you: {quote}. What would be the most useful thing to look at together?",
        "Tell me more about that. What matters most to you in it?",
    ),
}
"""At least two sayings an intent. The last of each needs the fewest slots."""

NOTHING_TODAY: tuple[str, ...] = (
    "Nothing is due today. Next comes {next_day}: {next_step}. What can you lay out for it now, so that starting is easy?",
    "Today is free in your plan, and free days belong to it. {next_day_cap} it is: {next_step}. How would you like to use today?",
    "Nothing is due today; the plan has run its course. What would you like to keep of it?",
)
"""Said instead of today's actions when there are none."""

AFTER_QUESTION: tuple[str, ...] = (
    "So: {quote}. That is worth holding on to. Given that, what is the first thing you will do, and when?",
    "{quote_cap}: I take that as your answer. How could {next_step_plain} be fitted to it?",
    "You put your finger on something: {quote}. What does it tell you about the coming days?",
    "Thank you, that helps me see it. To sum up: {quote}, and the plan has {next_step} {next_day}. Do the two fit?",
)
"""Said when the person answers what the coach asked and no other intent is plain."""
