"""Suicide and self-injury: wish, plan, means, farewell, and the indirect ways of saying it; in fourteen languages."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import ABOUT_A_WORD, Rules

_INTENT = (
    r"(?:want(?:ing|ed)?(?: to)?|going to|will|would|might|could|should|must|need to|have to|had to|plan(?:ning|ned)?(?: to| on)?|urges? to"
    r"|thoughts? (?:of|about)|think(?:ing)?(?: of| about)?|thought (?:of|about)|feel(?:ing)? like|tempted to|about to|ready to|decided to"
    r"|trying to|tried to|try to|wish i could|like to|love to|try|keep|kept|been|started|starting|stop|again|fantasi[sz]\w*(?: of| about)?"
    r"|dream(?:ing|t)?(?: of| about)?|consider(?:ing|ed)?|afraid i will|scared i will|worried i will|how (?:do|can|should) i|how to|ways? to"
    r"|not to|let me|help me|wants? me to|told me to|say to|so i can)"
)
_SELF = r"(?:my ?self|me self)"
_KIN = (
    r"(?:friend|best friend|brother|sister|son|daughter|kid|child|husband|wife|partner|boyfriend|girlfriend|mom|mum|mother|dad|father"
    r"|roommate|cousin|he|she|they|someone i know)"
)
_THEMSELVES = r"(?:him|her|them|their) ?sel(?:f|ves)"
_PILLS = (
    r"(?:pills?|tablets?|tylenol|paracetamol|acetaminophen|ibuprofen|advil|aspirin|xanax|benzos?|insulin|sleeping pills|painkillers|medication|meds"
    r"|antidepressants|oxy\w*|benadryl|melatonin)"
)
_WITHOUT_ME = r"(?:without me(?: around| here| in it)?|(?:if|once|when|after) i (?:was|were|am) (?:not (?:here|around|alive)|dead|gone)|(?:if|once|when|after) i (?:died|disappeared|left this world))"

SELF_HARM = Rules(
    says=(
        # ending one's life
        rf"(?:kill|killing|unalive|unaliving|murder|hang|hanging|drown|drowning|shoot|shooting|stab|stabbing|strangle|poison|poisoning|electrocute|suffocate|end|ending|off|offing)(?: my)? {_SELF}",
        r"(?:end|ending|finish|finishing|ended)~(?:my|this) (?:own |miserable |damn |fucking |stupid |whole |sad |worthless |useless )?life(?! as (?:a|an|i know it))",
        r"(?:take|taking|took) my (?:own )?life(?= (?:\||,|and|because|tonight|today|so|tomorrow|if|when|by|with (?:a|pills)))",
        r"taken? my own life",
        r"end (?:my )?(?:own )?(?:existence|suffering|misery)(?: for good| forever)?",
        r"(?:end|ending|ended) it all",
        r"(?:want(?:ing)?|going|ready|plan(?:ning)?|decided|about|think(?:ing)? (?:of|about)|just)(?: to)? (?:just )?(?:end|ending) (?:it|everything|things)(?: all)?(?: tonight| today| now| soon| for good| forever)",
        r"(?:i )?(?:just )?want (?:to (?:just )?end (?:it|everything)|(?:it|everything|this|all of this|all of it|this all|the pain|my life|my suffering|this life)(?: all)? to (?:just )?(?:end|stop|be over|be done))",
        r"make it all (?:stop|end|go away)(?: forever| for good)",
        r"commit(?:ting|ted)? (?:suicide|sewerslide|sudoku|toaster bath)",
        r"(?:i am|i was|im|been|feel|feeling|felt|be|became|getting|become|a little|so|very|kind of|kinda|mildly|actively|passively|chronically) (?:really |very |so |extremely |pretty |quite |also |still |a bit |always )?suicidal",
        r"suicidal (?:thoughts?|ideations?|feelings?|urges?|tendenc\w+|again|and|but|every|since|because|right now|tonight|lately|today)",
        r"(?:think|thinking|thought|thoughts|considered|considering|contemplat\w+|dream\w*|fantasi\w+|attempt|attempted|attempting|tried|trying|plan|planned|planning|option|want|wish|ready|close to|googling|googled|researching|options) (?:of |about |to |for |a |my |is |it )*suicide",
        r"suicide (?:is|seems|feels|looks|would be|might be|as)~(?:only|my|an|best|answer|option|way|solution|escape|good|better|right|easy|tempting)",
        r"suicide (?:attempts?|plan|note|letter|method|methods|pills)",
        r"my suicide",
        r"(?:kms|sewerslide)",
        # the wish to be dead
        r"i (?:really |just |honestly |only |actually |still |kinda |sometimes |always |also |do |literally |simply )*want to (?:just |fucking |really |literally |be )?(?:die|dead)",
        r"(?:wanting|longing|wish(?:ing)?|hop(?:e|ing)|pray(?:ing)?|beg(?:ging)?|waiting|wait|ready|deserve|rather|begging god) (?:for me |for |that |i could |i would |i will |i can |god )*(?:to )?(?:just )?(?:die|be dead)(?: already| soon| tonight| right now| now| today| in my sleep| every night)?",
        r"wish (?:that )?i (?:was|were|am|would be|could be) (?:just |already )?(?:dead|not alive|not here|gone|never born|not born|no longer alive)",
        r"wish i (?:had )?(?:never been born|was never born|were never born|was not born|was not alive|did not exist|was not here|did not wake up|never existed|never woke up|would not wake up|would never wake up|could disappear|could just disappear|could vanish|could die|could fall asleep and~|could sleep forever|died)",
        r"(?:should|would) (?:have )?(?:just )?(?:never (?:have )?been born|not (?:be|exist|have been born))",
        r"better off (?:being )?dead",
        r"(?:world|everyone|everybody|they|family|people|kids|children|friends|parents|you|husband|wife|mum|mom|all|things|life|it)~(?:be |been |are |is )?(?:so much |much |way |probably |a lot )*(?:better off|better|happier|easier|fine|relieved|glad)(?: off)? "
        + _WITHOUT_ME,
        r"better off without me",
        r"(?:do|did|does) not (?:even |really |actually |particularly |necessarily )*(?:want|wish|deserve|care)(?: to)? (?:to )?(?:be |go on |keep |continue )?(?:live|living|be alive|alive|exist|existing|wake up)(?: any more| any longer| tomorrow| again| like this| at all)?",
        r"do not (?:even |really )?(?:want|wish) to (?:be (?:here|on this (?:earth|planet)|in this world|around)|go on|keep going|continue)(?: any more| any longer| with (?:life|this life|living))",
        r"do not want to (?:be here|exist)",
        r"no (?:longer )?(?:desire|will|wish|energy left|strength left|strength) to (?:live|go on living|keep living|be alive)",
        r"(?:not|never) (?:want(?:ing)? to )?wake up (?:again|any more|tomorrow|ever again|in the morning)",
        r"(?:go to|fall a|a)? ?sleep (?:and|to) (?:never|not) (?:ever )?wak(?:e|ing)(?: up)?",
        r"(?:tired|sick|done|exhausted|weary|fed up) (?:of |with |and tired of )(?:just )?(?:living|life|being alive|existing|existence|my life|this life|everything and everyone)(?: like this| any more)?",
        r"(?:can|could) not (?:keep |go on |carry on |bear |stand )+(?:living|to live|being alive|existing)",
        r"(?:can|could) not (?:live|go on|carry on)(?: like this| this way| any more| any longer| with (?:myself|this)| without (?:her|him))",
        r"life (?:is|just is|feels|seems|was|does not feel|is just|has|isnt) ?(?:really |just |simply |so )*(?:not worth|no longer worth|pointless|not worth it|no meaning|meaningless|worth nothing|worthless)(?: living)?",
        r"(?:no|any|a single|find (?:a|any)|not have a|not a|lost~) (?:more |single |good |real )?(?:reasons?|point|purpose)(?: left| anymore| any more| really| for me)? (?:to|in|of|for) (?:me to )?(?:keep |continue |go on )*(?:live|living|go on|going on|being alive|be alive|be here|being here|stay|staying alive|stay alive|exist|existing|life|going|continue|continuing)",
        r"why (?:am i|i am|should i) (?:even |still |keep |stay |be |being )*(?:alive|living|live|here on earth)(?: any more)?",
        r"(?:nothing|no one|nobody)(?: left| more)? (?:to )?live for",
        r"(?:not|never) (?:deserve|worthy|fit|meant|supposed) (?:to |of )?(?:live|be alive|living|life|be here|exist)",
        r"(?:do not|not) belong (?:here|in this world|on this earth)(?: any more)?",
        r"want to (?:just )?(?:disappear|vanish|cease to exist|stop existing|not exist|be dead|be gone|fade away|sleep forever|leave this (?:world|life|earth|place)|be no more)(?: forever| for good| from (?:this )?(?:world|life|earth|everything))?(?= (?:\||,|and|from|forever|because|so|but|any more|right now))",
        r"(?:nobody|no one|noone|not a single person|none)~(?:would|will|is going to|even) (?:even |really |probably )*(?:care|miss|notice|mind|cry|be sad)(?: me)? (?:if|when|that) i (?:am|was|were|died|die|disappear\w*|left|leave|vanish\w*|killed)",
        r"(?:nobody|no one|noone) (?:would|will) (?:even |really )?miss me",
        r"i am (?:just |only |nothing but |such |always )*a (?:huge |terrible )?burden(?: to| on| for)?",
        r"burden (?:to|on) (?:everyone|everybody|my (?:family|parents|friends|kids|husband|wife|mom|mum|dad))",
        r"(?:want|like|wish)(?: for)? (?:my|this) (?:life|existence|pain|suffering|misery)(?: to(?: just)?)? (?:over|end|be over|stop)",
        r"(?:planning|plan|planned|imagin\w+|picturing|thinking about|think about|fantasi\w+ about|dream\w* (?:of|about)) (?:my (?:own )?(?:death|funeral|suicide)|how (?:i would|to) die|dying(?: all the time| every day)?|ways to die|being dead|not being here|not being alive)",
        r"(?:best|easiest|painless|quickest|easy|quick|fastest|least painful|good|most painless|peaceful|how|want)~(?:way|method|ways|methods|manner)s? (?:to|of) (?:die|dying|kill (?:my ?self|yourself|oneself)|end (?:my|your|ones) life|suicide|go)(?= (?:\||,|without|quickly|fast|painlessly|alone|at|with|and|that|in))",
        r"how (?:can|do|could|should|would) i (?:just )?(?:die|kill myself|end my life)",
        r"ready to (?:leave this world|go for good|give up on life|meet my maker)",
        r"(?:giv(?:e|ing)|given|gave) up on (?:life|living|being alive)",
        r"(?:gave|give|giving|given) up the will to live",
        r"(?:say|saying|said|write|writing|wrote|written|post) (?:my |a |this |you |the |this is |my last |final )*(?:last |final )?goodbyes?(?: letters?| notes?)?(?= (?:\||,|to (?:everyone|everybody|my family|the world|you all|this world|life|all)|before i|forever|and i))(?! to (?:bad|old|the|sugar|my))",
        r"goodbye (?:cruel world|world|letters?|notes?)",
        r"(?:this is|will be|my|the) (?:last|final) (?:message|post|day|night|words|goodbye|letter)(?: on (?:earth|this planet)| alive| of my life| before i (?:go|die|end))",
        r"(?:not|wont) be (?:here|around|alive) (?:any more |for )?(?:tomorrow|next week|much longer|long|any more|by (?:then|christmas|tomorrow)|to see)(?= )(?! (?:night|because i am travel))",
        r"what is (?:even )?(?:the )?(?:point|purpose|use|sense) (?:of|in) (?:even )?(?:living|life|being alive|existing|staying alive|going on|continuing to live)(?= )",
        r"(?:any more|over|done|tired|sorry) (?:\| )+(?:goodbye|good bye|farewell)(?= (?:\||,|everyone|all|world))",
        r"(?:there is |have |is |got )?nothing (?:left |here )+for me(?: here| in this world| in life)?(?= (?:any more|\||,))|nothing to stay (?:alive|here) for",
        r"how (?:much )?longer (?:i|can i|will i) (?:can |will |could )?(?:do this|take (?:it|this)|go on|keep (?:going|fighting|living|doing this)|hold on|last|survive|stand (?:it|this)|live like this)",
        r"(?:written|wrote|writing|finished|drafted|leave|leaving|left) (?:the|my|a|some|goodbye|farewell|suicide) (?:suicide |goodbye |farewell |last )?(?:notes?|letters?)(?= (?:already|\||,|for (?:my (?:family|parents|kids|wife|husband|mom|mum)|everyone)|to (?:everyone|my family|my parents|my kids)|before i))",
        r"(?:have|got|saved|hoarding|hoarded|stashed|bought|holding) (?:the |my |a |enough |all the |some |up )*(?:pills|rope|gun|blade|knife|razors?|noose|tablets)~(?:next to me|beside me|right here|in front of me|ready|in my (?:hand|lap|drawer|mouth)|stashed|to do it|to end)",
        r"(?:gun|pistol|rifle)~~(?:use it on myself|in my mouth|to my head|reason not to)|reason not to (?:die|kill|do it|use it|end|jump|go through with)",
        r"(?:pray|praying|hope|hoping|wish|wishing|beg|want)~?(?:that )?i (?:just |could |would |will |can )*(?:do not|never|not|did not|will not|would not) (?:ever )?(?:have to )?wake up",
        r"(?:pray|hope|wish|hoping|praying|wishing) (?:that )?(?:i (?:just |could |would |will |can |get )*(?:die|died|be dead|get hit|hit by|get killed|killed|stop breathing|disappear forever)|a (?:car|truck|bus) (?:hits|would hit|kills) me|something kills me|god (?:takes|would take|kills) me)",
        r"(?:sleep|asleep) (?:for ?ever|and never|permanently|eternally)(?= )(?! 21)",
        r"(?:crash|crashing|driv\w+|swerv\w+|steer\w+|ram\w*) (?:my |the |this )?(?:car |truck |bike )?(?:in ?to|off|into) (?:a |the |oncoming |that )*(?:tree|wall|bridge|cliff|traffic|river|lake|pole|truck|barrier|median)(?= )(?! (?:art|paint|game))",
        r"(?:think|thinking|thought|thoughts) (?:about |of )(?:just )?ending (?:things|it|everything|it all|this)(?= )(?! (?:with (?:him|her|my)|between))",
        r"(?:made|making) (?:my )?peace with (?:it|dying|death|leaving|ending|god and)(?= )|ready to (?:go|leave) (?:now|for good|peacefully)(?= )(?!~(?:home|work))",
        r"(?:do not|can not|not|never|no longer) (?:see|have|imagine|picture|envision) (?:a |any |my |much )*future (?:for (?:me|myself)|any more|where i|with me in it)|no future (?:for me|any more)|i have no future",
        r"(?:do not|can not|not|no longer|never|struggle to|struggling to|hard to) (?:see|find|have|think of|know) (?:the |a |any |much |one |a single |what is the )*(?:points?|reasons?|purpose|sense|motivation|meaning) (?:of|in|to|for) (?:keep |go |carry |continue |be |being |go on |stay |staying )*(?:alive|living|live|life|going|on|existing|here|breathing|exist)(?= (?:\||,|any more|if|when|with|without|and|like|because|so))",
        r"(?:dying|death|being dead|to be dead|to die) (?:would|will|might|is|seems|sounds|feels|must) (?:be |like )?(?:so |much |a |an |the |my |way )*(?:easier|better|relief|peaceful|nice|only|less painful|answer|comforting|escape|best|solution|freedom|inviting|appealing)",
        r"(?:only|best|easiest|one) (?:way|escape|exit|option|solution|answer|thing)(?: left| out| to (?:stop|end) (?:the|my|this) \w+| i see| for me| that helps)? (?:is|would be|seems) (?:to )?(?:die|death|dying|suicide|kill\w*|end it|ending it|not being here|to be gone)",
        r"i (?:have )?attempted (?:before|twice|once|multiple|three|several|it|again|last)|(?:survived|after|my|since my|another|failed|previous|first|second|last) (?:suicide |own )?attempt(?:s)? (?:on my life|to (?:kill|end|die))|survived my (?:suicide |last )?attempt",
        r"(?:burn|burned|burnt|hit|hitting|bang|banging|scratch\w*|punch\w*|cut|cutting|bite|stab\w*|carve|carved|bit) (?:myself|my (?:head|arms?|legs?|skin|thighs?|wrists?|hands?))~(?:with a (?:lighter|knife|blade|razor|cigarette|needle|iron|scissors?)|against (?:the|a) wall|until (?:it|i) (?:bleed\w*|hurts?|bruise\w*)|to feel (?:something|anything|better|real|pain)|to punish|on purpose)",
        r"(?:fresh|new|more|deep|hide|hiding|cover|covering|my) (?:self harm )?(?:cuts?|scars?) (?:on|all over|down|from (?:cutting|self)) (?:my )?(?:arms?|wrists?|thighs?|legs?|cutting|self harm)",
        r"hate (?:being alive|living|existing|waking up (?:alive|every day|each day|any more)|that i (?:am alive|woke up|exist))(?= (?:\||,|so|and|because|like this|every))",
        r"(?:let|just let|please let) me (?:just )?(?:die|go die)|(?:waste of) (?:space|oxygen|air)(?= )|i (?:am|feel) (?:such |like )?a waste of (?:life|time to everyone)",
        r"(?:do not think|doubt|not sure|will not|not going to|will never|would not)~(?:i will |i am going to |going to |i can )?(?:make it|be (?:alive|around|here)|survive|live|last)(?: to| until| till| past| through| long enough to)? (?:see )?(?:my (?:next )?(?:birthday|18 th|20 s|30 s)|tomorrow(?! s (?:meeting|class|party|practice))|next (?:year|month)|the (?:night|week|year|weekend)(?= \|)|tonight(?= \|)|christmas(?= \|)|morning)",
        r"(?:does|would|will|do|is|how much|how painful)~(?:it )?(?:hurt|painful|hurts) to (?:die|hang|drown|overdose|be dead|kill|bleed out|jump|suffocate)",
        r"(?:do|doing|done) something (?:to my ?self|bad to my ?self|drastic|i can not take back|permanent|stupid to my ?self|irreversible)|not safe (?:with my ?self|from my ?self|alone (?:tonight|right now|with my))|(?:can not|do not) trust my ?self (?:to be alone|tonight|not to (?:hurt|do)|to stay alive|alone)",
        r"(?:finally|going to|will|might|about to|almost|nearly) (?:do|did|done|go through with) it (?:tonight|last night)(?= )(?! (?:too|at|with))|tonight (?:is|will be) (?:the|my last) night(?= (?:\||, i am|, goodbye|i (?:die|end|go)))|my last night(?= (?:\||,|alive|on earth))",
        r"(?:fight|fighting|hold|holding|hang|hanging|keep|go|carry|keeping|struggl\w+)(?: \w+)? any more~~(?:goodbye|sorry everyone|i am sorry|the end|i love you all)|(?:goodbye|good bye) (?:everyone|everybody|all|my friends|forever|my love)(?= (?:\||,|and|i))|(?:i am )?(?:so )?sorry (?:mom|mum|dad|everyone|to everyone|to my family)~~(?:goodbye|pain|can not|end|burden|love you|had to)",
        r"(?:just |only )?want (?:the |this |my |all the |all this )*(?:pain|hurting|suffering|misery|noise|thoughts|torment)(?: \w+)? to (?:just )?(?:stop|end|go away|be over)(?= )(?!~(?:in my (?:knee|back|hip|ankle|shoulder|neck|foot|leg|wrist)))",
        # means
        rf"(?:swallow\w*|tak(?:e|ing)|took|down|eat|overdos\w+|od)~(?:all|whole|entire|bottle|handful|bunch|too many|enough|full bottle|every)~(?:my |the |of |these |those )*{_PILLS}(?= (?:\||,|and|to|so|at|in|i|until))",
        r"(?:to|will|might|want to|going to|thinking of|thinking about|tried to|about to) (?:overdos\w+|od)(?= )",
        r"i (?:overdosed|od ed|took an overdose)",
        rf"how (?:many|much)~(?:{_PILLS}|bleach|blood)~~(?:to die|kill me|kill myself|lethal|fatal|overdose|die|kill you|kill a person|not wake up)",
        rf"(?:lethal|fatal|deadly) (?:dose|amount|overdose)(?= (?:\||of (?:{_PILLS}|\w+) (?:for me|\|)))",
        r"(?:jump|jumping|jumped|leap|throw(?:ing)? myself|walk(?:ing)?|step(?:ping)?|run(?:ning)?|lie|lying|drive|driving|crash\w*|swerv\w+) (?:my car )?(?:off|from|out of|in front of|into|under|on|onto)(?: of)? (?:a |the |this |that |my |an |some |incoming |oncoming |moving |nearest |tall |high |\d+ )*(?:bridge|roof|building|balcony|window of|overpass|train tracks?|oncoming traffic|traffic|train|moving car|truck|bus and|cliff and (?:die|end)|tracks|railway)(?= (?:\||,|and|to (?:die|end|kill)|so|or|because|right now|tonight|today|when|tomorrow|i))",
        r"(?:slit|slitting|slash|slashing|cut|cutting|cuts?|slice|slicing)~(?:my|open my|up my) (?:\w+ )?(?:wrists?|arms?|veins?|throat|thighs?|legs?|skin|arteries)",
        r"(?:rope|noose|gun|blade|razor|razors|bridge|pills)~(?:ready|waiting|in my (?:hand|mouth|room|drawer)|to my head|around my neck|on my (?:skin|wrist|arm))",
        r"(?:bought|buy|got|have|tie|tied|tying) (?:a |the |some )?(?:noose|rope to hang)",
        # self-injury
        r"self harm(?:s|ed|ing|er)?",
        r"self (?:injur(?:y|e|ing)|mutilat\w+)",
        rf"{_INTENT}(?: (?:really|just|also|to|about|badly|physically|even|i))* (?:hurt|hurting|harm|harming|injure|injuring|cut|cutting|burn|burning|scratch|scratching|hit|hitting|punch|punching|bite|damage|damaging) {_SELF}",
        rf"i (?:cut|hurt|harm|burn|hit|harmed|burned|punch|scratch) {_SELF} (?:because|to feel|to cope|again|when i (?:am|feel)|so i|every|last night|today and it felt|on purpose|deliberately|whenever|to punish|and it)",
        rf"(?:harm|harming) {_SELF}",
        r"(?:relaps\w+|back|started|start|urge\w*|clean|days|months|weeks|stop|stopping)~(?:cutting|self harming|burning myself)(?= (?:\||again|,|myself|after|because|and i|for \d+|since))",
        r"(?:urge|urges|want|need) (?:to|of) (?:cut|cutting|bleed|see blood|feel the blade)(?= (?:\||again|so|because|,|right now))",
        # someone else
        rf"{_KIN} (?:\w+ ){{0,4}}(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|shoot) {_THEMSELVES}",
        rf"(?:my |a |our )(?:\w+ )?{_KIN} (?:is|are|was|seems|has been|might be|feels|wants to|talks about|said)~(?:suicidal|suicide|die|dead|end (?:it|his life|her life|their life)|not live)",
        r"(?:you|u) should (?:just )?(?:kill yourself|die)",
        r"(?:go )?kill yourself",
        r"kys",
        # Latin-script languages (folded: no accents)
        # de
        r"(?:mich|mir)~(?:umbringen|umzubringen|toten|tote|selbst toten|erhangen|ritzen|ritze|aufhangen|erschiessen|leben nehmen|leben zu nehmen|pulsadern|etwas antun|was antun|verletzen will|wehtun will)",
        r"(?:will|mochte|wollte|kann|mag)~(?:nicht mehr|nimmer|nichtmehr)~(?:leben|aufwachen|weiterleben|da sein|existieren|hier sein|weitermachen)",
        r"(?:ich )?(?:will|mochte|wollte|wurde|wunschte)~(?:sterben|tot sein|tot|ich ware tot|mein leben beenden|nicht mehr da)",
        r"(?:ich )?ware~(?:lieber )?tot",
        r"(?:mein|meinem) leben~(?:ein ende|beenden|zu beenden|nehmen|sinnlos|nicht mehr lebenswert|keinen sinn)",
        r"leben (?:hat|macht)~(?:keinen|kein) sinn(?: mehr)?",
        r"(?:selbstmord|suizid)(?:gedanken|versuch|gedanke|gefahrdet|al)?(?! prav\w+)",
        r"selbstmord~(?:begehen|denke|machen|gedacht)",
        r"(?:ohne mich)~(?:besser|gluck\w+)",
        r"besser (?:dran )?ohne mich",
        r"ich verletze mich selbst",
        r"selbstverletz\w+",
        # es
        r"(?:quiero|quisiera|deseo|ganas de|ojala|prefiero|voy a|pensando en|pienso en|queria|gustaria|intente|he intentado|trate de)~(?:morir|morirme|matarme|suicidarme|estar muert[oa]|dejar de (?:vivir|existir)|desaparecer para siempre|quitarme la vida|acabar con (?:mi vida|todo)|hacerme dano|cortarme|no despertar|terminar con (?:mi vida|todo)|ahorcarme|me muriera)",
        r"(?:no|ya no) (?:quiero|tengo ganas de|puedo|deseo) (?:seguir )?(?:viv(?:ir|iendo)|existir|estar viv[oa]|estar aqui|despertar)(?: mas)?",
        r"(?:mi )?vida no (?:tiene sentido|vale la pena|merece la pena)",
        r"(?:no|ninguna|ningun) (?:hay|tengo|veo|encuentro)? ?(?:razon|motivo|razones|motivos)(?: alguna?)? (?:para|de) (?:seguir )?(?:vivir|viviendo|vida)",
        r"(?:mejor|felices|bien) sin mi(?= (?:\||,|y|porque))",
        r"(?:suicidarme|me quiero (?:morir|matar)|me voy a (?:matar|suicidar)|pensamientos suicidas|quitarme la vida|autolesion\w*|me corto los brazos|me hago dano)",
        # fr
        r"(?:veux|voudrais|envie de|vais|pense a|souhaite|prefere|aimerais|voulais|essaye de|tente de)~(?:mourir|me tuer|me suicider|en finir|crever|etre mort[e]?|disparaitre pour toujours|mettre fin a (?:mes jours|ma vie)|me faire du mal|me couper|me scarifier|me pendre|ne plus (?:vivre|exister|me reveiller|etre la))",
        r"(?:ne )?(?:veux|supporte|peux) (?:plus|pas) (?:continuer a )?(?:vivre|exister|etre en vie|etre la|me reveiller)",
        r"(?:plus|pas|aucune?) (?:de |la )?(?:raison|envie|force|gout) (?:de|a) (?:continuer a )?(?:vivre|la vie)",
        r"(?:pensees|idees|envies) suicidaires|(?:je suis )?suicidaire|me suicider|mettre fin a mes jours|mieux sans moi|marre de (?:vivre|la vie)|en finir avec (?:la|ma) vie|je me (?:scarifie|mutile)|automutil\w+",
        r"(?:ma )?vie (?:n a|na|a) (?:plus|pas|aucun) ?(?:de |aucun )?sens",
        # pt
        r"(?:quero|queria|vontade de|penso em|pensando em|vou|desejo|prefiro|gostaria de|tentei|preferia)~(?:morrer|me matar|matar me|me suicidar|suicidar me|estar mort[oa]|sumir para sempre|acabar com (?:minha vida|a minha vida|tudo)|tirar (?:a )?minha (?:propria )?vida|me machucar|me cortar|nao acordar|nao existir)",
        r"nao (?:quero|aguento|consigo|tenho vontade de) (?:mais )?(?:viver|existir|estar viv[oa]|acordar|continuar viv[oa]|estar aqui|seguir vivendo)(?: mais)?",
        r"(?:minha )?vida nao (?:faz|tem|vale) (?:mais )?(?:sentido|a pena)",
        r"(?:pensamentos suicidas|cometer suicidio|me matar|melhor sem mim|cansad[oa] de viver|tirar minha vida|automutila\w+)",
        r"(?:nao (?:tenho|ha|vejo)|sem) (?:mais )?(?:razao|motivo|motivos|razoes) (?:para|pra) (?:continuar )?(?:viver|vivendo)",
        # it
        r"(?:voglio|vorrei|voglia di|penso (?:a|di)|pensando di|preferirei|desidero|volevo|ho provato a)~(?:morire|uccidermi|ammazzarmi|suicidarmi|farla finita|essere mort[oa]|togliermi la vita|farmi del male|tagliarmi|sparire per sempre|non svegliarmi|non esistere|impiccarmi)",
        r"(?:non (?:voglio|ho voglia di|ce la faccio a|riesco a)) (?:piu )?(?:vivere|esistere|svegliarmi|essere viv[oa]|stare al mondo)(?: piu)?",
        r"(?:non (?:ho|c e|vedo)|nessun\w?) (?:piu )?(?:motivo|ragione|motivi|ragioni)? ?(?:per|di) (?:continuare a )?vivere",
        r"(?:la )?(?:mia )?vita non (?:ha (?:piu )?senso|vale (?:piu )?la pena)",
        r"(?:farla finita|mi voglio (?:uccidere|ammazzare)|pensieri suicidi|togliermi la vita|meglio senza di me|stanc[oa] di vivere|suicidarmi|autolesion\w*)",
        # nl
        r"(?:wil|wou|zou|ga|denk (?:eraan|aan)|liever)~(?:dood|sterven|niet meer leven|zelfmoord (?:plegen)?|mezelf (?:doden|pijn|van kant)|een einde aan mijn leven|er niet meer zijn|niet meer wakker)",
        r"(?:mezelf|mijzelf|me zelf) (?:te )?(?:doden|ombrengen|van kant|pijn (?:te )?doen|snijden|ophangen|iets aan(?: te)? doen|verminken)",
        r"(?:zelfmoord(?:gedachten)?|suicidaal|zelfdoding|geen zin meer in het leven|niet meer leven|beter af zonder mij|leven heeft geen zin|maak er een einde aan|uit het leven stappen)",
        # pl
        r"(?:chce|chcialbym|chcialabym|chcialem|chcialam|wole|mysle o|zamierzam|wolalbym|wolalabym)~(?:umrzec|sie zabic|zabic sie|nie zyc|popelnic samobojstwo|skonczyc ze soba|skonczyc z tym wszystkim|ze soba skonczyc|smierci|sie pociac|zniknac na zawsze)",
        r"(?:nie (?:chce|mam sily|mam ochoty|potrafie)) (?:juz )?(?:mi sie )?(?:dluzej )?(?:zyc|istniec|sie obudzic)",
        r"(?:samobojstw\w+|mysli samobojcze|zabije sie|zabic sie|targnac sie na (?:swoje )?zycie|odebrac sobie zycie|zycie nie ma sensu|nie chce mi sie zyc|bylo by lepiej beze mnie|lepiej beze mnie|tne sie|okaleczam sie|nie mam po co zyc|skonczyc ze soba)",
        # tr
        r"(?:olmek|intihar etmek|intihar|kendimi oldurmek|yasamak|hayatima son vermek|canima kiymak|kendime zarar vermek|uyanmamak|kendimi kesmek|yok olmak)~(?:istiyorum|istemiyorum|istedim|dusunuyorum|edecegim|ettim|ediyorum|isterdim)",
        r"(?:kendimi (?:oldurecegim|oldurmek|asacagim|kesiyorum)|intihar (?:dusun\w+|etmey\w+|etmek|edecegim)|keske olsem|olsem de kurtulsam|yasamanin anlami yok|bensiz daha iyi|yasamaktan biktim|hayatima son\w*|canima kiy\w+|yasamak icin (?:bir )?(?:neden\w*|sebe\w+))",
        # ru (folded: short i without its breve)
        r"(?:не )?(?:хочу|хочется|хотел|хотела|хотелось|решил|решила|собираюсь|думаю о|мысли о|лучше бы)~(?:умереть|сдохнуть|покончить|убить себя|покончить с собои|самоубииств\w*|повеситься|не просыпаться|исчезнуть навсегда|порезать себя|суицид\w*|смерти)",
        r"(?:не (?:хочу|хочется|могу|вижу смысла|желаю)|незачем|устал|устала)~(?:больше )?(?:жить|существовать|просыпаться|живу)",
        r"(?:покончить с (?:собои|жизнью)|убью себя|убить себя|суицид\w*|самоубииств\w*|наложить на себя руки|жизнь (?:не имеет смысла|бессмысленна)|нет смысла жить|без меня (?:будет |всем )*лучше|режу себя|лучше бы я умер(?:ла)?|свести счеты с жизнью|нет причин жить)",
    ),
    idioms=(
        *ABOUT_A_WORD,
        r"(?:over|without|before|not|nearly|almost|like|hardly) killing myself(?= (?:at|in|with|over|to|for|on))",
        r"(?:kill|killing|killed) my ?self (?:at the gym|in the gym|laughing|with (?:work|laughter|cardio|overtime|burpees|squats)|working|studying|training|at work|on the (?:treadmill|bike)|over (?:work|a|this|the)|to (?:finish|meet|please|make (?:it|a|the) (?:deadline|living))|for (?:a|this|the) (?:job|deadline|exam|boss)|doing|trying to (?:finish|please|keep up)|with exercise|in (?:spin|class|crossfit|training))",
        r"hang(?:ing)? my ?self out",
        r"(?:shoot|shooting|shot) my ?self in the foot",
        r"(?:drown|drowning) my ?self in (?:work|coffee|books|homework|chocolate|music)",
        r"(?:off|ending|end) my ?self (?:the|on|up)",
        r"cut(?:ting)? my ?self (?:some slack|a break|off|out|shaving|while|when|cooking|loose|a (?:piece|slice)|from|short|down|with (?:a|the) (?:kitchen|bread))",
        r"(?:hurt|hurting|injure|injuring|harm) my ?self (?:at|while|when i (?:run|lift|train|exercise|work out|dead)|doing|in the gym|lifting|playing|running|by (?:running|lifting|training|doing)|on the|working out|exercising|during|snowboarding|skiing|climbing|training|with bad form)",
        r"(?:without|not|avoid|avoiding|never|from|afraid of|fear of|scared of|worried about) (?:to )?(?:hurt|hurting|injure|injuring|burn|burning|cut|cutting) my ?self(?! (?:on purpose|again))",
        r"(?:do|did) not want to (?:hurt|injure|burn|cut) my ?self(?= (?:\||,|again by|lifting|running|doing|at|when))",
        r"(?:burn|burning) my ?self out",
        r"(?:hit|punch|bite|scratch|kick)\w* my ?self (?:for|in the foot|with laughter)",
        r"(?:not|never) (?:been |felt |am |actually |really |at all )*suicidal",
        r"do not want to die(?! (?:but i (?:also )?do not|yet i))",
        r"never thought (?:of|about) suicide",
        r"(?:career|political|social|commercial|financial|brand) suicide",
        r"suicide (?:squad|prevention|awareness|hotline|helpline|lifeline|crisis line|bomber\w*|squeeze|grip|runs?|sprints?|drills?|doors?|girls?|research|rates?|statistics|survivors?|loss|watch volunteer|note in (?:the|a) (?:novel|book|film|movie|play))",
        r"(?:bungee|base|parachute|ski) jump\w*(?: off| from)?(?: (?:a|the))?(?: \w+)?|(?:virgin suicides|run(?:ning)? suicides|suicides in (?:basketball|training|practice))",
        r"want to die (?:my|the|it|her|his) (?:hair|shirt|clothes|fabric|eggs|eyebrows|\w+ hair)",
        r"want to die (?:old|happy|rich|with no regrets|without regrets|knowing|debt free|laughing|young at heart|having (?:lived|seen|done)|of (?:old age|laughter|laughing|boredom|embarrassment|cringe|shame|cuteness)|after (?:leg day|squats|that workout|every workout|running|burpees|this workout)|on the treadmill|from (?:laughing|embarrassment|cringe|cuteness))",
        r"(?:ready|waiting|want|wish|hope|hoping|rather|wait) (?:for )?(?:it|this|that|him|her|them|the \w+(?: \w+)?|my (?:phone|car|laptop|battery|plant|old \w+)) to (?:just )?die",
        r"(?:would )?rather die than (?:eat|miss|do|go|run|wear|watch|work|admit|give up (?:coffee|chocolate|cheese|wine)|speak|give a|sing|dance|drink|cook|see|lose to|fail|be late|be seen)",
        r"rather die (?:of|on my feet|free|standing|trying)",
        r"(?:die|dying) (?:trying|hard|for (?:a|some|my) (?:coffee|pizza|beer|cookie|nap|drink|burger|snack|chocolate\w*)|to (?:see|visit|go|try|know|meet|get|hear|watch|eat|learn|travel|read|have|be a|tell|play|ask|live in))",
        r"(?:things|places|books|movies|films|countries|list|everything|stuff|something|trip)~before i die",
        r"(?:tired|sick|done|fed up) (?:of|with) living (?:in|at|with|on|pay\w*|from|out of|like a|beyond|check|so far|under|the same|for (?:others|other people|the weekend)|life (?:in|on) (?:the )?\w+ ?(?:lane)?|here in|a lie)",
        r"(?:tired|sick|done|fed up) (?:of|with) (?:my |this )?(?:life being|life of|life in|life style|city life)",
        r"(?:can|could) not (?:live|go on) without (?:you|coffee|chocolate|music|my (?:phone|dog|cat|coffee)|it|pizza|wifi|\w+ (?:and|in))",
        r"(?:end|ending) it (?:with (?:him|her|my|the)|between)",
        r"cut(?:ting)? (?:my )?(?:legs?|arms?) (?:workouts?|day|training|fat|off (?:my|the|these) (?:jeans|pants|sleeves))",
        r"(?:want|wanting|like) to disappear (?:from (?:social|facebook|instagram|twitter|the internet)|into|for a (?:week|weekend|while)|off|on a|in a book)",
        r"self harm (?:awareness|prevention|charity|research|hotline)",
        r"(?:volunteer\w*|donat\w+|fundrais\w+|rais\w+ (?:money|awareness|funds)|train\w*|work\w*|research\w*|learn\w*|study\w*|essay|paper|thesis|documentary|book|movie|film|novel|talk|workshop|training|course|campaign\w*|run|walk|counsel\w*|statistics)~~(?:suicide|suicidal|self harm\w*)(?: \w+ed)?",
        r"(?:anti|prevent|preventing|reduce|reducing) (?:suicide|self harm)",
        r"goodbye to (?:\w+ )",
        r"(?:what|why|when|where|which|how many|how did|did|who)~(?:commit|committed|die by|died by|suicides?) (?:suicide )?(?:in|of|by|during|after|before|at the)?",
        r"the (?:rate|history|definition|meaning|causes|concept) of suicide",
    ),
    dense=(
        # zh
        "(?:想|打算)(?:去)?死(?!磕|记|守|背|心|你)|(?:想|要|打算|准备|準備|试图|試圖|企图)(?:去)?(?:自杀|自殺|轻生|輕生|自残|自殘|伤害自己|傷害自己|割腕|跳楼|跳樓|结束(?:自己的|我的)?生命|結束(?:自己的|我的)?生命|了结|解脱自己)",
        "不想(?:再)?(?:活|生存|醒来|醒來)|活(?:不下去|着(?:没|沒|真没)|著(?:沒|没))|(?:没有|沒有|没|沒)(?:有)?(?:活下去|生存|活着)的(?:理由|意义|意義|勇气|勇氣)|生无可恋|生無可戀|了结(?:自己|生命)|結束生命|结束生命|我要自杀|我要自殺|寻死|尋死|没有我(?:会)?更好|割腕|自残|自殘|如果我死了",
        # ja
        "死にたい|しにたい|死にたく(?!ない)|自殺(?:したい|する|しよう|を考え|願望|未遂)|消えてしまいたい|消えたい|生きて(?:い)?(?:たくない|る意味|いたくない|いけない|いく意味|る価値|くのが(?:つら|辛))|生きるのが(?:つら|辛|疲れ|嫌)|もう生きたくない|いなくなりたい|リスカ|リストカット|自傷|死んだ(?:ほう|方)が(?:まし|いい)|首を吊|飛び降りたい|命を絶",
        # ko
        "죽고싶|자살(?:하|을|충동)|살고싶지않|살기싫",
        # ar (folded: no vowel marks; both alif forms)
        "(?:[أاا]ريد|اريد|بدي|ابي|عايز|عاوز|نفسي|[أا]فكر(?:في|ب)?|اتمنى|أتمنى|سوف|سا|سأ|قررت|حاولت)(?:أن|ان)?(?:[أا]موت|الموت|الانتحار|[أا]نتحر|[أا]قتلنفسي|إنهاءحياتي|انهاءحياتي|[أا]نهيحياتي|[أا]ؤذينفسي|إيذاءنفسي|ايذاءنفسي|[أا]ختفيللأبد)",
        "لا[أا]ريد(?:أن|ان)?(?:[أا]عيش|[أا]ستيقظ|العيش|الحياة)|(?:[أا]قتل|قتل|[إا]يذاء)نفسي|(?:ال)?انتحار(?:ي)?(?=$|[^ا-ي]|هو|لأن|لان)|لا(?:معنى|فائدةمن|قيمة)(?:ل)?(?:ل)?حيات?(?:ي|ة)|مللتمنالحياة|تعبتمنالحياة|كرهتالحياة|بدوني(?:[أا]فضل|[أا]حسن)|[أا]فضل(?:حالا)?بدوني|ليتني(?:مت|ميت|لم[أا]ولد)|لا(?:يوجد)?سبب(?:ل)?(?:ل|ا)?(?:لعيش|أعيش|اعيش|لحياة)",
        # hi
        "मर(?:ना|जाना|ने)(?:चाहत|काम[नण]|कीइच्छा|कामनकर|केबारेमेंसोच)|मरजाना?(?:चाहत|ऊं|ऊँ|ता)|(?:आत्महत्या|आत्मघात|खुदकुशी|ख़ुदकुशी|सुसाइड)(?!रोक|कीरोकथाम)|जीना?(?:नहीं|नही)(?:चाहत)|जीनेका?(?:मन|इच्छा|कोई|मतलब|मक़सद|मकसद)(?:\\w{0,6})(?:नहीं|नही)|जीने(?:की|का)(?:कोई)?(?:वजह|इच्छा|मतलब|कारण|मन)(?:नहीं|नही|हीनहीं)|(?:अपनी|अपना)(?:जान|जीवन|ज़िंदगी|जिंदगी)(?:देना|लेना|देदू|लेलू|खत्म|ख़त्म|समाप्त)|(?:खुद|ख़ुद|अपनेआप)को(?:मार|खत्म|ख़त्म|नुकसान|चोटपहुंचा|चोटपहुँचा|काट)|मेरेबिना(?:सब)?(?:बेहतर|खुश|अच्छे)|जिंदगीखत्मकर|ज़िंदगीख़त्मकर",
    ),
)
