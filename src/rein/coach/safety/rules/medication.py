"""Medicines changed without the person who prescribes them, someone else's, or bought for looks."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import Rules

NAMES = (
    r"(?:anti ?depressants?|anti ?psychotics?|anti ?biotics?|insulin|ssris?|snris?|zoloft|sertraline|prozac|fluoxetine|lexapro|escitalopram|citalopram|paxil|paroxetine"
    r"|effexor|venlafaxine|cymbalta|duloxetine|wellbutrin|bupropion|lithium|lamictal|lamotrigine|depakote|seroquel|quetiapine|abilify|zyprexa|olanzapine|risperdal"
    r"|adderall|ritalin|vyvanse|concerta|modafinil|xanax|alprazolam|valium|diazepam|klonopin|clonazepam|ativan|lorazepam|benzos?|benzodiazepines?|ambien|blood thinners?"
    r"|warfarin|eliquis|xarelto|plavix|statins?|lipitor|metformin|ozempic|wegovy|mounjaro|semaglutide|glp 1s?|lisinopril|beta ?blockers?|metoprolol|propranolol"
    r"|levothyroxine|synthroid|prednisone|prednisolone|cortisone|inhalers?|methadone|suboxone|buprenorphine|oxycodone|oxycontin|vicodin|percocet|tramadol|codeine|opioids?"
    r"|gabapentin|keppra|chemo(?:therapy)?|immunosuppressants?|methotrexate|humira|truvada|prep pills?|hrt|mood stabili[sz]ers?|sleeping (?:pills|tablets)|heart (?:pills|meds|medication|tablets)"
    r"|(?:blood pressure|thyroid|diabetes|asthma|epilepsy|seizure|heart|adhd|anxiety|depression|psych|psychiatric|bipolar|pain|hiv|cholesterol|migraine) (?:pills?|meds?|medications?|medicines?|tablets|drugs))"
)
_OWN = r"(?:(?:my|the|these|those|all|taking|all my|his|her|prescribed|prescription|of my|using|the prescribed) (?:\w+ )?(?:medications?|meds|medicines?|pills?|tablets?|prescriptions?|dos(?:e|es|age)|treatment|inhaler|injections?))"
_THING = rf"(?:(?:my |the |taking |taking my |using |all |all my |of |of my |on |on my |any |some |more |daily |usual |prescribed |with my |own )*(?:{NAMES}|{_OWN}|meds))"
_CHANGE = (
    r"(?:stop|stopping|stopped|quit|quitting|skip|skipping|skipped|double|doubling|doubled|triple|tripling|halve|halving|cut|cutting|cut down|cut back|cutting down|reduc(?:e|ing)|increas(?:e|ing)"
    r"|tapering|taper|wean|weaning|get|getting|come|coming|came|go|going|went|ditch|ditching|drop|dropping|give up|giving up|throw away|throwing away|flush|flushing|lower|lowering|raise|up|upping|chang(?:e|ing)|adjust(?:ing)?|replac(?:e|ing)|swap|swapping|not take|refuse|split)"
)

MEDICATION = Rules(
    says=(
        rf"{_CHANGE}(?: (?:taking|using|off|off of|down|back|cold turkey|myself|by half|completely|up|the amount of|the dose of|the dosage of|to|with|on|out|half|from|away|in half|slowly|suddenly|gradually|some of|entirely|a|out of|doses of|a dose of|days of|without|being))* {_THING}(?: cold turkey)?",
        rf"{NAMES}~~(?:quit|stop|drop|skip|ditch|not take|stopping|quitting|get off|come off) (?:it|them|taking it|taking them)(?= )",
        rf"{_THING}~(?:cold turkey|without (?:telling )?(?:my |a |the )?(?:doctor|gp|psychiatrist|asking)|on my own|twice as much)",
        rf"(?:off|without|instead of|rather than) (?:of )?(?:all )?(?:my )?(?:{NAMES}|meds|medication)(?= (?:\||by|and|for good|in|this|,|completely|naturally|because|to|with))",
        rf"(?:take|taking|took|use|using)~(?:more|less|extra|double|twice|half|two|three|a higher|a lower|higher|bigger|additional|someone else s|my (?:friend|mom|mum|sister|brother|wife|husband|roommate|dad|partner)(?: s)?|a friend s|leftover|expired)~(?:{NAMES}|meds|medications?|pills|tablets|dose|dosage|prescription|painkillers|ibuprofen|tylenol|paracetamol)",
        r"(?:double|triple|increase|raise|up|lower|reduce|halve|skip|change|adjust|miss) (?:my|the|a|this|today s|tonight s) (?:\w+ )?(?:dose|doses|dosage|insulin|injection|shots|prescription)",
        rf"(?:borrow\w*|steal\w*|us(?:e|ing)|try|trying|taking|sharing?) (?:my |a |his |her )(?:\w+ )?(?:friend|sister|brother|mom|mum|dad|mother|father|wife|husband|partner|roommate|flatmate|kid|son|daughter|cousin|neighbou?r|girlfriend|boyfriend|colleague|classmate) s (?:old |leftover )?(?:{NAMES}|meds|medications?|pills|tablets|prescription)(?= )",
        rf"(?:without|not) (?:a )?prescription~(?:{NAMES}|pills|meds|medication)",
        rf"(?:buy|get|order|find|score|borrow|steal)~(?:{NAMES}|prescription (?:pills|drugs|meds))~(?:without|online|from (?:a friend|the internet|mexico|someone)|no prescription|off the street)",
        rf"(?:{NAMES}|meds|medication|pills|painkillers|sleeping pills|antibiotics)~(?:with|and) (?:alcohol|vodka|wine|whiskey|beer|booze|drinking|drinks)(?= )",
        rf"(?:mix|mixing|combine|combining|crush|crushing|snort|snorting)~(?:{NAMES}|pills|meds|medication)",
        rf"(?:how (?:much|many)|what (?:dose|dosage|amount)|which dose|what mg)~(?:{NAMES}|meds|medication|mg|milligrams|painkillers|ibuprofen|tylenol|paracetamol|melatonin)~~(?:take|i|me|per|need|safe|use|inject)",
        r"(?:which|what|can you|could you|please)~(?:medications?|meds|medicine|antidepressants?|prescription|drug|pills)~(?:should i|do i|can i|would you|recommend|prescribe|for me|for my)",
        r"(?:prescribe|recommend)~(?:me )?(?:medication|meds|medicine|something for my|antidepressants?|painkillers|pills|xanax|adderall)",
        r"(?:take|taking|use|using|buy|try|start|cycle|cycling|run|get on|inject|injecting|on|order|best|stack) (?:a |some |my |first |anabolic |the |cycle of |of |up |with )*(?:steroids?|anabolics?|trenbolone|tren|dianabol|dbol|anavar|winstrol|clenbuterol|clen|dnp|sarms?|hgh|growth hormone|deca|testosterone (?:cycle|injections|shots|gel)|gear and|epo)(?= )",
        r"(?:steroid|tren|test|dbol|sarms) cycle",
        r"i do not (?:need|want) (?:to take )?my (?:meds|medication|insulin|pills|antidepressants|medicine)(?: any more)?",
        r"(?:detox|withdraw\w*|quit|stop|come off|get off|kick)~(?:alcohol|drinking|heroin|opioids?|opiates?|fentanyl|methadone|xanax|benzos?|oxy\w*|pills|booze)~(?:cold turkey|at home alone|on my own at home|alone at home)",
        r"cold turkey~(?:alcohol|heroin|opioids?|opiates?|fentanyl|methadone|xanax|benzos?|oxy\w*|meds|antidepressants)",
        # de, es, fr
        r"(?:antidepressiva|insulin|meine medikamente|meine tabletten|blutdrucktabletten)~(?:absetzen|weglassen|nicht mehr nehmen|verdoppeln|reduzieren)",
        r"(?:dejar (?:de tomar )?|suspender |doblar |reducir )(?:mis? |los |la |el )?(?:antidepresivos|medicacion|medicamentos|insulina|pastillas)",
        r"(?:arreter (?:de prendre )?|doubler |diminuer |reduire )(?:mes |mon |ma |les |l )?(?:antidepresseurs?|medicaments|traitement|insuline)",
    ),
    idioms=(
        rf"(?:not|never|stop|do not want to|avoid|without) (?:be |to )?(?:forget(?:ting)?|skip(?:ping)?|miss(?:ing)?|stop(?:ping)?) (?:taking |to take )?(?:my |a |any )?(?:{NAMES}|meds|medications?|pills?|vitamins?|dose)",
        r"(?:cut|cutting|reduce|lower|split|pay|save|afford|reducing) (?:down )?(?:on )?(?:the )?(?:cost|price|costs|bill|bills) (?:of|for)(?: my)? \w+",
        r"(?:change|switch|go|get|going|get into|study|studying)~(?:career|major|school|degree)~(?:medicine|pharmacy)",
        r"(?:get|getting|go|going|come|coming|pick|picking|collect) (?:up )?(?:to get |for )?(?:my |the |a )(?:prescriptions?|medication|meds|medicine|treatment|injections?)(?: (?:filled|refilled|on time|early|delivered|sorted|from))?(?= )",
        r"(?:daily|a) dose of|(?:my|a) (?:coffee|vitamin) (?:dose|pills)|chill pills?|(?:the|a) hard pill to swallow|taste of (?:his|her|their|your) own medicine",
        r"(?:ask|talk|speak|discuss|see|work|check|review|meet|consult|appointment)~(?:with |to )?(?:my |a |the )?(?:doctor|gp|psychiatrist|pharmacist|physician|prescriber|doc|specialist)~~(?:medications?|meds|dose|dosage|antidepressants?|insulin|pills|prescription|tapering|statins?|\w+ meds)",
        rf"(?:my |the )(?:doctor|gp|psychiatrist|doc|physician) (?:and i |has |have |is |told me to |said to |wants me to |agreed |recommended |advised |asked me to |suggested |decided |helps me |is helping me |supervis\w+ )(?:\w+ ){{0,4}}(?:{NAMES}|meds|medication|dose|dosage)",
        rf"{_CHANGE}~(?:{NAMES}|meds|medication|dose|dosage)~(?:with|under) (?:my |a |the |medical )(?:doctor|gp|psychiatrist|physician|supervision)(?: s)?(?: help| guidance| supervision| advice| ok)?",
    ),
)
