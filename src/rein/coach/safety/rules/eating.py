"""Eating disorders and the body turned enemy: purging, starving, compensating, thinness worshipped, contempt for the body."""

# ruff: noqa: E501 - a pattern stays on one line: it is one way of saying a thing

from rein.coach.safety.rules import ABOUT_A_WORD, Rules

_FOOD_OBJECT = (
    r"(?:junk|fast|sugar\w*|sweets?|candy|meat|beef|pork|chicken|fish|dairy|cheese|bread|carbs?|gluten|wheat|chocolate|cake|cookies?|crisps|chips|fries|pizza|take ?(?:out|away)s?"
    r"|late|out|at|after|before|so much|too|animals?|snacks?|crap|rubbish|shit|bad|unhealthy|processed|fried|ice|soda|in|when|my|the|those|these|like|as|as much|desserts?|red|anything (?:bad|unhealthy|sweet|with|that|fried)"
    r"|everything in|food (?:late|after|that|from|out|at night|with)|mcdonalds?|salt\w*|spicy|cereal|on|with|boredom|between|emotionally|mindlessly|around|around|once|past|butter|eggs|nuts|burgers?|kebabs?|doritos|oreos|other|your|someone|peanut|everyday|every (?:day|night)|half|white|potatoes|rice|pasta|noodles|products?|foods|while|during|instant|frozen|alone|noodles|ramen|yellow|plastic|paint|boogers|nails)"
)
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|a few|many|couple of|a couple)"

