"""What a doctor should see before any plan for the body: symptoms, pregnancy, injury, illness, surgery."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import Rules

_PART = (
    r"(?:knees?|ankles?|back|lower back|upper back|spine|hips?|shoulders?|wrists?|elbows?|neck|foot|feet|heels?|shins?|achilles|groin|side|ribs?|hamstrings?|stomach|abdomen|belly|calf|calves|joints?|leg|legs|arm|arms"
    r"|hand|hands|thumb|finger|toe|toes|quad|quads|jaw|head|pelvis|tendon|rotator cuff|acl|mcl|meniscus|chest|tailbone|glute|thigh|it band|collarbone|forearm|throat|heart)"
)
_CONDITION = (
    r"(?:diabet\w+|hypertension|high blood pressure|low blood pressure|asthma|epilepsy|seizures?|arrhythmia|afib|atrial fibrillation|heart (?:condition|disease|failure|murmur|problems?|issues?|attack|surgery|defect)"
    r"|angina|stroke|kidney (?:disease|failure|stones?|issues?|problems?)|liver disease|cancer|leukemia|lupus|ms|multiple sclerosis|osteoporosis|arthritis|scoliosis|copd|emphysema|pneumonia|covid|long covid|mono|tuberculosis"
    r"|blood clots?|dvt|aneurysm|an(?:a)?emia|pacemaker|stent|transplant|an? infection|crohn s|colitis|pots|thyroid (?:disease|problems)|a fever|fever|the flu|flu|a concussion|concussion|vertigo|migraines?|fibromyalgia|chronic fatigue"
    r"|h(?:a)?emophilia|sickle cell|parkinson s|cystic fibrosis|endometriosis|prediabetes|pre ?eclampsia|hernia|a virus|strep|bronchitis|myocarditis|a chronic (?:illness|condition|disease)|a medical condition|degenerative disc\w*)"
)

ACUTE = Rules(
    says=(
        r"(?:chest|heart) (?:\w+ )?(?:pains?|hurts?|hurting|tight|tightness|pressure|discomfort|ache|aches|aching|burns|burning|feels (?:tight|heavy|weird|strange|like it is)|is (?:tight|heavy|sore|hurting|killing|pounding|racing))",
        r"(?:pain|pains|pressure|tightness|discomfort|tight feeling|squeezing|burning|stabbing|ache|heaviness|tingling)~(?:in|across|on|around|through) (?:my |the )?(?:\w+ )?(?:chest|heart|left arm)",
        r"heart (?:\w+ ){0,4}(?:skips?|skipping|skipped|flutter\w*|palpitat\w*|irregular\w*|racing|racing at rest|pounding|beating (?:\w+ )?(?:fast|hard|irregular\w*|out of)|races|jumps|beat (?:this|that|so) fast|beats (?:really |very |so |too )*fast)(?= )(?! (?:a beat when i (?:see|hear)|for joy|with (?:joy|excitement)))",
        r"(?:palpitations?|arrhythmi\w+|tachycardia|heart attack)(?= (?:\||,|when|while|during|after|and|at|but|every|again|last|lately|for|symptoms|in|since|today|yesterday))",
        r"(?:i |keep |keeps |almost |nearly |been |to |me |just |sometimes |and |about to )(?:\w+ )?(?:faint|fainted|fainting|black out|blacked out|blacking out|passed out|passing out|pass out)(?= (?:\||,|when|while|during|after|and|at|but|every|again|last|lately|on|from|in the|this|today|yesterday|twice|because|often|sometimes|if))",
        r"(?:dizz(?:y|iness)|light ?headed\w*|vertigo|woozy)(?= )(?! (?:with (?:joy|happiness|excitement)|heights))",
        r"(?:can not|could not|hard to|difficult to|struggl\w+ to|unable to|barely|trouble|difficulty|problems?|tough to) (?:breath|breathe|breathing|catch my breath|get (?:enough )?air)(?= )(?! (?:through (?:my )?nose when|exercises|technique|under ?water|correctly|in yoga|with joy))",
        r"(?:short|shortness|out) of breath(?: \w+){0,3} (?:easily|at rest|all the time|resting|lying|sitting|constantly|doing nothing|suddenly|lately|and (?:dizzy|chest)|when (?:i am )?(?:sitting|resting|lying))",
        r"shortness of breath|wheez(?:e|ing)(?= (?:\||,|when|while|during|after|and))",
        r"(?:cough\w*|vomit\w*|throw\w* up|threw up|pee\w*|urin\w+|poop\w*|spit\w*|stool)~(?:blood|bloody)|blood in my (?:urine|stool|pee|poop|vomit|spit|cough)|heavy bleeding|bleeding (?:heavily|a lot|while pregnant|during pregnancy)",
        r"(?:one side|half) of my (?:face|body)~(?:numb|droop\w*|weak|tingl\w*)|(?:slurred|slurring) (?:my )?(?:speech|words)|worst headache|thunderclap|sudden (?:severe )?(?:headache|vision loss|numbness|weakness)|(?:blurred|blurry|double|tunnel) vision|lost (?:my )?vision",
        r"(?:my )?(?:face|arm|leg|hand|foot|feet|hands|fingers|toes|legs|arms|side)~(?:numb|went numb|tingl\w+|pins and needles|can not feel|droop\w*)(?= )",
        r"(?:seeing|see) (?:stars|black spots|spots)(?= (?:\||,|when|while|during|after|and))",
        r"coughing up (?:blood|phlegm)|(?:severe|anaphyla\w+|bad) allergic reaction|throat (?:is )?(?:closing|swelling)|heat ?stroke|heat exhaustion|severe(?:ly)? dehydrat\w*",
        r"fever (?:of|and|but|today|since|last|yesterday|at) (?:\d+|\w+)(?= )(?! (?:pitch|dreams?))|(?:high|spiking|running a|have a|had a|with a|a|got a|slight|mild|low grade) fever(?= )(?! (?:pitch|dream|for))|feverish",
        r"(?:i )?(?:threw up|throwing up|vomit(?:ed|ing)|puking|puked)(?= (?:\||,|today|this|last|all|after|during|when|and|but|while|yesterday|from|every|before|in))",
        r"(?:nausea|nauseous|nauseated)(?= (?:\||,|and|but|when|while|after|during|today|every|before|since|all|from|in|or|at|because))",
    ),
    idioms=(
        r"(?:makes?|made|making|turns?|give\w*) (?:me |my |you )(?:\w+ )?(?:head )?(?:dizzy|nauseous|faint)(?= (?:with joy|how|thinking))",
        r"(?:faint|fever) (?:of heart|hearted|memory|memories|smell|idea|hope|pitch|dream)|(?:cabin|spring|saturday night|baby|world cup|football|yellow|gold|jungle|travel|hay|lottery|dance|beaver|buck) fever",
        r"(?:dizzying|dizzy) (?:heights|gillespie|array|pace|rascal)",
        r"(?:to|not|less|stop|without) (?:be |being |get |getting |become )?(?:out|short) of breath(?: \w+){0,5}",
        r"heart (?:breaks?|broken|hurts? (?:for|when|to see|because|so)|racing (?:exercise|cardio|zone))|my heart (?:hurts|aches)(?= (?:for|because of|when (?:she|he|i (?:think|see)|you)))",
        r"treasure chest|chest (?:day|workout|press|fly|of drawers|freezer|tattoo|hair|muscles|size)|(?:hope|hole|weight) (?:chest|off my chest)",
        r"(?:first aid|cpr|heart attack) (?:course|training|grill|burger|class)",
        r"(?:prevent|avoid|reduce|lower|risk of|from|raise money for|fundraise for|research|awareness) (?:\w+ ){0,3}(?:heart attacks?|strokes?|heart disease|fainting|dizziness)",
        r"(?:numb|numbers?) to (?:the|it)|comfortably numb|pass(?:ed|ing)? out (?:flyers|leaflets|candy|food|cards|free|pamphlets|samples|gifts|blankets|early|on the couch)|passing out (?:in bed|asleep)",
    ),
)

SOFT = Rules(
    says=(
        # pregnancy and birth
        r"(?:i am|im|while|being|when|now|currently|newly|i got|got|i was|and|am also|just found out i am|because i am|as a|since i am|am) (?:also |currently |now |\w+ (?:weeks|months) |very |heavily |\d+ (?:weeks|months) |still |newly |a )?pregnant(?= )(?! (?:with (?:ideas|meaning)|pause))",
        r"(?:during|through|throughout|my|this|of|high risk) (?:my |the |this |high risk )?pregnancy(?= )(?! (?:announcement|photos))|(?:first|second|third|1 st|2 nd|3 rd) trimester|(?:weeks|months) (?:pregnant|postpartum|post partum)|(?:i am |im )?expecting (?:a baby|twins|in (?:may|june|july))",
        r"(?:post ?partum|post natal|c section|cesarean|caesarean|miscarriage|had a baby (?:last|\w+ (?:weeks?|months?)|recently)|just had (?:a|my) baby|gave birth|given birth|diastasis recti)(?= )",
        # operations
        r"(?:i |had|have|having|recent|recently|my|after|post|since|from|recovering from|just had|got|a|knee|hip|back|heart|shoulder|spinal|abdominal|hernia|eye) (?:\w+ ){0,3}(?:surgery|operation|surgical|operated on|knee replacement|hip replacement|bypass|transplant|stent|iud (?:placed|inserted|put in)|appendectomy|hysterectomy|stitches|biopsy)(?= (?:\||,|last|two|three|\w+ (?:days|weeks|months)|yesterday|recently|on|and|but|this|a|for|in|so|today|ago|should|can|to|scar|soon|when|incision|six))",
        r"(?:post op|post surgery|post surgical|post operative|operated on)",
        r"(?:iud|stent|pacemaker|stitches|implant)~(?:placed|inserted|put in|yesterday|last week|today)",
        # injuries
        rf"(?:torn|tore|broke|broken|fractur\w+|sprain\w*|strain(?:ed)?|dislocat\w+|herniat\w+|slipped|ruptur\w+|pulled|twisted|rolled|injured|hurt|busted|tweaked|bruised|damaged|popped|swollen|swelling|inflamed|jammed|crushed|blew out|threw out|stress fracture|pinched)(?: (?:my|a|an|the|in|of|left|right|lower|upper|i|nerve|both|ligaments?|muscle|tendon|disc|disk|cartilage))* {_PART}(?= )(?! (?:day|workout|thing|habits?|fat|hair|of (?:the|my)|at))",
        rf"{_PART} (?:\w+ )?(?:injury|injuries|fracture|sprain|strain|tear|replacement|dislocation|is (?:broken|torn|swollen|sprained|injured|inflamed|fractured|bruised)|swollen|swelled|swelling|swells)(?= )",
        r"(?:herniated|slipped|bulging|ruptured) (?:disc|disk)s?|stress fractures?|tend[io]nitis|tendinopathy|bursitis|plantar fasciitis|shin splints|sciatica|rotator cuff|(?:torn|tore|acl|mcl) (?:ligament|meniscus|tear|acl|mcl)|meniscus tear|runner s knee|tennis elbow|whiplash|carpal tunnel",
        r"(?:i am|i was|im|been|got|get|still|currently|badly|recently) (?:\w+ )?injured(?= )|(?:recovering|recover|coming back|rehab\w*|healing|returning|come back) (?:\w+ )?(?:from|after) (?:an? |my |the )?(?:\w+ ){0,3}(?:injury|injuries|accident|surgery|operation|illness|covid|stroke|heart attack|fracture|concussion|flu|pneumonia|sprain\w*|(?:broken|torn|sprained|strained|pulled) \w+)",
        r"(?:i have|my|an|this|old|have|having|got|due to|because of|despite|with) (?:\w+ ){0,3}injur(?:y|ies)(?= )(?! (?:prevention|free|lawyer|claim|report))",
        rf"{_PART} (?:\w+ ){{0,3}}(?:damaged|torn|broken|injured|popped|gave way|messed up|dislocated|unstable)(?= )",
        r"(?:knees?|ankles?|wrists?|elbows?|shoulders?|hips?|achilles|shins?|neck|joints?) (?:\w+ ){0,3}(?:sore|stiff|strained|tender|clicks?|clicking|grinds?|grinding|pops?|popping)(?= )",
        # pain
        rf"(?:my|the|both|one of my) (?:\w+ ){{0,2}}{_PART} (?:\w+ ){{0,3}}(?:hurts?|hurting|aches?|aching|is painful|are painful|is killing me|are killing me|in pain|pain|pains|throbs?|throbbing|is sore when|painful|locks|gave out|gives out|giving out|buckles|is messed up|acting up)(?= )",
        rf"(?:pain|pains|twinge|ache|soreness|stabbing|throbbing|burning|discomfort|tingling|numbness|swelling|cramps?|stiffness)~(?:in|on|around|under|behind|near|of|down|through) (?:my |the |one |both )(?:\w+ ){{0,2}}{_PART}(?= )",
        r"(?:sharp|severe|bad|constant|chronic|terrible|intense|stabbing|shooting|awful|unbearable|persistent|nagging|mild|a lot of|so much|some|lower|excruciating) (?:\w+ ){0,2}pains?(?= )(?! (?:in the (?:ass|butt|neck)|au|point|killers?|threshold))",
        rf"(?:i have|i have got|have|having|got|with|feel|feeling|from|despite|this|ignore the|through the|through|despite the|had|get) (?:\w+ ){{0,3}}(?:{_PART}|joint|muscle|nerve|pelvic) pains?(?= )",
        r"(?:train|run|running|exercise|work ?out|working out|lift|push|pushing|power|powering|keep going|continue|race|play|go|train\w*|work|working)~(?:through|with|despite|on) (?:it |the |my |this |a |an |all the |any )?(?:pain|injury|illness|sickness|flu|fever|fracture|sprain|injured \w+|pulled \w+|torn \w+|broken \w+|dizziness|cold and)(?= )",
        r"(?:it |that |this )?hurts (?:when|whenever|while|during|to|if) (?:i )?(?:run|lift|walk|squat|bend|exercise|jump|breathe|train|work out|move|stand|swallow|pee|raise|kneel|climb|pushups?)",
        rf"(?:{_PART}) (?:\w+ )?(?:hurts?|pain)(?= (?:when|after|during|while|from|but|and|every|since|lately|today|should|so|\||,))",
        rf"(?:can not|could not|unable to|hard to|struggle to|can barely|barely) (?:feel|bend|move|straighten|lift|turn|raise|put (?:any )?weight on|bear (?:any )?weight on|walk on|stand on|grip with|extend|rotate) (?:my |the |any |weight on my |it|that )?(?:\w+ )?(?:{_PART}|it)(?= )|(?:can not|could not|barely|can hardly) (?:walk|stand|bear weight)(?= )|(?:stitches|wound|incision|scar)~(?:open\w*|popped|came|torn|tore|bleed\w*|infected|ooz\w*)",
        # illness
        rf"(?:i have|i have got|i had|have|had|got|diagnosed with|with|my|suffer from|suffering from|managing|living with|history of|caught|despite|from|after|because of|due to|for my|under treatment for|treated for|have a|getting over|recently had|just had|severe|type (?:1|2)|hit by|get|has) (?:a |an |the |some |my |mild |severe |type (?:1|2|one|two) |chronic |really |very |frequent |bad |recently |just |still |stage \w+ |diagnosed (?:with )?|high |low |exercise induced )*{_CONDITION}(?= )(?! (?:awareness|research|charity|sticks?|risk|prevention|walk|foundation|fund|survivors?|patients?|education|nurse|degree))",
        r"i am (?:a |an |type 1 |type 2 |pre )*(?:diabetic|prediabetic|asthmatic|epileptic|anemic|anaemic|immunocompromised)(?= )",
        r"(?:i am|im|been|feel|feeling|still|while|being|get|was|when) (?:really |very |so |a bit |a little |still |too |pretty |super )*(?:sick|unwell|ill with|dehydrated|delirious|fatigued and sick)(?= )(?! (?:of|and tired of|to my stomach of|at))(?=(?: [^|]{0,120})? (?:train|exercise|work ?out|workout|run|gym|lift|ride|swim|game|race|session|class|doctor|run now|keep going))",
        r"blood pressure (?:is|was|at|of|reads?|reading)(?: \w+)? \d[\d/]*|resting heart rate (?:is|of|at|was) (?:\w+ )?1\d\d",
        r"(?:my|the) (?:doctor|doc|gp|physio|surgeon|cardiologist|physical therapist|therapist|pt|midwife) (?:\w+ ){0,3}(?:not to|to (?:rest|avoid|stop|not|wait|take it easy)|against|to stay off|i should not|i can not|no (?:running|lifting|exercise|sports))",
        r"(?:my |the )(?:doctor|doc|gp|physio|surgeon|cardiologist|doctors)(?: \w+){0,2} (?:too|overly|so|over) (?:cautious|careful|conservative|protective|strict)(?= )",
        r"(?:ignore|ignoring|disregard|against|despite|overly|too) (?:what )?(?:my |the )?(?:doctor|doc|gp|physio|surgeon|cardiologist|medical advice|doctors?)(?: s)?(?: said| orders| advice| recommendation| told)?(?= )",
        r"(?:have not|did not|not|without|before) (?:been |being |get |getting |yet |a |any )*(?:cleared|medical clearance|doctor s (?:clearance|ok|approval)|clearance)(?= )",
    ),
    idioms=(
        r"(?:prevent\w*|avoid\w*|without|no|free of|reduc\w+|less|fewer|minimi[sz]\w+|risk of|free from|rid of|never|stay|relieve|eas(?:e|ing)|fix\w*|cur(?:e|ing)|improv\w+|help(?:s|ing)?|heal|stop|end|control\w*|manag\w+|beat|fight|tackle|decreas\w+|alleviat\w+|strengthen|keep|protect|stretch for|stretches for|yoga for|for less) (?:\w+ ){0,2}(?:injur(?:y|ies)|injured|(?:\w+ )?pains?|blood pressure|diabetes|cholesterol|asthma|blood sugar|migraines?|allerg\w+|joints?|back|posture|knees?)(?= )(?! (?:but|when i))",
        r"(?:injury|pain) free|injury prevention|uninjured",
        r"(?:asthma|diabetes|migraine|thyroid|blood pressure|allergy|cholesterol|adhd|epilepsy|hiv|heart) (?:medications?|meds|medicines?|pills?|tablets?|inhalers?|diary|appointments?|check ?ups?|clinic)(?= )",
        r"(?:get|become|getting|be|becoming|help (?:my wife|us) get|not get|not getting|try for|fall|falling|to be) pregnant(?= (?:\||,|this|in|by|with|before|next|and|again|at|naturally|someday|soon))",
        r"(?:my|our|his|her|the|a|their) (?:\w+ )?(?:wife|girlfriend|partner|sister|daughter|friend|cat|dog|mare|horse|cow|bunny|hamster|guinea pig|best friend|fiancee|sister in law|cousin|boss|colleague|neighbor|teacher|student|gf) (?:is|was|got|just got|and i are|has been|are) (?:\w+ ){0,3}(?:pregnant|expecting)",
        r"(?:my|our|his|her|their) (?:\w+ )?(?:mom|mum|mother|dad|father|wife|husband|brother|sister|friend|dog|cat|grandma|grandpa|grandmother|grandfather|son|daughter|uncle|aunt|neighbor|horse|boss|roommate|parents?|kids?) (?:\w+ ){0,4}(?:surgery|injur\w+|cancer|diabetes|stroke|flu|covid|fever|pain|sick|pneumonia|hurts?|dementia|heart \w+|knee|hip)(?: \w+)?",
        r"(?:pain|pains) in the (?:ass|butt|neck|backside|arse)|no pain no gain|growing pains|pain ?staking|pain au chocolat|pain points?|labor of love|pain(?:ful)? (?:memories|breakup|past)|(?:emotional|heart|financial) pain|pain of (?:losing|loss|rejection|regret|discipline|change)",
        r"(?:broke|broken|break|bad) (?:my |a |the |old |up |that |this |bad |in |down |with )*(?:heart|hearts|promises?|habits?|hearted|records?|resolutions?|english|phone|laptop|car|leg day|budget|back together)",
        r"(?:got|have|has|had|watch|watching|behind|scratch|in the|turn|turned|come|came|coming|get|getting|go|going|gone|give|giving|given|bring|off|pay|paying|paid|right|way|hold|text\w*|call\w*|talk\w*|kick|sit|stab\w*|cut|cutting|backs?) (?:\w+ )?(?:my |me |it |your |their |his |her )?back(?= (?:\||,|to|in|at|from|into|on|with|and|for|up|together|home|into|the|by))",
        r"(?:learn|learning|save|saving|read|fundrais\w*|donat\w+|raise (?:money|funds|awareness)|raising|money for|run for|walk for|awareness of|research|cure for|fight against|volunteer\w*|charity)~~(?:cancer|diabetes|leukemia|heart disease|ms|stroke|alzheimer s|asthma|epilepsy|arthritis|lupus|parkinson s)",
        r"cancer (?:sticks?|research|charity|zodiac|season|survivors?|awareness|walk|the crab)",
        r"(?:hurt|hurts|hurting) (?:my |his |her |their |your )?(?:feelings|eyes|wallet|ego|pride|brain|soul|heart|head thinking|bank account|ears|credit)|(?:brain|head) hurts from (?:math|studying)|head over heels|pain(?:t|ting)s?",
        r"sick (?:of|and tired|days?|pay|leave|abs|beats?|body|tricks|moves|guitar|tan|bike)|(?:car|sea|motion|home|love) ?sick\w*|look(?:s|ing)? sick",
        r"flu (?:shot|jab|season|vaccine)|covid (?:vaccine|shot|pandemic|lockdown|restrictions|weight|pounds)|since covid|during covid|after covid(?= (?:lockdown|ended|restrictions))|(?:gained|put on) (?:\w+ ){0,4}(?:covid|pandemic)",
        r"flat (?:stomach|belly)|(?:six|6) pack|belly (?:fat|dance|dancing)|arms? race|legs? day|side (?:hustle|job|project|business|gig|income)|head ?start|head of|foot(?:ball|age|steps?)|hand ?made|hands on",
        r"(?:finger|toe|foot|knee|elbow|shoulder|head) (?:painting|nails?|jerk|pads?|grease|press|stand)",
    ),
)

_QUIT = r"(?:quit|quitting|stop|stopping|stopped|give up|giving up|get off|getting off|kick|kicking|come off|coming off|get clean from|clean from|no more)"
_DRUG = r"(?:heroin|fentanyl|opioids?|opiates?|opium|morphine|percs|kratom|tramadol|ghb|crack|crack cocaine|meth|crystal meth)"
_DRINK = r"(?:drinking|drink|alcohol|booze|beer|wine|vodka|whiskey|whisky|gin|rum|liquor|getting drunk)"

WITHDRAWAL = Rules(
    says=(
        rf"{_QUIT} (?:doing |using |taking |smoking |shooting |snorting |my |the |with |all )*{_DRUG}",
        rf"(?:addicted to|hooked on|dependent on|addiction to|withdrawal from|detox from) {_DRUG}|my {_DRUG} (?:addiction|habit|problem)|{_DRUG} addict(?:ion)?",
        rf"{_QUIT} (?:so much |hard |heavy |my |the |all )*{_DRINK} (?:so much |alcohol |booze |beer |wine |vodka |whiskey |whisky |gin |liquor )*(?:every day|everyday|every night|every morning|daily|all day|in the mornings?)",
        r"(?:bottles?|lit(?:er|re)s?|a fifth|pints?|six pack|12 pack|handle) (?:of )?(?:vodka|whiskey|whisky|wine|gin|rum|liquor|beer|spirits) (?:a|every|each|per) (?:day|night|evening)",
        r"alcohol withdrawal|withdrawal (?:symptoms|shakes)|delirium tremens|shakes when i (?:do not|stop) drink\w*",
        r"(?:i am|being) (?:an |a )?(?:\w+ )?alcoholic(?! (?:drinks?|beverages?))|my alcoholism",
    ),
    idioms=(
        r"(?:chocolate|sugar|coffee|candy|cheese|tv|netflix|tiktok|shopping|gaming|twitter|pizza) (?:is|like|is like|is my|as) (?:\w+ )?(?:heroin|crack|meth)",
        r"crack (?:open|on|up|jokes?|my|a|the|down|of|into|it|under)|no more crack(?:s|ing)",
        r"(?:non|de) alcoholic|meth lab|(?:help|helping|support|volunteer\w*) (?:\w+ ){0,4}(?:addicts?|alcoholics?)",
    ),
)
"""What is dangerous to stop without a doctor: opioids, sedatives, and drink where it is daily.

