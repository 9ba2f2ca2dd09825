"""Someone under sixteen with a wish that needs an adult, or a child who may not be safe."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import Rules

_AGE = r"(?:[6-9]|1[0-5]|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)"

YOUNG = Rules(
    says=(
        rf"(?:i am|im|me|being|as a|i just turned|i turned|just turned|i am only|i am just|turning|i will be) (?:only |just |a |almost |nearly |about |like |now |still |turning )*{_AGE}(?: (?:years?(?: |$)old|yo|y o|year old|yrs? old|y/o|years of age|year|f|m)(?= )|(?= (?:\||,|and|but|so|female|male|girl|boy|with|in (?:7|8|6|5|9) th grade|if that|btw|lol)))",
        rf"(?:i am|im|as) (?:a |an |only a |just a )*(?:\w+ )?{_AGE} (?:year|yr)s? old(?: girl| boy| female| male| kid| student| teen)?",
        rf"(?:^ ?|\| |, ){_AGE} (?:f|m|yo|y/o|(?:year|yr)s? old (?:girl|boy|female|male|here|teen|kid))",
        rf"my age is {_AGE}|aged? {_AGE} (?:and|,|\|)|{_AGE} (?:year|yr)s? old (?:girl|boy|female|male|student|and (?:want|i))",
        r"i am (?:a |in )?(?:5|6|7|8|fifth|sixth|seventh|eighth) (?:th )?grader?|(?:in|a) (?:middle school|primary school|elementary school|junior high|year (?:5|6|7|8|9)|(?:5|6|7|8) th grade|(?:fifth|sixth|seventh|eighth) grade)(?:er)?",
        rf"my (?:little |\w+ )?(?:{_AGE}) (?:year|yr)s? old|my (?:\w+ )?(?:daughter|son|child|kid|sister|brother|niece|nephew)(?: \w+)?(?:,| who| is| aged?| she is| he is| just turned)* (?:only |just |aged? )*{_AGE}(?= )|(?:my|our) (?:toddler|infant|newborn|preschooler|kindergart\w+)",
    ),
    idioms=(
        rf"i am {_AGE} (?:weeks?|months?|days?|kg|kilos?|lbs?|pounds|st|stone|minutes|hours|percent|%|k|miles|km|pages|into|over|under|points?|out of|th|feet|ft|/)",
        r"(?:teach|teaching|work|volunteer|coach|coaching|tutor|mentor|teacher)~~(?:middle school|primary school|elementary school|junior high|graders?|year olds?|toddlers?|babies)",
    ),
)

RISKY = Rules(
    says=(
        r"(?:lose|losing|drop|shed|burn)~(?:weight|fat|pounds|lbs|kg|kilos|belly|stomach|stone|calories)|(?:diet|dieting|diets|calories|fasting|fast for|skinny|skinnier|thin|thinner|slim|slimmer|keto|weigh less|too fat|fat|detox|weight loss|six pack|abs fast|creatine|pre ?workout|fat burner|protein powder|steroids)",
        r"(?:meet|meeting|see|visit|date|dating|in love with|relationship with|boyfriend|girlfriend)~~(?:online|alone|internet|discord|snapchat|instagram|roblox|tinder|older|in secret|secretly|stranger|(?:1[89]|2\d|3\d|4\d|5\d)|adult|man|without (?:my parents|telling)|in person)",
        r"(?:nobody|no one|parents?|mom|mum|mother|dad|father|stepmom|stepdad|they)~~(?:feeds? (?:me|us)|gives? (?:me|us) (?:any |enough )?(?:food|dinner|anything to eat|to eat))|(?:not|never|no|hardly any) (?:enough |any )?(?:food|anything to eat) (?:at home|in the house)|(?:left|leave|leaves) (?:me |us )?(?:home )?alone (?:at home )?(?:for (?:days|weeks)|every night|all (?:night|week))",
        r"(?:wants?|asks?|asked|told|invited|begging|begs) (?:for )?(?:me )?(?:to )?(?:meet|come over|send|visit|his (?:house|place)|secretly)(?= )",
        r"(?:stop|not|quit) eating|(?:make|made) my ?self (?:throw up|sick|vomit)|(?:six pack|bigger muscles) (?:fast|in)|(?:punish|hate) my (?:self|body)",
        r"(?:send\w*|sent|sending)~(?:nudes?|naked|pics|pictures|photos)|(?:sex|sexting|nudes?|onlyfans|virginity|hook ?up|make out)",
        r"(?:run|running|ran) away(?: from home)?|leave home|move out|live alone|live on my own|hitch ?hike|travel alone|sleep outside",
        r"(?:drink|drinking|drunk|alcohol|vodka|beer|vape|vaping|smok(?:e|ing)|weed|drugs|gambl\w+|get a tattoo|tattoo|gun)(?= )",
        r"(?:do not|without|never) (?:tell|telling|let|want)~(?:my )?(?:parents|mom|mum|dad|anyone|family)|(?:parents|mom|mum|dad) (?:do not|does not|can not|must not) (?:know|find out)|keep~secret~(?:from )?(?:my )?(?:parents|mom|dad)?",
        r"marathon|ultra ?marathon|ironman|max (?:out|lift)|bulk|get (?:jacked|ripped|shredded)|full time job",
    ),
    idioms=(
        r"(?:stop|quit|stopping|quitting|not|never|no|avoid|against) (?:\w+ )?(?:smoking|vaping|drinking|alcohol|drugs|weed|vape|smoke|drink)",
        r"(?:smoothie|juice|water|milk|thick|thin) (?:drink|crust|ice)|drink (?:more |enough |\d+ \w+ (?:of )?)?(?:water|milk)|drink more",
    ),
)

CHILD_IN_DANGER = Rules(
    says=(
        r"(?:child|kid|baby|toddler|son|daughter|niece|nephew|student|girl|boy|brother|sister|infant|children|kids)~(?:is|are|being|gets|was|getting|has been|been|might be|may be)~(?:abused|neglected|molested|groomed|starved|hurt by|not safe|unsafe|in danger|touched|exploited|left alone all|locked)",
        r"(?:leave|leaving|left)~(?:my |the )?(?:baby|toddler|infant|newborn|(?:[1-7]) year old)~(?:home alone|alone (?:in|at|overnight|for|while)|in the car)",
        r"(?:put|get|have|make|putting|making|get)~(?:my|our) (?:\w+ ){0,3}(?:baby|toddler|daughter|son|kid|kids|child|children|year old|infant)~(?:on a diet|lose weight|diet|skinny|thinner|slim|stop eating|lose (?:\d+|some) (?:kg|lbs|pounds|kilos)|keto|fast(?:ing)?)",
        r"(?:someone|man|adult|teacher|coach|uncle|guy|he|person|stranger)(?: online)?~(?:asks?|asked|wants|wanted|told|made|keeps asking)~(?:me|my (?:daughter|son|kid|child))~(?:nudes?|naked|pictures of me|pics of me|to meet (?:him|alone)|keep (?:it|a|our) secret|not to tell)",
    ),
    idioms=(
        r"(?:volunteer\w*|donat\w+|fundrais\w+|work|charity|help|support|sponsor|teach|mentor|book|protect|foster)~~(?:abused|neglected|exploited|vulnerable|in danger) ?(?:children|kids|child)?",
    ),
)