EATING_DISORDER = Rules(
    says=(
        # purging
        r"(?:purg(?:e|ing|ed))~(?:after|food|meals?|eating|ate|calories|binge|binging|dinner|lunch|everything i ate|weight|every)",
        r"(?:binge|binging|bingeing) (?:and |then |or )+(?:purg\w+|throw\w* up|vomit\w*)",
        r"i (?:have been |started |keep |keep on |am |still |was |also |just |often )?(?:purg(?:e|ed|ing))(?= (?:\||again|and|to|today|yesterday|every|most|since|for (?:\w+ )?(?:days|weeks|months|years)|because|,))",
        r"(?:mak(?:e|ing)|made|forc(?:e|ing)|forced) (?:my ?self|me) (?:to )?(?:throw(?:ing)? up|vomit|sick|be sick|puke|purge|gag)",
        r"(?:throw(?:ing)? up|threw up|throw it up|throwing it up|vomit(?:ing)?|puk(?:e|ing)|barf)~(?:after (?:every |each |my |a |i |eating)?(?:meals?|eat\w*|dinner|lunch|binge)|on purpose|deliberately|my (?:food|meals?|dinner|lunch)|to (?:lose|stay|be|get)|what i ate|everything i (?:ate|eat)|so i do not gain)",
        r"fingers? down (?:my|the|your) throat",
        r"chew(?:ing|ed)?(?: (?!tobacco|gum|nails?|seeds|betel|sunflower|snus|khat)[^ |]+){0,3} (?:and|n|then|but)(?: then)? spit\w*",
        r"(?:only|just) (?:let|allow|permit|give) (?:my ?self|me) (?:to )?(?:have |eat )?(?:half )?(?:one|two|three|an?|half|\d{1,3})(?: \w+)? (?:apples?|bananas?|oranges?|eggs?|crackers?|rice cakes?|carrots?|cucumbers?|salads?|soups?|bowls? of soup|yogh?urts?|almonds|grapes|bites?|spoons?|protein bars?)(?: and \w+ \w+)? (?:a|per|each|every) day",
        r"(?:laxatives?|diuretics?|diet pills|water pills|ipecac|enemas?|appetite suppressants?)~~(?:weight|thin|skinny|slim|after|eat|ate|food|meals?|flat|empty|lean|pounds|lbs|kg|kilos|calories|binge|faster)",
        r"(?:take|taking|took|abus\w+|using|use|need|buy|more|extra|handful of)~?(?:laxatives|diet pills)",
        r"(?:lose|drop|shed|thin|skinny|weight)~~(?:laxatives?|diuretics|vomiting|throwing up|diet pills)",
        # starving
        r"starv(?:e|ed|ing|es) (?:my ?self|my body|me|until|till|to|for|all|so|today|tomorrow|again|off|the weight|this week|and|the fat)(?! (?:hungry|for (?:attention|knowledge|affection|love|company|content)))",
        r"starvation (?:diet|mode to|plan)",
        r"(?:plan|want|going|try|need|have|begin|continue|keep|start|will|just|by|like|urge|love|rather)~(?:to )?starv(?:e|ing)(?= (?:\||,|and|to))",
        rf"(?:stop|quit|stopped|give up|avoid|stopping|quitting)(?: with)? (?:eating|food)(?= )(?! {_FOOD_OBJECT})(?! (?:\w+ )?(?:food|foods|{_FOOD_OBJECT}))(?= (?:\||,|completely|altogether|entirely|for|until|till|to (?:lose|be|get|become|punish|die)|so|because|and|all|anything|food|meals|again|today|tomorrow|solid))",
        r"how (?:to|do i|can i) (?:just )?stop eating(?= (?:\||completely|altogether|for \d|food entirely|at all|so i))",
        r"(?:not|never) (?:going to |want to |have to |need to |allowed to |gonna |let myself |let me |able to )?eat(?:ing)? (?:anything |at all |any food |a thing |food )*(?:any more$|at all|until i (?:am|weigh|lose|reach|fit|hit|see)|for (?:the )?(?:rest of|whole|next|days|a week|\d+ days|two days|three days|a few days)|all (?:day|week)|ever again|tomorrow|today to)",
        r"(?:eat|eating|eaten|ate) (?:nothing|as little as possible|almost nothing|barely anything|next to nothing|hardly anything|only (?:air|ice|water|cucumbers?|lettuce|celery|an apple a day|one apple|one meal a week))",
        rf"(?:have|has) not eaten (?:anything |a meal |properly |any food |solid food )*(?:in|for|since) (?:{_NUMBER} days|days|{_NUMBER} weeks|yesterday morning|over a day|sunday|monday|tuesday|wednesday|thursday|friday|saturday)",
        r"(?:without (?:eating|food)|no food)(?: at all)? for (?:\d+|two|three|four|five|several|a few) days",
        r"(?:do not|did not|not|never) (?:deserve|earned?|allowed|allow myself|let myself|permitted) (?:to eat|to have (?:food|dinner|lunch|breakfast|a meal)|food|dinner|lunch|a meal|meals|eating|to be fed)",
        r"(?:afraid|scared|terrified|fear|fearful|petrified|phobia) (?:of|to) (?:eat|eating|food|carbs|calories|gain(?:ing)?(?: any| some| even)? (?:weight|fat|a pound)|getting fat|becoming fat|being fat)",
        r"(?:skip|skipping|skipped|cut out|cutting out|missing|drop|dropping) (?:all |my |most |some |every |more |a few )*(?:meals?|breakfast and lunch|lunch and dinner|dinners?|lunch(?:es)?|breakfasts?)~~(?:lose|losing|weight|thin|skinny|slim|fat|pounds|lbs|kg|kilos|calories|flat|guilty|punish\w*|because i ate|make up|deserve|compensat\w*)",
        r"(?:lose|losing|slim|skinny|fat|thin|make up|compensat\w*|ate too much|gained)~~(?:skip(?:ping)?|not eating|stop eating) (?:all |my |some |more )*(?:meals?|breakfast|lunch|dinner)",
        r"(?:cut|cutting|slashing) calories~~(?:faster|fast|drastically|quickly|as low as)",
        r"(?:restrict(?:ing|ed)?|cutting) (?:my )?(?:food|eating|intake|calories|meals)(?= (?:\||again|,|even|more|harder|as much|until|all|drastically|to the|heavily|so))",
        r"(?:hide|hiding|hid|lie|lying|lied)~(?:food|my eating|that i (?:eat|ate|did not eat)|not eating|how little i eat|my weight loss|purging)",
        r"(?:ignore|ignoring|numb|suppress|kill|love|like|enjoy|addicted to)~(?:hunger|my hunger|being hungry|feeling empty|the hunger|hunger pangs|the empty feeling)",
        # compensating
        r"(?:burn|work|working|burning|run|running|sweat|exercise|walk|train) (?:it |them )?off (?:all |every |everything |every single |the |that |those |these |my |what |whatever |last |yesterday s |each |any |a |of |today s |this )*(?:calories? (?:i|from|that)|ate|i ate|i eat|eaten|food|meals?|dinner|lunch|dessert|cake|pizza|binge|breakfast|carbs|cookies?|ice cream|chocolate|burger|what i (?:eat|ate)|snacks?)",
        r"(?:earn|deserve|earning) (?:my |the |a |every |to |back |that |this )*(?:food|meals?|dinner|lunch|dessert|calories|eat|carbs|cake|cheat meal|breakfast)(?= )",
        r"(?:compensat\w+|make up|atone|making up|punish\w*|penance|pay|undo|cancel out|negate|counteract) (?:for |my ?self |my body |me )?(?:for |with exercise for )?(?:all |the |my |that |what |everything |last |having |every |eating |overeating |yesterday s |a )*(?:over ?eat\w*|binge\w*|eat(?:ing)?|ate|food|dinner|cake|pizza|dessert|calories|meal|lunch|carbs|sweets|cheat (?:day|meal)|chocolate|junk|thanksgiving|christmas dinner|the holidays)",
        r"(?:over ?ate|ate (?:too much|a|so much|all|the|like|some|cake|pizza|ice)|binged|eat too much|ate|over ?eating|binge)~~(?:need to|have to|must|should i|going to|gotta|will)~?(?:run|exercise|burn|punish|work ?out|train|fast|skip|starve|make up|compensate|cardio|double|extra)",
        r"(?:exercise|work ?out|train|run|cardio|gym)~(?:more|extra|harder|longer|double)~(?:if|when|because|after) i (?:eat|ate|have eaten|overeat|overate|binge\w*)(?: too much| more| a| something)?",
        r"(?:exercise|exercising|work ?out|run|cardio|train)~~(?:until|till) (?:every|all|each|the)~calor\w+ (?:is|are) (?:gone|burn\w*|off)",
        # names and communities
        r"(?:thinspo\w*|thinspiration|bonespo|meanspo|fatspo|pro ?ana|pro ?mia|ana (?:tips|diet|buddy|coach)|mia tips|edtwt|ana and mia|abc diet|skinny girl diet|rice cake diet|5 bite diet|cotton balls? diet|ugw)",
        r"(?:thigh gap|collar ?bones?|hip ?bones?|ribs?|bones|spine)~(?:show\w*|stick\w*|visible|see|seen|poke|protrud\w*|stand out|pop)",
        r"(?:want|get|need|achieve|have|see|for|having|show) (?:my |a |to see my |to see |the )?(?:thigh gap|ribs|collar ?bones|hip ?bones|bones)(?= (?:\||,|by|to show|and|show\w*|so|in|like))",
        r"(?:i am|im|be|being|become|becoming|stay|was|am i|i think i am|still|i have|have|had|my|with|from|of|into|get back to|go back to|like|want|active|severe)~(?:anorexi[ac]\w*|bulimi[ac]\w*|orthorexi[ac]|binge eating disorder|eating disorders?|ednos|osfed|arfid|my ed|binge eating|disordered eating)",
        r"(?:anorexi\w+|bulimi\w+|eating disorder|binge eating)(?= (?:\||relaps\w+|again|recovery|thoughts|voice|is|goals?|tips|has|came|makes|and))",
        r"(?:relapse\w*)~(?:anorexia|bulimia|ed|purging|eating disorder|restricting)",
        # thinness, contempt
        r"(?:as|so) (?:thin|skinny|small|light) as (?:possible|i can|a (?:stick|twig|skeleton|model))",
        r"(?:skeletal|skeleton thin|bone thin|underweight|stick thin|dangerously thin|emaciated)(?= (?:\||and|by|as|is|goal|to|because|again|,))",
        r"(?:want|need|love|like|trying|goal|hope)~(?:to )?(?:be|get|become|look|stay) (?:very |really |extremely |super |dangerously |so )*(?:underweight|skin and bones|emaciated|skeletal|size (?:0|zero|00|double zero))",
        r"(?:i )?(?:really |absolutely |just |so |still |fucking |always |truly |genuinely |honestly )*(?:hate|hating|despise|loathe|detest|disgusted (?:by|with|at)|repulsed (?:by|with)|can not stand|sick of|hated|revolted by) (?:looking at |seeing |the sight of |how |the way |to look at |having )?(?:my|this) (?:own |whole |fat |ugly |disgusting |stupid |flabby |gross |big |stomach and )*(?:body|fat|stomach|belly|thighs?|legs|arms|reflection|tummy|figure|shape|weight|hips|butt|size|flesh|flab|love handles)",
        r"my (?:own )?(?:body|stomach|belly|fat|reflection|thighs|legs|arms)~(?:disgusts?|repulses?|sickens?|disgusting|repulsive|revolting|grosses|vile|is gross|are gross|hideous|makes me (?:sick|want to (?:throw up|cry|hide)))",
        r"(?:i am|i look|i feel|feel like|i am just|looking) (?:like )?(?:a |an |so |such a |such an |just a |too |really |absolutely |totally |this |nothing but a )*(?:fat |disgusting |gross |huge |ugly |giant )*(?:disgusting|repulsive|hideous|grotesque|fat pig|pig|whale|fat cow|fat slob|revolting|monster in the mirror|blob|lard\w*)(?= (?:\||,|and|because|in|when|at|after|i|to|now|if|compared|every|without|so|unless|fat))",
        r"(?:carve|cut|slice|rip|tear|claw)(?:ting|ing)?~(?:fat|flab|stomach|belly) off(?! (?:the )?(?:meat|steak))",
        r"(?:can not|never|could not|will not)~(?:forgive|live with) my ?self~(?:gain|gained|pound|eat|ate|kilo|weight|fat|calor\w+)",
        r"weigh(?:ing)? my ?self (?:about |over |like |at least )?(?:[3-9]|\d\d|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty|several|many|multiple|a dozen) times (?:a|per|each|every) (?:day|hour|morning|night)|weigh(?:ing)? my ?self (?:constantly|obsessively|every hour|all the time|after every (?:meal|bite|glass))",
        r"(?:count\w*|obsess\w*|track\w*)~(?:every (?:single )?(?:calorie|bite|gram)|calories all day|about (?:food|calories|my weight|eating|the scale)|over (?:food|calories|my weight|every bite|the scale))",
        r"(?:feel|felt|feeling|so|am|get|gets) (?:so |really |very |always |terribly |super |incredibly |extremely )*(?:guilty|guilt|ashamed|disgusted|shame|disgusting|gross|worthless|awful about myself)~(?:for|after|when|whenever|if|every time|about|because)~?(?:i )?(?:eat|eating|ate|meals?|food|dinner|carbs|calories|a meal|eaten|dessert)",
        r"(?:food|eating|the scale|calories|my weight)~(?:controls|rules|consumes|dominates|is ruining|ruins) (?:my|me)",
        r"nothing tastes as good as skinny\w*",
        r"(?:my )?(?:ed|ana|mia|eating disorder|anorexia|bulimia)(?: voice)? (?:is |keeps |voice |)(?:tell\w*|say\w*|want\w*|scream\w*|yell\w*|convinc\w*|make\w*|winning|won) (?:me|that|i|again|to)",
        r"(?:exercise|exercising|work ?out|run|cardio|train|gym)~~until i (?:have )?(?:burn\w*|work\w*|sweat\w*)~(?:calor\w+|what i ate|ate|food|it all off|everything)",
        r"how long (?:can|could|do|should) (?:i|you|a person|someone|people) (?:go|survive|live|last) without (?:food|eating|any food)|(?:survive|live|living|get by|exist) on (?:only |just |nothing but )?(?:water|air|coffee|gum|ice|diet coke|black coffee|tea|celery|lettuce|rice cakes)(?= (?:\||,|for|and|until|to|all|alone|only))",
        r"(?:under|below|less than|max|maximum|only) \d{2,3} (?:calories|cals?|kcal)(?= (?:today|\||tomorrow|,|and|until|this))|restrict\w* (?:to|under|below)~\d{2,3}",
        # other languages
        r"(?:mich|mir)~(?:ubergeben|erbrechen|zum kotzen|den finger in den hals)~(?:nach dem essen|abnehm\w*|absichtlich|um)",
        r"(?:nichts|gar nichts|nicht) mehr essen(?= (?:\||um|bis|damit|,))|(?:mich )?(?:zu tode |runter ?)hungern|(?:magersucht|magersuchtig|bulimie|essstorung)",
        r"(?:dejar de comer|no comer nada|vomitar (?:despues de|la comida|lo que)|provocarme el vomito|matarme de hambre|soy anorexica|anorexia|bulimia)(?= (?:\||para|hasta|por|,|y|comer|despues|como|mas))",
        r"(?:arreter de manger|ne plus manger|me faire vomir|m affamer|anorexique|boulimique|anorexie|boulimie)(?= (?:\||pour|jusqu|,|et|apres|du|completement))",
        r"(?:parar de comer|nao comer nada|vomitar (?:depois|a comida)|me obrigar a vomitar|smettere di mangiare|non mangiare (?:nulla|niente|piu)|stoppen met eten|przestac jesc|nie jesc nic)(?= (?:\||para|per|om|zeby|,|e|ate|fino|aby))",
        r"(?:перестать есть|ничего не есть|вызывать рвоту|вызвать рвоту|анорексия|булимия|голодать (?:неделю|\d+ дне\w?))",
    ),
    idioms=(
        *ABOUT_A_WORD,
        r"(?:stop|quit|avoid|without|not|never|no more|stopping|don t|instead of|end|ending|less|do not want to|recover from|hate) (?:be |being |ever |to )?(?:skip(?:ping)?) (?:meals|breakfast|lunch|dinner|any meals)",
        r"stop (?:hating|loathing|despising|being disgusted by|obsessing (?:about|over)) (?:my (?:body|weight|reflection|stomach|thighs)|food|calories|the scale)",
        r"purg(?:e|ing|ed)~(?:closets?|wardrobe|clothes|house|stuff|inbox|emails?|things|garage|office|drawers?|possessions|room|home|kitchen|friends|facebook|contacts|books|toys|junk|clutter|anime|movie|phone|files|photos|apartment)",
        r"the purge|starving (?:artist|artists|students?|children|kids|people|animals|writer|actor|musician|for (?:attention|knowledge|affection|love))",
        r"(?:i am|we are|always|feeling|absolutely|was) (?:absolutely |literally |always )?starving(?= (?:\||right now|after|,|when i|so i))",
        r"(?:volunteer\w*|donat\w+|fundrais\w+|rais\w+ (?:money|awareness|funds)|awareness|research\w*|study\w*|learn\w*|essay|paper|thesis|documentary|book|train\w*|work\w*|help (?:girls|others|people|teens|teenagers|women|men|students|clients))~~(?:eating disorders?|anorexi\w+|bulimi\w+)(?: \w+)?",
        r"(?:stop|quit|less|avoid) binge eating (?:chips|crisps|junk|sugar|sweets|chocolate|snacks?|ice cream|at night|late|popcorn|cookies|candy|when (?:bored|stressed)|in front of)",
        r"(?:bulimia|anorexia|eating disorder) (?:awareness|charity|research|nurse|clinic job|therapist training)",
        r"hate my (?:body clock|weight bench|belly button ring)",
        r"(?:weight off my shoulders|arms race|figure it out|hate my (?:figure drawings?))",
        r"(?:burn|work|working|walk|run) off (?:the |some |that |my |all |a |all the |all this |few )*(?:steam|energy|stress|holiday (?:weight|pounds)|christmas (?:weight|pounds)|christmas (?:dinner|pudding|food)|turkey|thanksgiving (?:dinner|turkey|food|meal)|holiday food|winter weight)",
        r"earn (?:a |my |the )?(?:living|money|degree|bread and butter|bread)",
        r"(?:fast|quick|crash) food diet",
        r"stop eating (?:and|then) (?:driving|texting|talking)",
    ),
)
