"""The signs by which a reader knows a joke, an advert or a question: wording only, no learned weights."""

import re

_RESOLUTION = r"(?:new\s+year['’]?s?\s+)?(?:resolutions?|nyr)"
JOKE = re.compile(
    r"\b\d{3,4}\s?[x×*]\s?\d{3,4}\b|\b(?:720|1080|1440|2160)\s?[pi]\b|\b(?:4k|8k|ultra|hd)\s+(?:resolution|display"
    r"|screen)|\b\d+\s?(?:dpi|ppi|pixels?)\b"
    rf"|\b(?:not|never|don['’]?t|stop|no\s+more|quit|without|avoid)\s+(?:to\s+)?(?:mak|hav|keep|be|do|set|need"
    rf"|believ)\w*\s+(?:any\s+|a\s+|new\s+|stupid\s+|more\s+)*{_RESOLUTION}"
    rf"|\b(?:break|broke|broken|breaking|fail(?:ed|ing)?|forget|forgot|give\s+up|gave\s+up"
    rf"|ignore)\b.{{0,24}}\b{_RESOLUTION}"
    rf"|\b(?:don['’]?t|do\s+not|didn['’]?t|never)\s+(?:have|do|make|made|believe\s+in|need)\s+(?:a\s+|any\s+"
    rf"|an\s+)?(?:new\s+years?\s+)?{_RESOLUTION}"
    r"|\bjust\s+kidding\b|\bjk\b|\bnot\s+really\b|\bsaid\s+no\s?one\b|\boh\s+wait\b|\bpffft|\bhow['’]?s\s+that\s+for\b"
    r"|\b(?:get|be|become|gain|getting|stay)\s+(?:\w+\s+)?(?:fat|fatter|obese|drunker|lazier|dumber|uglier|poorer"
    r"|taller|shorter|immortal|invisible)\b"
    r"|\b(?:drink|smoke|eat|do|have|consume|order)\s+(?:\w+\s+)?more\s+(?:\w+\s+)?(?:vodka|beer|wine|alcohol|tequila"
    r"|whisk\w+|gin|rum|drugs|weed|cocaine)\b|\bmore\s+(?:drugs|cocaine|weed)\b"
    r"|\bdrink\s+more(?!\s+(?:\w+\s+)?(?:water|tea|milk|fluids|juice|smoothies))\b"
    r"|\b(?:unicorn|dinosaur|zombie|time\s+machine|teleport|world\s+domination|take\s+over\s+the\s+world"
    r"|rule\s+the\s+world|superpowers?|super\s?hero|wizard|mermaid|dragon|ninja|pirate|alien|vampire|"
    r"batman|superman|hogwarts|powerball|jedi|death\s+star)s?\b"
    r"|\bdon['’]?t\s+die\b|\bnot\s+(?:to\s+)?die\b|\bstay\s+alive\b|\bget\s+out\s+of\s+bed\b|\blive\s+forever\b"
    r"|\bpregnant\s+by\b",
    re.IGNORECASE,
)
CRUDE = re.compile(
    r"\b(?:masturbat\w*|masterbat\w*|jack(?:ing|ed)?\s+off|sluts?|slutty|sluttier|hoes?|twerk(?:ing)?\s+on"
    r"|dick|bitches|blow\s?jobs?|big\s+tits|boobs|ass\s+more|lick|spank|one\s+night\s+stands?|fart\w*)\b"
    r"|\b(?:get|stay|be|getting)\s+(?:\w+\s+){0,3}(?:hammered|wasted|drunk|high|stoned|fucked\s+up|blazed|lit)\b"
    r"|^(?:\W|resolution)*(?:to\s+)?(?:punch|shank|slap|stab|stomp|smack|murder|choke|fight|offend)\s+(?!(?:for|against|my|the|back|cancer)\b)\w+"
    r"|\b(?:to|gonna|will)\s+(?:punch|shank|slap|stab|choke|offend|annoy|insult)\s+(?:people|every\w+|any\w+|all|more|at\s+least|as\s+many)\b",
    re.IGNORECASE,
)
"""What is said to be crude, drunk or violent for fun, and is nothing to plan."""
SELF_CONTENT = re.compile(
    r"\b(?:keep|continue|stay|remain|continuing|keeping)\s+(?:on\s+)?(?:to\s+be\s+|being\s+|be\s+)?(?:a\s+|an\s+|my\s+|the\s+|as\s+|so\s+)*"
    r"(?:\w+\s+)?(?:awesome|amazing|perfect|fabulous|flawless|sexy|bitch\w*|asshole\w*|savage|gorgeous|badass|lazy|late)\b"
    r"|\b(?:less|stop\s+being\s+so(?:\s+\w+)?|not\s+be\s+so)\s+(?:perfect|perf|awesome|amazing|fabulous|flawless|sexy|gorgeous|good[- ]looking|hot|honest)\b"
    r"|\b(?:more|even)\s+(?:cynical|sarcastic|annoying|slutty|petty|bitchy|selfish|mean|lazy)\b(?!\s+than\b.{0,12}\bnot\b)"
    r"|\b(?:worse|terrible|horrible|shittier)\s+(?:person|human|friend)\b|\b(?:sarcastic|bigger|total|complete|real)\s+(?:asshole|bitch|dick|savage)\b"
    r"|\b(?:don['’]?t|do\s+not|dont|ain['’]?t|aint|no)\s+(?:\w+\s+){0,2}(?:need|got|gotta|have)\s+(?:to\s+)?(?:a\s+)?(?:change|resolution)\b"
    r"|\bhate\s+(?:you|people|every\w+|him|her|them)\s+more\b|\bsame\s+(?:old\s+)?me\b|\bcontent\s+with\s+who\s+i\s+am\b|\bi\s+woke\s+up\s+like\b|\balready\s+perfect\b",
    re.IGNORECASE,
)
"""Self-irony: who praises their own faults, or finds nothing left to better."""
PARODY = re.compile(
    r"\b(?:write|writing|remember(?:ing)?|put(?:ting)?)\b.{0,30}\b(?:20\d\d\b.{0,24}\b(?:instead|date|on|as)|(?:the|right|correct)\s+(?:date|year)\b)"
    r"|\b(?:find|come\s+up\s+with|think\s+of|pick|recycle|reuse|work\s+on|start\s+making|wait(?:ing)?\s+(?:for|until))\s+(?:\w+\s+){0,3}resolution"
    r"|\bresolutions?\s+(?:i['’]?m|i\s+am|that\s+i)\s+not\s+(?:going\s+to|gonna)\b"
    r"|\bam\s+i\s+doing\s+(?:it|this)\s+right\b|\bbut\s+nah\b|\bmaybe\s+(?:next\s+year|not|tomorrow)\b|\bor\s+at\s+least\s+(?:\w+\s+)?(?:consider|think)"
    r"|\b(?:already|going)\s+(?:\w+\s+)?(?:failed|failing|broke|broken|fucked)\b|\bis\s+failing\b"
    r"|\bwho\s+am\s+i\s+kidding\b|\b(?:that|this)\s+(?:didn['’]?t|won['’]?t)\s+last\b|\blasted\s+(?:about\s+)?(?:\d+|a|one|two)\b",
    re.IGNORECASE,
)
"""Jokes about resolutions: the wrong year on a letter, last year's list, the vow that is broken already."""
ADVERT = re.compile(
    r"\b(?:check\s+(?:it\s+|us\s+|this\s+)?out|click|sign\s+up|giveaway|enter\s+to\s+win|win\s+a|discount|promo"
    r"|coupon\s+code|\d+\s?%\s+off|free\s+shipping|order\s+now|book\s+(?:now|your|today)|"
    r"shop\s+now|buy\s+now|download|visit\s+our|visit\s+us|call\s+us|join\s+us|our\s+(?:blog|website|new|latest|team"
    r"|members|customers|clients|readers|app)|limited\s+time|special\s+offer|"
    r"follow\s+us|share\s+yours|comment\s+below|tag\s+(?:a|your)\s+friend|let\s+us\s+know|subscribe|learn\s+more\s+at|read\s+more\s+at|tips\s+(?:for|to|on)|ways\s+to|how\s+to\s+keep\s+your"
    r"|available\s+(?:now|at)|pre-?order|let\s+us\s+help|we\s+can\s+help|"
    r"need\s+help\s+with\s+your|keep\s+your\s+\w*\s*(?:resolution|goals)|looking\s+for\s+a)\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\b(?:what|who|which|how|when|where|why|any|have|has|do|does|did|is|are|anyone|should|can|could|would|whats"
    r"|what['’]s|got)\b[^.!?]*\?",
    re.IGNORECASE,
)
CHAT = re.compile(
    r"\W*(?:hi|hello|hey|yo|thanks|thank\s+you|ok(?:ay)?|yes|no|test|testing|asdf\w*|good\s+(?:morning|evening"
    r"|night)|how\s+are\s+you|bye|what['’]?s\s+up|lorem\s+ipsum.*|"
    r"happy\s+new\s+year(?:\s+(?:everyone|all|everybody|to\s+\w+|\d+))*|nothing|none|idk|i\s+don['’]?t\s+know"
    r"|no\s+idea|(?:yeah\s+)?same|me\s+too|ditto)\W*",
    re.IGNORECASE,
)
DESIRE = re.compile(
    r"\b(?:need|want|wanna|wish|hop(?:e|ing)|should|must|will|['’]ll|gotta|gonna|going\s+to|have\s+to|time\s+to|trying|stop|quit\w*|no\s+more|start\w*|determined|ready|goal|plan\w*|aim\w*"
    r"|challenge|promis\w+|swear|vow|commit\w*|begin\w*|working\s+on|better|every\s*day|daily)\b",
    re.IGNORECASE,
)
"""Some sign that a person means to do something."""
WISH = re.compile(
    r"\b(?:i\s+(?:really\s+|just\s+|would\s+|also\s+|still\s+)*(?:want|wanna|need|hope|plan|aim|intend|wish|like"
    r"|love|resolve|vow|promise|must|will|have)\s+(?:to\b|wanna)|(?:always|long)\s+wanted\s+to\b|i['’]?d\s+(?:really\s+)?(?:like|love)\s+to|i\s+wanna|"
    r"i['’]?m\s+(?:going|gonna|trying|planning|determined)\b|my\s+(?:\w+\s+){0,3}(?:goal|aim|plan|target|ambition"
    r"|dream)\s+(?:\w+\s+){0,4}is|"
    r"ich\s+(?:möchte|will|würde)|je\s+(?:veux|voudrais|souhaite)|quiero|me\s+gustaría|j['’]aimerais|vorrei|voglio"
    r"|quero|хочу|ik\s+wil|chcę)\b",
    re.IGNORECASE,
)
