"""Violence and coercion, suffered or intended."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import ABOUT_A_WORD, Rules

_PARTNER = (
    r"(?:husband|wife|partner|boyfriend|bf|girlfriend|gf|ex|ex ?husband|ex ?wife|ex ?boyfriend|ex ?girlfriend|fiance|spouse|dad|father|mum|mom|mother|stepdad|stepfather|stepmom|brother|sister"
    r"|parents|family|uncle|aunt|grandfather|boss|coach|teacher|roommate|cousin|son|neighbou?r|caregiver|manager|he|she|they|someone|somebody|man)"
)
_VICTIM = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|ex|ex ?husband|ex ?wife|ex ?boyfriend|ex ?girlfriend|boss|neighbou?rs?|brother|sister|mother|mom|mum|dad|father|stepdad|parents|kids?|child|children|son|daughter"
    r"|baby|co ?workers?|colleagues?|teachers?|classmates?|roommates?|family|students|bully|bullies|cousin|friend|rival|toddler|grandma|grandmother|uncle)"
)
_PERSON = rf"(?:(?:my|a|his|her|their|our|the|that|this|some)(?: \w+)? {_VICTIM}|him|her|them|someone|somebody|a person|people|everyone|everybody|a man|a woman|a girl|a boy|innocent people|a guy|a human|another person|an? (?:jew|muslim|immigrant|black|gay|cop|politician|president)\w*|cops?|the president|kids|children|women|girls|men)"
_HARM = r"(?:kill|murder|stab|strangle|poison|beat up|beat|attack|rape|assault|choke|hurt|harm|torture|punch|slap|assassinate|smother|molest|shoot|hit|get rid of|make suffer|break the legs of|threaten|terrori[sz]e|run over)"
_INTENT = (
    r"(?:want to|going to|will|plan(?:ning)? (?:to|on)|how (?:to|do i|can i|could i|should i|would i)|i could|ways? to|ready to|about to|thinking (?:about|of)|feel like|urge to|dream of|fantasi[sz]\w+ about|help me"
    r"|need to|have to|trying to|like to|love to|tempted to|teach me to|goal is to|resolution is to|let us|intend to|wish i could|afraid i will|scared i will|afraid i might|decided to|must|should i|can i|where to|best way to|easiest way to|thoughts of|best \w+ to)"
)

ABUSE = Rules(
    says=(
        # suffered
        rf"(?:my|our|this|the) (?:\w+ )?{_PARTNER} (?:\w+ ){{0,9}}(?:hits?|hitting|beats?|beating|punche[sd]|punching|slap(?:s|ped|ping)|chok(?:es|ed|ing)|strangl\w+|kick(?:s|ed|ing)|rap(?:es|ed|ing)|molest\w*|grop(?:es|ed|ing)|abus(?:es|ed|ing)|threaten\w*|assault\w*|stalk\w*|forc(?:es|ed|ing)|blackmail\w*|shov(?:es|ed|ing)|burn(?:s|ed)|hurts?|touch(?:es|ed)(?: my private)?) (?:on |at |with |up )?(?:me|us|my (?:kids?|children|mum|mom|mother|sister|brother|son|daughter|baby)|him|her)(?= (?:\||,|and|when|if|because|again|every|with|to (?:have|do|stay|marry|give|send)|in (?:the|my|front)|so|last|since|at|until|on|sometimes|whenever|for|after|but|physically|sexually|while|until|almost|when|i))",
        r"(?:he|she|they|someone|somebody) (?:\w+ ){0,3}(?:beats|punche[sd]|slap(?:s|ped)|chok(?:es|ed)|strangl(?:es|ed)|rap(?:es|ed)|molest(?:s|ed)|grop(?:es|ed)|abus(?:es|ed)|assaulted|hits|hit|kicks|beat|shoves|threatens|threatened|threatening) (?:me|us|my (?:kids?|children|mum|mom|mother|sister|brother|son|daughter))(?= (?:\||,|and|when|if|because|again|every|with|to|in (?:the face|front)|so|last|since|until|sometimes|whenever|after|but|at home|for|while))",
        r"(?:i am|i was|i have been|i got|been|being|was|get|getting|got) (?:\w+ ){0,2}(?:sexually |physically |emotionally |verbally |domestically )?(?:abused|raped|molested|beaten(?= (?:\||by (?:my|him|her)|at home|every|up by my|and))|assaulted|groped|trafficked|blackmailed|sextorted|stalked|strangled|choked by|hit by (?:my|him|her) (?!car|bike)|threatened by|held against my will|forced into)",
        r"(?:in|leave|leaving|escape|escaping|left|stuck in|out of|from|survive|get out of) (?:an? |my |this )?(?:\w+ )?(?:abusive|violent) (?:\w+ )?(?:relationship|marriage|home|husband|wife|partner|boyfriend|girlfriend|ex|father|mother|family|household|man|parents?|situation)",
        r"(?:husband|wife|partner|boyfriend|girlfriend|father|dad|mother|mom|mum|stepdad|ex|parents|brother|family|uncle|boss) (?:is|are|was|gets|became|has been|has become|can be|turns|got) (?:\w+ ){0,3}(?:abusive|violent|physically|abusing|aggressive with me|controlling)",
        r"(?:domestic|sexual|child|marital|physical) (?:violence|abuse)(?= (?:\||at|in my|is|from|,|by|and i|victim|situation|happens|i))",
        r"victim of~(?:abuse|violence|rape|trafficking|stalking|revenge porn)",
        r"(?:afraid|scared|terrified|frightened|fear) (?:of|for my life|what) (?:my |that my |he |she )?(?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|father|dad|stepdad|ex|brother|uncle|will do|might do|for my life)(?= (?:\||,|and|when|because|at|will|might|would|coming|hitting|killing|finding|with|again|so|hurting))",
        rf"(?:{_PARTNER}) (?:\w+ )?(?:will not|does not|never|would not|do not|wont) (?:let|allow|permit) (?:me|us) (?:to )?(?:leave(?= (?:the (?:house|home)|him|her|\||alone))|go out|see (?:my )?(?:friends|family|anyone)|work|have (?:my own )?(?:money|a phone|friends)|talk to|use (?:my|the) phone|eat|sleep)",
        r"(?:he|she|they|husband|wife|partner|boyfriend|girlfriend|ex|someone|parents) (?:\w+ )?(?:locks?|locked|controls?|tracks?|monitors?|took|takes|checks) (?:me|my|all my|all of my) (?:in|every|phone|money|passport|location|bank|movements?|up|messages|life)(?= )",
        rf"(?:my|our|the) {_PARTNER} (?:\w+ ){{0,9}}(?:(?:locks?|locked|shuts?|shut|throws?|threw|kicks?|kicked) me out of (?:the |our |my )?(?:own )?(?:house|home|flat|apartment|bedroom|car|(?:bank )?accounts?)|(?:checks?|reads?|searches|goes through|went through|monitors?|tracks?|controls?) (?:all |all of |every one of )?my (?:phone|messages|texts|emails?|location|every move|calls|money|bank|spending))(?= )",
        rf"(?:my|our|the) {_PARTNER} (?:\w+ ){{0,9}}(?:throws?|threw|throwing|smash(?:es|ed)|hurls?|swings?) (?:\w+ ){{0,3}}at (?:me|us|my (?:head|face|kids?))(?= )|(?:has|have|had|he|she) (?:\w+ )?(?:broken|broke|fractured|split|blackened) my (?:nose|arm|jaw|rib|ribs|lip|eye|wrist|cheekbone|finger|tooth|teeth)(?= )",
        r"threaten(?:s|ed|ing)? to (?:kill|hurt|leak|share|post|beat|shoot|stab|burn|take my (?:kids|children)|hit|rape|send my|deport)",
        r"(?:leak|leaked|leaking|post|posted|share|shared|sharing|send)~(?:my|her|his|ex s|girlfriend s|revenge)~?(?:nudes?|naked (?:pics?|photos?|pictures)|intimate (?:pics|photos|videos)|sex (?:tape|video)s?|porn)",
        r"(?:revenge porn|sextort\w+)(?= (?:\||of|on|against|my|me|her|him|them|people|,|and|for|to))",
        r"(?:he|she|they|husband|wife|partner|boyfriend|girlfriend|dad|father|mom|mum|mother|stepdad|ex|brother) (?:\w+ ){0,2}(?:pushed|pushes|threw|throws|shoved|slammed|slams|dragged|drags|pinned) (?:me|my (?:mom|mum|sister|kids?|son|daughter)) (?:down|against|into|off|out|on the|to the|across|by|onto|around)(?= )(?! (?:a party|the deep end))",
        r"(?:grabbed|grabs|grab|seized|held|holds) me by (?:the|my) (?:throat|neck|hair|arm)|(?:hands?|knife|gun) (?:\w+ ){0,2}(?:around|to|at) my (?:throat|neck|head)(?= )",
        # intended
        r"(?:break|breaking|smash|crush|snap) (?:his|her|their|someone s|my (?:\w+ )?(?:s )?(?:ex|boss|neighbou?r|wife|husband|girlfriend|boyfriend) s) (?:legs?|arms?|neck|face|jaw|nose|bones|fingers|skull|teeth|knees?)(?= )|make (?:him|her|them) pay(?= (?:\||,|for|and|with|in blood))",
        rf"(?:make|get|making) (?:my |a |his |her |the )?(?:\w+ )?(?:{_VICTIM}|him|her|them|someone) (?:very |really |violently |badly )?(?:sick|ill|disappear|bleed|unconscious|pass out|suffer|fear me|have an accident)(?= )(?! of (?:me|it|my))",
        r"(?:poison|poisoning|kill|hurt|torture|drown) (?:my |the |a |his |her |their )?(?:\w+ )?(?:neighbou?r s |ex s |roommate s |)(?:dogs?|cats?|pets?|puppy|kitten|animals)(?= )(?! (?:in (?:minecraft|the game)|smell|hair|fleas))",
        rf"{_INTENT}(?: \w+){{0,2}} {_HARM} (?:{_PERSON})(?= )(?! (?:up on|back on|at (?:chess|tennis|golf|ping|table|basketball|scrabble|the|a|his|her|their|my|mario|fifa|pool|poker|darts|sport)|in (?:chess|tennis|a (?:race|game|marathon|match|video game)|the (?:race|game|marathon|league|election|tournament|5k|10k)|minecraft|gta|call of|fortnite|a race|mario|\w+ (?:league|tournament))|to (?:the|a)|by (?:\d|a)|with kindness|with love|with (?:a )?(?:joke|laughter|cuteness)|feelings|s (?:time|record|high|score|pb|feelings|heart|inbox|credit|house|business|reputation as)|off (?:my|the)))",
        rf"(?:{_INTENT}|i|just|fucking|really) (?:\w+ )?(?:kill|murder|stab|strangle|poison|beat up|rape|torture|assassinate|dismember) (?:{_PERSON})(?= (?:\||,|and|for|because|with a (?:knife|gun|bat|hammer|car)|tonight|so|when|if|without|in (?:his|her|their) sleep))",
        rf"(?:kill|murder|stab|strangle|poison|rape|torture|assassinate|shoot up) (?:my (?:\w+ )?{_VICTIM}|people|a person|someone|the school|my school|everyone at (?:work|school)|an innocent)(?= (?:\||,|and|for|because|with|tonight|so|when|if|without|in (?:his|her|their)|by|before|this|at|then))",
        rf"by (?:killing|murdering|stabbing|strangling|poisoning|beating(?: up)?|torturing|drugging|choking|shooting|hurting|attacking) (?:{_PERSON})(?= )(?! (?:at|in) )",
        r"poison(?:ing)? (?:his|her|their|someone s|my (?:\w+ ){0,2}s) (?:\w+ )?(?:coffee|tea|food|drinks?|water|dinner|lunch|soup|wine|beer|meals?)",
        r"(?:put|slip|mix|add|putting|slipping|drop)(?:ping|ing)? (?:something|poison|drugs?|laxatives?|pills?|bleach|a pill|sleeping pills|roofies|ghb)~(?:in|in ?to) (?:his|her|their|someone s|my (?:\w+ ){0,2}s) (?:\w+ )?(?:coffee|tea|food|drinks?|water|dinner|lunch|soup|wine|beer|meals?)",
        rf"{_INTENT} (?:\w+ )?(?:hurt|hit|beat|slap|punch|choke|smack|whip|burn) my (?:step ?(?:son|daughter|child|kids?)|foster (?:son|daughter|child|kids?)|step ?(?:mom|mum|dad|mother|father|brother|sister)|nephew|niece)(?= )(?! (?:at|in|s) )",
        r"(?:shoot|shooting|blow|blowing|bomb|burn|attack) (?:up |down )?(?:a |the |my |an )?(?:school|church|mosque|synagogue|mall|workplace|office building|office|crowd|hospital|concert)(?= (?:\||,|and|tomorrow|with|because|where|full|up|next|on))",
        r"(?:school|mass) shooting(?= (?:\||at my|plan|like|tomorrow))",
        r"(?:hit|hitting|slap|slapping|spank|spanking|beat|beating|shake|shook|shaking|smack|choke|burn|whip)(?: \w+)? (?:my|our|the|her|his) (?:\w+ )?(?:kids?|child|children|baby|son|daughter|wife|girlfriend|husband|toddler|mother|mom|mum|stepson|stepdaughter|newborn|infant)(?= (?:\||,|and|when|if|because|again|so|to|hard|with|until|less|every|sometimes|for|whenever|last))",
        r"(?:teach|show) (?:her|him|them|my (?:wife|girlfriend|kids?|ex|husband)) a lesson (?:she|he|they) will (?:never|not)",
        r"(?:make|force|forcing|making|keep|coerc\w+|blackmail\w*|manipulat\w+|trick\w*|pressure\w*|drug|drugging|guilt\w*)(?: \w+)? (?:her|him|them|my (?:wife|husband|girlfriend|boyfriend|ex|daughter|sister|partner)|a girl|girls|women|someone|a woman)(?: \w+)? (?:into (?:sex|sleeping|marrying|sending|having|staying|bed)|to (?:have sex|sleep with me|marry|obey|love me|stay with me|do what i|send (?:me )?nudes|submit|stay|fear)|afraid of|obey|submit|at home|locked|fear me|isolated|pay for leaving|unconscious|jealous and afraid)",
        r"(?:isolat\w+|control) (?:her|him|my (?:wife|husband|girlfriend|boyfriend|partner)) (?:from|so|completely|and|money|phone|friends|better|more|every|life)?(?= )",
        r"(?:take|get) (?:bloody |my |violent )?revenge (?:on|against)~(?:by )?(?:hurt\w*|violence|killing|beating|burning|destroying (?:his|her) life|blood)",
        r"make (?:him|her|them|my ex|my boss) (?:suffer|bleed|pay with|regret being born|beg)(?= )",
        r"(?:afraid|scared|worried|think) (?:that )?i (?:will|might|could|am going to|would) (?:hurt|harm|hit|kill|shake|lose control with) (?:someone|somebody|my (?:baby|kids?|child|wife|husband|partner|son|daughter|family)|people|him|her|them)",
        r"(?:date|dating|meet|sleep with|seduce|have sex with|hook up with|sext\w*|touch|flirt with|message|groom|kiss|nudes from|pictures of|attracted to) (?:a |an |some |my )?(?:minors?|underage \w+|child|children|kids|(?:[5-9]|1[0-5]) (?:year|yr)s? olds?|little (?:girls?|boys?)|preteens?|young children|teen girls|schoolgirls?|middle schoolers?|child porn\w*)(?= (?:\||,|and|girl|boy|sexually|without|online|in (?:secret|private)|who|from|for sex|from))",
        r"(?:child porn\w*|csam)",
        # other languages
        r"(?:mein (?:mann|freund|vater)|meine frau|er|mi (?:marido|esposo|novio|padre|pareja)|mon (?:mari|copain|pere|conjoint)|mio (?:marito|padre|fidanzato)|meu (?:marido|namorado|pai)|moj maz|mijn (?:man|vriend))~(?:schlagt mich|vergewaltigt\w*|bedroht mich|wurgt mich|me (?:pega|golpea|maltrata|viola|amenaza|bate|agride|frappe|bat|picchia|menace)|mi (?:picchia|maltratta|minaccia)|slaat me|mnie bije|bije mnie)",
        r"(?:муж|парень|отец|он)~(?:бьет меня|меня бьет|избивает меня|угрожает мне|насилует)",
    ),
    idioms=(
        *ABOUT_A_WORD,
        r"(?:hit|hits|hitting) (?:me|him|her|them|people|someone|everyone|a girl|girls|my friends|my \w+) (?:up|back|with (?:your|his|her) best|hard that|like a|that)",
        r"(?:beat|beats|beating|crush|destroy|kill|killing) (?:me|him|her|them|my (?:\w+ )?(?:friend|brother|sister|dad|mom|boss|husband|wife|son|daughter|rival|kids|roommate|cousin|uncle)|everyone|everybody|people|someone|all my \w+) (?:at|in (?:a |the |our |chess|fifa|mario|madden|golf|tennis|fantasy)|to (?:the|it|work)|by \d|again (?:at|in)|on strava)",
        r"(?:final|end|raid|first|last|next|level|mini|game|hardest|secret|optional) boss(?:es)?",
        r"(?:volunteer\w*|donat\w+|fundrais\w+|rais\w+ (?:money|awareness|funds)|work\w*|research\w*|stud\w+|train\w*|learn\w*|essay|paper|thesis|documentary|book|help|support|campaign\w*|advocat\w+|end|stop|fight|against|prevent\w*|counsel\w*|charity|lawyer)~~(?:domestic|sexual|child|animal)? ?(?:violence|abuse|abused (?:women|children|kids|animals)|trafficking|rape|victims of \w+)",
        r"(?:domestic violence|abuse|rape crisis) (?:shelter|charity|awareness|hotline|advocate|center|centre)",
        r"(?:not|never|stop|without|avoid) (?:to |be |being )?(?:hurt|hurting|harm|harming|kill|killing|punch|hit|slap|smack) (?:people|others|anyone|anybody|someone|everyone|stupid people|him|her|them|animals|my (?:boss|coworkers?|colleagues|roommate|students|boyfriend|ex)|any \w+)(?: s feelings)?",
        r"(?:kill|killing|murder) (?:\w+ )?(?:them|him|her|people|everyone|my (?:enemies|haters|coworkers)) with (?:kindness|love|laughter|niceness)",
        r"(?:hit|punch|kick|beat) (?:my|the) (?:kids?|child|children|son|daughter) s (?:school|bedtime|favorite)",
        r"(?:let s|help|teach|learn|how to) (?:kill|shoot|hit|beat) (?:the )?(?:boss|a boss|final boss|him|her|them|people|someone) in (?:\w+ )?(?:game|elden ring|call of duty|fortnite|gta|dark souls|minecraft|skyrim|the sims|zelda|among us)",
        r"shoot (?:people|someone|her|him|them|my (?:kids?|family|wife|daughter|son|friends|baby)|children|kids|women|men) (?:an? |with (?:a |my )?(?:camera|film|dslr|nerf|water)|in (?:natural|low|black|manual|the studio|studio)|for (?:a )?(?:portfolio|magazine|wedding)|portraits?|a (?:text|message|email))",
        r"photo(?:graph)?s? ~(?:shoot|shooting)~",
    ),
)