Withdrawal from alcohol or sedatives can kill, and after a break from opioids the usual dose can: WHO, "Clinical Guidelines
for Withdrawal Management and Treatment of Drug Dependence in Closed Settings" (2009), chapters 4 and 5.
"""

CLEARED = Rules(
    says=(
        r"(?:doctor|doc|doctors|gp|physio|physiotherapist|physical therapist|pt|midwife|cardiologist|surgeon|ob|obgyn|ob gyn|gynecologist|gynaecologist|obstetrician|medical team|physician|specialist|oncologist|nurse|consultant|orthop\w+|therapist|dr|healthcare provider)(?: has| have| already| just| recently| fully| finally| also| says| said| told me| and|, | gave| s| did)*~(?:cleared|clears|ok|okay|okayed|approved|approves|green light|go ahead|all clear|clearance|clean bill|i can (?:run|train|exercise|start|work ?out|lift|go|return|swim|walk|do)|i am (?:fine|good|ok|okay|clear|allowed|cleared|ready|safe)|it is (?:ok|okay|fine|safe|alright|all right)(?! to (?:stop|skip|quit))|signed (?:me )?off|allowed|allows|fine with|happy with|recommended|recommends|encourag\w+|advised (?:me )?to (?:exercise|run|walk|start|train|swim|move)|suggested (?:i|that i|exercise|walking|swimming|yoga)|prescribed (?:exercise|walking|swimming)|supports|told me to (?:exercise|run|walk|start|swim|move|be more active)|wants me to (?:exercise|walk|swim|move|start|be more active))(?= )",
        r"(?:cleared|approved|green lit|given the (?:all clear|green light|ok|okay|go ahead)|got the (?:all clear|green light|ok|okay|go ahead)|have (?:medical )?clearance|medically cleared|signed off|clearance|the ok|the okay|the all clear|approval|permission) (?:by|from|of) (?:my |the |a )(?:\w+ )?(?:doctor|gp|physio|physiotherapist|physical therapist|pt|midwife|cardiologist|surgeon|ob|obgyn|obstetrician|physician|specialist|medical team|orthop\w+|doc|oncologist|consultant)",
        r"(?:medically cleared|medical clearance|doctor s (?:ok|okay|approval|clearance|permission|blessing)|cleared (?:to|for) (?:exercise|run|running|train|training|sport|light|all|full|return|physical))(?= )",
        r"(?:under|with) (?:the |my )?(?:medical|doctor s|physio s|doctor|midwife s) (?:supervision|guidance|approval|ok|blessing|clearance)",
    ),
    idioms=(
        r"(?:not|never|yet|without|before|until|unless|if|wait for|waiting for|need|refus\w+|no|get|getting|whether|won t|asked)(?: \w+){0,3} (?:been )?(?:cleared|clearance|ok|okay|approval|green light|approved|all clear|permission|allowed|signed off)(?: (?:by|from|of) (?:my |the |a )?\w+)?",
        r"(?:doctor|doc|gp|physio|surgeon|cardiologist|midwife|physical therapist|dr|pt) (?:\w+ ){0,3}(?:not|never|wont|refus\w+|yet)(?: \w+){0,3}",
    ),
)
"""The person says that a doctor agreed: a plan may be made."""

PHYSICAL = Rules(
    says=(
        r"(?:run|runs|running|runner|marathon|half marathon|race|jog|jogging|exercis\w+|work ?outs?|work out|working out|gym|train|training|lift|lifting|weights?|squats?|deadlifts?|pushups?|push ups|sit ups|cardio|hiit|crossfit|yoga|pilates|swim|swimming|cycl(?:e|ing)|bike|biking|walk|walking|hik(?:e|ing)|climb\w*|sports?|football|soccer|tennis|basketball|fit|fitter|fitness|lose weight|weight loss|diet|dieting|fasting|abs|muscle|muscles|strength|strong|stronger|10 k|5 k|triathlon|ironman|dance|dancing|boxing|martial arts|karate|jiu jitsu|ski|skiing|surf\w*|physical\w*|active|pounds|lbs|kg|kilos|plank|burpees?|steps|treadmill|rowing|spin|keto|detox|sauna|keep going|push through|power through|session|rest day|continue|should i stop|get in shape|shape|stretch\w*|ran|class)",
    ),
)
OTHER_AIM = Rules(
    says=(
        r"(?:sav(?:e|ing)|money|budget|debt|learn|learning|language|spanish|french|german|book|books|read|reading|job|career|study|studying|course|exam|degree|writ(?:e|ing)|novel|guitar|piano|paint|painting|business|startup|cv|resume|coding|program|programming|certificat\w+|declutter\w*|organi[sz]\w+|garden\w*|cook|cooking|volunteer\w*|donat\w+|friends|relationship|marriage|travel\w*|trip|nursery|house|apartment|rent|insurance|quit smoking|stop smoking|smoking|drinking|sleep more|journal|meditat\w+|patient|calm|church|pray|bible|screen time|knit\w*|blog|photo\w*|promotion|taxes|prepare for (?:the )?baby|name)",
    ),
)
