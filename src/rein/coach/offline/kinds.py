"""Which words tell which kind of goal: an ordered table, the particular before the general.

`sure` words decide in any area of life, first in the areas named; `hint` words mean this kind only in its home area, the
first one named, since "run" is also what one does with a company. Order matters among kinds of the same area: "save for a trip" is saving when the goal is money.
"""

from dataclasses import dataclass

from rein.coach.domain import LifeArea

HEALTH, GROWTH, LOVE, FUN, MONEY, WORK, STUDY, TIME, GOOD = (
    LifeArea.HEALTH_FITNESS,
    LifeArea.PERSONAL_GROWTH,
    LifeArea.RELATIONSHIPS,
    LifeArea.RECREATION,
    LifeArea.FINANCE,
    LifeArea.CAREER,
    LifeArea.EDUCATION,
    LifeArea.TIME_MANAGEMENT,
    LifeArea.PHILANTHROPY,
)

_LESS = r"(?:stop\w*|quit\w*|giv\w+ up|cut\w*(?: (?:out|down|back|off))?|less|no more|fewer|reduc\w+|limit\w*|kick\w*|break\w*|without|drop\w*|avoid\w*|off|delet\w+|never|not|don['’]?t|no)"
"""Words of giving up, before the thing given up."""


_GIVES_UP = frozenset({
    "SMOKING", "ALCOHOL", "SCREENTIME", "QUITTING", "WEIGHT", "DEBT", "BUDGET", "SLEEP", "JOBSEARCH", "PUNCTUALITY", "STRESS", "CONFIDENCE",
    "EATING", "POSITIVITY", "DECLUTTER", "EXAM",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of goal: where its pattern is, and the words that mean it."""

    pattern: str
    """ "module:NAME" in `rein.coach.offline.patterns`."""
    areas: tuple[LifeArea, ...]
    """Where such goals are found; the first is the kind's home."""
    sure: str
    hint: str = ""
    gives_up: bool = False
    """Whether it also suits a statement that begins with "stop", "no" or "never"."""


def _kind(pattern: str, areas: tuple[LifeArea, ...], sure: str, hint: str = "") -> Kind:
    return Kind(pattern, areas, sure, hint, pattern.partition(":")[2] in _GIVES_UP)


GENERAL = "general:GENERAL"
CHANGE = "general:CHANGE"
DOING = "doing:DOING"
WISH = "doing:WISH"
ONCE = "once:ONCE"
FALLBACKS = (GENERAL, CHANGE, DOING, WISH, ONCE)
"""For goals of no kind below, by what sort of thing is wished."""

KINDS: tuple[Kind, ...] = (
    # Habits to be rid of
    _kind("habits:SMOKING", (HEALTH, GROWTH, MONEY), r"\b(?:smok(?:e|es|ing|er)\b(?! hot)|cigar\w*|nicotine|vap(?:e|ing)\b|tobacco|juul\w*|snus|(?<=stop )dipping|(?<=quit )dipping)", r"\bweed\b"),
    _kind("habits:ALCOHOL", (HEALTH, GROWTH, FUN, MONEY, LOVE),
          rf"\b(?:alcohol\w*|sober\w*|sobriety|dry january|booze|binge[- ]?drink\w*|hangovers?)\b|\b{_LESS} (?:so much |as much |the )?(?:drink(?:ing)?(?! (?:so much |as much |too much )?(?:soda|pop|coke|coffee|caffeine|diet|energy|tea|milk|sugar\w*|dr\.? ?pepper|pepsi|fizzy|soft))|beers?|wine|liquor|vodka)\b|\b(?:not|never) (?:going to|gonna) drink\b|\bdrink(?:ing)? less(?! (?:soda|pop|coke|coffee|caffeine|diet|energy|tea|sugar\w*|pepsi|fizzy|soft))"),
    _kind("eating:HYDRATION", (HEALTH, GROWTH), r"\bhydrat\w+|\bdrink\w*\b.{0,30}\bwater\b|\b(?:more|enough|glass(?:es)? of|lit(?:er|re)s? of|gallons? of|bottles? of) water\b"),
    _kind("quitting:QUITTING", (HEALTH, GROWTH, MONEY), rf"\b{_LESS}\b.{{0,22}}\b(?:gambl\w+|betting|porn\w*)\b"),
    _kind("screens:SCREENTIME", (TIME, GROWTH, HEALTH, FUN, LOVE),
          rf"\bscreen[- ]?time\b|\bunplug\b|\bdigital detox\b|\b(?:{_LESS}|away from|put\w* down)\b.{{0,30}}\b(?:(?:cell ?|my |the |smart)?phones?|social media|facebook|fb|twitter|tweet\w*|instagram|snapchat|tumblr|tik ?tok|reddit|youtube|netflix|tv|television|internet|video ?games?|gaming|technology|online|texting(?! (?:my ex|him|her))|pinterest|computer)\b|\b(?:phone|social media|facebook|twitter|instagram|tv|netflix|youtube|internet|tumblr|reddit|snapchat)\b.{{0,14}}\bless\b"),
    _kind("screens:POSTING", (FUN, WORK, GROWTH),
          r"\b(?:tweet|post|vlog|instagram)(?:ing)?\b.{0,15}\b(?:more|regularly|daily|every|often|consistently)\b|\bmore (?:selfies|tweets|tweeting|followers|retweets|subscribers|posts)\b|\b(?:more active|be active|be better|get better|more) (?:on|at|with) (?:twitter|instagram|facebook|social media|snapchat|tumblr|youtube|tik ?tok|tweeting|posting|(?:this|my) (?:account|page|channel))\b|\b(?:use|update) (?:my )?(?:twitter|instagram|facebook|social media|snapchat|tumblr|blog) more\b|\bsocial media presence\b|\b\d+k? (?:subscribers|followers|subs)\b"),
    _kind("quitting:QUITTING", (HEALTH, GROWTH, TIME, LOVE),
          rf"\bnail[- ]?biting\b|\bswear jar\b|\b(?:swear|curs|cuss|gossip|gambl)\w* less\b|\b{_LESS}\b.{{0,22}}\b(?:sugar\w*|sodas?|pop|coke|pepsi|dr\.? ?pepper|soft drinks?|energy drinks?|caffeine|coffee|cand(?:y|ies)|chocolate|sweets|swear\w*|cuss\w*|curs(?:e|ing)|profanity|bit(?:e|ing)|gossip\w*|gambl\w*|picking|cracking|lying|porn\w*|chew\w*|f[- ]?word|say\w* .{{0,12}}fuck|bad language|foul language|weed|pot)\b|\b(?:stop|quit|give up|giving up|break|kick)\b.{{0,20}}\bhabit\b|\btexting (?:my ex|him|her)\b",
          r"\b(?:stop|quit|give up|giving up|break|kick)\b.{0,20}\b(?:habit|addict\w+)"),
    # Body
    _kind("running:RUNNING", (HEALTH, FUN, GROWTH),
          r"\b(?<!movie )(?<!netflix )(?<!tv )(?:half[- ]?|ultra[- ]?)?marathons?\b(?! (?:of|watch\w*|movies?))|\bparkrun\b|\bcouch (?:to|2) ?5 ?k|\bjog(?:ging|s)?\b|\brun(?:ning)?\b.{0,20}\b(?:\d+(?:\.\d+)? ?(?:k|km|miles?|mi)\b|5k|10k|race\b)|\b(?:go|start|take up|keep|get back (?:in)?to) (?:for a )?run(?:ning)?\b(?! (?:a|my|our|the) )|\brun (?:more|again|faster|further|farther|outside|every|daily|regularly|once|twice|three|\d)",
          r"\brun(?:ning|ner|s)?\b(?! (?:a |my |our |the )?(?:business|company|shop|team|errands?|late|away|out|into|around|for (?:office|president)))|\b(?:5|10|15|21)k\b"),
    _kind("eating:WEIGHT", (HEALTH, GROWTH),
          r"\b(?:loo?s(?:e|ing)|drop\w*|shed\w*|burn\w*)\b.{0,20}(?:\b|\d)(?:weight|lbs?\b|pounds?|kgs?\b|kilos?|stones?\b|belly|fat\b|inches|gut\b)|\bweight[- ]?loss\b|\b(?:get|be|become) (?:skinn\w+|thin(?:ner)?\b|slim\w*)\b|\b(?:goal|target) weight\b|\bweigh \d|\bdress size\b|\bweight watchers\b|\bkeep\w* (?:the |this )?weight off\b",
          r"\bdiet(?:ing)?\b(?! (?:coke|pepsi|soda))|\b(?:skinn|slim)\w*\b|\b(?:los(?:e|ing)|drop) \d+\b|\bfat\b|\b(?:reach|maintain|control|watch)\w* (?:a |my )?(?:healthy )?weight\b"),
    _kind("body:STRENGTH", (HEALTH, GROWTH),
          r"\bmuscles?\b|\blift(?:ing)? (?:more )?(?:weights?|heav\w+)|\bweight[- ]?(?:lifting|training)\b|\bbench(?: ?press)?\b.{0,10}\d|\bdead ?lift\w*|\bsquats?\b|\bpush[- ]?ups?\b|\bpull[- ]?ups?\b|\bplanks?\b|\b(?:six|6)[- ]?pack\b|\bab(?:s|dominals)\b|\bbiceps?\b|\bbulk(?:ing)? up\b|\bstrength[- ]?(?:training|workouts?)\b|\b(?:nice|nicer|toned|big|bigger|strong) (?:arms|legs|butt|booty|shoulders|chest)\b|\b(?:do|train) (?:legs|arms|chest|back)\b|\bhand ?stands?\b|\bmuscle[- ]?ups?\b|\bgain\w*\b.{0,20}(?:\b|\d)(?:lbs?|pounds?|kgs?|kilos?|muscle|mass)\b",
          r"\bstrong(?:er)?\b|\bstrength\b|\blift(?:ing)?\b|\bton(?:e|ed|ing)\b|\bbooty\b|\bgain (?:\w+ ){0,3}weight\b|\bweights\b"),
    _kind("body:WALKING", (HEALTH, FUN, GROWTH), r"\bwalk(?:s|ing)?\b(?! (?:away|out|with (?:god|jesus|christ)|by faith))|\b\d+[,.]?000 steps\b|\bsteps (?:a|per|each|every) day\b|\bfitbit\b"),
    _kind("sleep:SLEEP", (HEALTH, TIME, GROWTH),
          r"\b(?:more|enough|better|get|regular|hours(?: of)?|early|earlier|to) sleep\b(?! with)|\bsleep(?:ing)? (?:more|better|earlier|enough|in less|less|at|by|8|7|eight|seven|schedule|well|pattern)\b|\binsomnia\b|\bbed ?times?\b|\b(?:go(?:ing)?|get(?:ting)?|be) (?:to|in) bed\b|\b(?:wak\w+|get\w*) up (?:early|earlier|before|at|on time|sooner|when)\b|\b(?:wake|get) up\b.{0,16}\bearlier\b|\bsnooz\w+|\bmorning person\b|\bsleep\b$", r"\bsleep\w*\b|\bnaps?\b|\brest(?:ed)?\b"),
    _kind("mind:MEDITATION", (HEALTH, GROWTH, TIME), r"\bmeditat\w+|\bmindful\w*|\bheadspace\b|\bbreathing exercises?\b"),
    # Money
    _kind("money:DEBT", (MONEY,), r"\bdebts?\b|\bpay(?:ing)?\b.{0,20}\b(?:off|down|back)\b|\b(?:student|car|home) loans?\b|\bcredit cards?\b|\bmortgage\b", r"\bloans?\b|\bowe\b|\brepay\w*|\bcredit\b"),
    _kind("money:SAVING", (MONEY,), r"\bsav(?:e|ing)\b(?! (?:time|lives|the (?:world|planet|earth|environment)|water|energy|animals?))(?:.{0,25}(?:[$£€₹]|\bmoney|\bmore|\bup\b|\bfor|\b\d|\bcash|\bpaycheck))|\b(?:my |our )?savings\b|\bemergency fund\b|\bdown ?payment\b|\bnest egg\b|\bpiggy bank\b|\b(?:retirement|college) fund\b|\binvest(?:ing|ments?)\b(?! (?:\w+ )?(?:in )?(?:my|our|your|people|myself|yourself|time|so))|\b401 ?\(?k\b",
          r"\bsav\w+|\binvest\w*|\bbuy\b.{0,20}\b(?:house|home|car|flat|apartment|truck|place)\b|\bretire\w*"),
    _kind("spending:INCOME", (MONEY, WORK), r"\b(?:earn|mak(?:e|ing))\b.{0,15}\b(?:money|income|\$ ?\d[\d,.]*k?)|\bside (?:hustle|gig|job|income)\b|\bextra (?:money|income|cash)\b|\bpassive income\b|\bwin the (?:lottery|lotto|powerball)\b|\bget rich\b|\bmillionaire\b|\bdouble my (?:income|salary)\b", r"\bincome\b|\bearn\w*|\brich(?:er)?\b|\bmillion\w*|\bpa(?:id|ychecks?)\b|\bsalary\b"),
    _kind("spending:BUDGET", (MONEY, TIME), r"\bbudget\w*|\b(?:spend(?:ing)?|spent)\b.{0,15}\bless\b(?! time)|\bless (?:money|on )|\bless (?:spending|shopping)\b|\b(?:stop|quit|no more|cut\w*|reduce|limit|control|track|watch)\w*\b.{0,15}\b(?:spending|shopping|buying|expenses|impulse)\b|\bfrugal\w*|\b(?:my|our|personal) financ\w+|\bfinancial\w*|\bno[- ]spend\b|\bwithin (?:my|our) means\b|\bimpulse (?:buy|purchas)\w*", r"\bspend(?:ing)?\b(?! (?:\w+ )?(?:more )?time)|\bmoney\b|\bbills?\b|\bshopping\b|\bcheap\w*|\bscrooge\b"),
    # Study and work
    _kind("learning:LANGUAGE", (STUDY, GROWTH, FUN, WORK), r"\b(?:new|foreign|second|third|another|sign|2nd) language\b|\blanguages\b|\bduolingo\b|\bfluent\w*|\bbilingual\b|\b(?:learn|speak|study|stud\w+|practi[cs]e|improve|master|brush up|polish)\w*\b.{0,25}\b(?:spanish|french|german|italian|portuguese|mandarin|chinese|cantonese|japanese|korean|russian|arabic|hebrew|hindi|dutch|swedish|norwegian|danish|finnish|polish|greek|turkish|latin|welsh|irish|gaelic|english|asl|swahili|vietnamese|thai|tagalog|ukrainian|urdu|persian|farsi)\b(?! (?:food|cooking|cuisine|dish\w*|recipes?|bread|history|culture|music))", r"\blanguage\b|\b(?:spanish|french|german|italian|mandarin|japanese|korean|arabic|english)\b(?! (?:assignments?|homework|class|essays?|papers?|teacher|lit\w*|exam))"),
    _kind("self:FAITH", (GROWTH, LOVE, STUDY, GOOD, TIME), r"\bgod(?:'s|ly)?\b|\bjesus\b|\bgospel\b|\bchrist(?:ian)?\b|\bbible\b|\bchurch\b|\bpray(?:er|ing|ers)?\b|\bqur['’]?an\b|\ballah\b|\bscriptures?\b|\bmosque\b|\bdevotion\w*|\bworship\b|\bsynagogue\b|\btorah\b|\bthe lord\b", r"\bfaith\w*|\bspiritual\w*|\btemple\b|\bblessings?\b"),
    _kind("learning:READING", (STUDY, GROWTH, FUN, TIME), r"\bread(?:ing)?\b(?! (?:my|the|his|her|your)? ?(?:minds?|texts?|emails?|labels?))(?:.{0,30}\b(?:books?|novels?|pages?|more|daily|every|at least|each|literature|\d+|classics?|fiction)\b)|\bgoodreads\b|^(?:keep |start |be )?read(?:ing)?\b|\breading\b.{0,40}\bbooks?\b|\bread (?:a|an|one|two|some|all|the|my|harry|for)\b(?! (?:minds?|texts?|emails?|labels?|room))|\bbook ?club\b|\bfinish\w*\b.{0,15}\b(?:reading|books)\b(?!.*\bwrit)", r"\bread(?:ing)?\b|\bbooks?\b|\blibrary\b"),
    _kind("study:WRITING", (GROWTH, FUN, STUDY, WORK, TIME), r"\bwrit(?:e|ing)\b(?! (?:a |my )?(?:resume|cv|list|check|code|thank|exam))|\bnovel\b|\bblog\w*|\bjournal(?:ing|l?ing)?\b|\bdiary\b|\bpoe(?:ms?|try)\b|\bmemoir\b|\bscreenplay\b|\bnanowrimo\b|\bscrapbook\w*|\bscreenplays?\b|\bmanuscript\b|\bpublish\w*|\bpicture ?books?\b|\b(?:finish|publish)\w* (?:my|a|the) (?:first |second )?book\b", r"\bpublish\w*|\bmy book\b|\bauthor\b|\bstor(?:y|ies)\b"),
    _kind("licence:DRIVING", (STUDY, GROWTH, FUN, TIME, WORK), r"\bdriv\w+ ?['’]?s? (?:licen[cs]e|test|exam|lessons?)\b|\blicen[cs]e to drive\b|\blearn(?:ing)? (?:how )?to drive\b|\bget my (?:licen[cs]e|permit)\b(?! plate)|\blearner['’]?s permit\b"),
    _kind("study:EXAM", (STUDY, WORK, GROWTH), r"\bexams?\b|\bcertif\w+|\b(?:bachelor|master|phd|doctora|college|nursing|law|university|associate)\w*(?:['’]s)? degree\b|\bmy degree\b|\bgrades?\b|\bg\.?p\.?a\b|\bgraduat\w+|\bstud(?:y|ying)\b|\bhonou?r roll\b|\bhomework\b|\bassignments?\b|\bsemesters?\b|\bdiploma\b|\bdissertation\b|\bthesis\b|\b(?:driv\w+|nursing|real estate|pilot\w*|teaching) ?['’]?s? licen[cs]e\b|\bback to (?:school|college|uni\w*)\b|\b(?:finish|get into|apply to|start|enrol\w*|attend|pass)\w*\b.{0,15}\b(?:school|college|university|uni|class(?:es)?|courses?|program|grad school|med school)\b", r"\bschool\b|\bcollege\b|\buniversity\b|\bclass(?:es)?\b|\bcourses?\b|\bdegree\b|\btests?\b|\bphd\b|\bmasters?\b|\blicen[cs]e\b|\beducation\b"),
    _kind("work:JOBSEARCH", (WORK, MONEY), r"\b(?:new|better|find\w*|get\w*|land\w*|dream|different|real|full[- ]?time|second|another|a|my first|quit my|change|switch)\b.{0,12}\bjobs?\b|\binternship\b|\bget hired\b|\bbe working (?:at|for|as|in)\b|\bcareer change\b|\bchang\w+ careers?\b|\bfind (?:some )?(?:work|employment)\b|\bget employed\b|\bjob (?:search|hunt\w*|interviews?)\b|\b(?:my|a|new) (?:resume|cv)\b", r"\bjobs?\b|\bresume\b|\binterviews?\b|\bemploy\w+|\bhired\b|\bquit\b"),
    _kind("work:BUSINESS", (WORK, MONEY, GROWTH), r"\b(?:start|launch|grow|build|open|run|expand|own|begin|improve)\w*\b.{0,25}\b(?:business\w*|company|start[- ]?up|shop|store|restaurant|brand|agency|practice|bakery|etsy|channel|website|label)\b|\bentrepreneur\w*|\bfreelanc\w*|\bmy own boss\b|\bself[- ]employed\b|\betsy\b|\bmy (?:business|company|startup|shop)\b|\bmore (?:clients|customers|sales)\b", r"\bbusiness\b|\bclients?\b|\bcustomers?\b|\bsales\b|\bsell\w*|\blaunch\w*|\bbrand\b"),
    _kind("work:PROMOTION", (WORK,), r"\bpromot(?:ed|ion)\b|\b(?:pay|salary) ?raise\b|\bget (?:a|my) raise\b|\b(?:better|harder) at (?:my )?(?:work|job)\b|\bperformance review\b|\btenure\b", r"\b(?:at|my|to|from) work\b|\bwork(?:ing)? (?:hard|smart|less|more|even|better|life|ethic|on)\w*|\bcareer\b|\bboss\b|\bleader\w*|\bmanag\w+|\bnetwork\w*|\bprofession\w*|\braise\b|\bcolleagues?\b|\bco-?workers?\b|\bjob\b|\bteam\b"),
    # Giving and people
    _kind("attitude:POSITIVITY", (GROWTH, LOVE, HEALTH, TIME, WORK), r"\b(?:my|less|bad|control) (?:anger|temper)\b|\bpatien(?:t|ce)\b|\b(?:get|be|getting|being) (?:so |less )?angry\b|\broad rage\b|\b(?:lose|keep|hold) my (?:temper|cool)\b|\b(?:yell|shout)\w* (?:less|at)\b"),
    _kind("giving:VOLUNTEERING", (GOOD, GROWTH, LOVE), r"\bvolunteer\w*|\bcommunity service\b|\bsoup kitchen\b|\bfood bank\b|\bhabitat for humanity\b|\banimal shelter\b|\bgive back\b|\bgiving back\b", r"\bhelp\w*|\bmentor\w*|\bcommunity\b|\bhomeless\b|\bshelter\b|\bserv(?:e|ing|ice)\b|\bdifference\b"),
    _kind("giving:GIVING", (GOOD, MONEY, LOVE, GROWTH), r"\bdonat\w+|\bcharit\w+|\btith(?:e|es|ing)\b|\bgenero\w+|\bacts? of kindness\b|\bpay it forward\b|\bphilanthrop\w*|\bgive (?:more|blood|away)\b|\bgiving more\b|\bgood deeds?\b", r"\bgiv(?:e|ing)\b|\bcauses?\b|\bkind(?:er|ness)?\b|\bothers\b|\bworld\b|\brecycl\w*|\bfundrais\w*|\bsponsor\w*"),
    _kind("people:FAMILY", (LOVE, GROWTH, TIME, FUN), r"\bfamil(?:y|ies)\b|\bmy (?:\w+ )?(?:kids?|child(?:ren)?|sons?|daughters?|mom|mum|mother|dad|father|parents?|grand\w+|sisters?|brothers?|siblings?|nephews?|nieces?|nan|baby)\b|\bbetter (?:mom|mum|mother|dad|father|parent|son|daughter|sister|brother)\b|\b(?:have|start|get) (?:a |another )?(?:bab(?:y|ies)(?! [a-z])|family|kids?|pregnant)\b", r"\bkids?\b|\bchild(?:ren)?\b|\bmom\b|\bmum\b|\bmother\b|\bdad\b|\bfather\b|\bparents?\b|\bgrand\w+\b|\bhome\b|\bson\b|\bdaughter\b"),
    _kind("love:PARTNER", (LOVE, FUN, GROWTH), r"\b(?:boy|girl)friends?\b|\b(?:bf|gf)\b|\b(?:my |a |better |the )(?:wife|husband|spouse|fianc\w+)\b|\bmarri(?:age|ed)\b|\bmarry\b|\bmy (?:partner|relationship|man|woman|love life)\b|\bdat(?:e nights?|ing)\b|\bsoul ?mates?\b|\bfind (?:true |my |real )?love\b|\bfall(?:ing)? in love\b|\btinder\b|\bstay(?:ing)? single\b|\bpropose to\b|\bromanc\w+|\bromantic\b|\bget laid\b|\bget engaged\b", r"\brelationships?\b|\blove life\b|\blover\b|\b(?:find|my|true|in) love\b|\bsingle\b|\bdates?\b|\bpartner\b|\bkiss\w*|\bcrush\b|\bhusband\b|\bwife\b|\b(?:a|the|my|new|good|nice|right|loyal|some) (?:\w+ ){0,2}(?:guy|girl|man|woman|boy)\b"),
    _kind("people:FRIENDS", (LOVE, GROWTH, FUN), r"\b(?:my|new|more|better|make|old|with|good|real|fake|close)\b.{0,10}\bfriends?(?:hips?)?\b|\bsociali[sz]\w+|\bsocial life\b|\bin touch\b|\breconnect\w*|\bmeet (?:new|more) people\b|\bmore social\b|\bcall people\b", r"\bfriends?\w*|\bpeople\b|\bsocial\b|\boutgoing\b|\btalk\w*|\btexts?\b|\breply\b|\bcall\w*|\bpart(?:y|ies)\b|\blisten\w*|\bforgiv\w+|\btrust\b"),
    # Home and time
    _kind("home:DECLUTTER", (TIME, GROWTH, FUN), r"\bde-?clutter\w*|\bclutter\b|\btidy\w*|\bclean(?:er|ing)? (?:out|up|my|the|our|house|room|more|after)\b|\b(?:get|getting) rid of (?:stuff|things|junk|old)\b|\bclosets?\b|\bgarage\b|\bminimalis\w+|\bthrow\w* (?:away|out)\b|\borgani[sz]\w*\b.{0,25}\b(?:house|home|room|closet|kitchen|desk|stuff|photos?|office|basement|garage|things)\b|\b(?:house|home|room|bedroom|kitchen|car|desk)\b.{0,15}\b(?:clean|organi[sz]ed|tidy)\b|\bmake my bed\b|\b(?:do|fold) (?:the |my )?(?:laundry|dishes)\b", r"\bclean\w*|\bmess\w*|\bjunk\b|\bstuff\b|\bsimplify\b|\bhouse\b|\broom\b"),
    _kind("home:PUNCTUALITY", (TIME, WORK, STUDY, GROWTH), r"\bprocrastinat\w+|\b(?:be(?:ing)?|arriv\w*|show\w* up|get\w*)\b.{0,20}\bon[- ]time\b|\b(?:be|being|so|stop|always|less) (?:always )?late\b|\bpunctual\w*|\btime[- ]management\b|\bmanage my time\b|\bproductiv\w+|\bto[- ]?do lists?\b|\bplanner\b|\bplan ahead\b|\bstay(?:ing)? (?:focus\w*|motivated|on (?:track|task))\b|\bget (?:more |better )?organi[sz]ed\b|\bmore organi[sz]ed\b|\bbe organi[sz]ed\b|\bless lazy\b|\bstop being lazy\b|\bwast\w+ (?:so much |less |my )?time\b|\blast minute\b|\bget (?:things|stuff|shit|more) done\b|\bfollow through\b", r"\borgani[sz]\w*|\bschedul\w*|\bpriorit\w+|\bfocus\w*|\blazy\b|\btime\b|\broutines?\b|\bdisciplin\w+|\bplan\w*|\blate\b|\bfinish\w*|\bdeadlines?\b|\blists?\b"),
    # Mind
    _kind("mind:STRESS", (HEALTH, GROWTH, TIME, WORK), r"\bstress\w*|\banxi\w+|\bworr(?:y|ying|ies)\b|\boverthink\w*|\brelax\w*|\bburn(?:ed|t)?[- ]?out\b|\bwork ?[-/ ] ?life balance\b|\bcalm(?:er)?\b|\bcarefree\b|\bdrama\b|\bslow down\b|\btake it easy\b|\bchill\b|\bmental health\b", r"\bbalanced?\b|\bpeace\w*|\bdrama\b|\bpanic\b|\bmad\b"),
    _kind("attitude:CONFIDENCE", (GROWTH, LOVE, WORK, HEALTH), r"\bconfiden\w+|\bself[- ]?(?:esteem|worth|respect|love|doubt)\b|\bshy\b|\bassertive\b|\bstand up for\b|\bpublic speak\w+|\bspeak (?:up|my mind)\b|\bsay(?:ing)? ['‘“\"]?no['’”\"]?\b|\bcar(?:e|ing)\b.{0,15}\bwhat\b.{0,12}\bthink\b|\bpeople[- ]pleas\w*|\bbelieve in myself\b|\binsecur\w+|\blov(?:e|ing) myself\b|\bcompar(?:e|ing) myself\b|\b(?:myself|me) (?:first|over)\b|\bbe (?:myself|true to myself|brave\w*|fearless)\b|\bput myself\b", r"\bbrave\w*|\bcourage\w*|\bfear\w*|\bmyself\b|\bscared\b|\bafraid\b|\bboundar\w+|\bapologi[sz]\w*|\bcar(?:e|ing) less\b"),
    _kind("self:SELFCARE", (HEALTH, GROWTH, FUN, LOVE), r"\bself[- ]?care\b|\btak\w+ (?:better )?care of (?:myself|my (?:skin|hair|teeth|body|nails|health))\b|\bskin ?care\b|\bmake-?up\b|\b(?:my|grow|longer|dye|cut) (?:\w+ )?(?:hair|beard|nails)\b|\bfloss\w*|\bdress (?:better|nicer?|up|more|well)\b|\bwardrobe\b|\b(?:my|the) (?:skin|teeth|style|looks?|appearance)\b|\bdentist\b|\b(?:less ugly|prettier|hotter)\b|\blook (?:better|good|hot\w*|pretty|prettier|nice)\b|\bpamper\w*|\btreat myself\b|\bmoisturi[sz]\w*|\bsunscreen\b|\bteeth\b", r"\bclothes\b|\bhair\b|\bskin\b|\bdress\w*|\bstyle\b|\bshav\w+|\btan\b|\bbeaut\w+|\bdoctors?\b"),
    _kind("leisure:TRAVEL", (FUN, GROWTH, LOVE, MONEY), r"\btravel\w*|\b(?:road |more )?trips?\b|\bvacations?\b|\bsee (?:more of )?the world\b|\bpassport\b|\bcruise\b|\bbackpack\w*|\b(?:new|more) (?:countr\w+|places|cities|states)\b|\babroad\b|\b(?:visit|go to|move to|fly to)\b.{0,20}\b(?:europe|asia|africa|paris|london|italy|france|spain|japan|new york|nyc|disney\w*|hawaii|australia|india|mexico|greece|ireland|vegas|california|florida|rome|iceland|thailand|la|canada)\b", r"\bvisit\w*|\bexplor\w+|\bplaces\b|\bbeach\b|\bholidays?\b|\bcountries\b"),
    _kind("outdoors:GARDEN", (FUN, HEALTH, GROWTH), r"\bgarden(?:s|ing)?\b|\bgrow (?:my |our |some )?(?:own )?(?:vegetables|veg|food|tomatoes|herbs|flowers|plants)\b|\ballotment\b|\bhouse ?plants?\b"),
    _kind("outdoors:OUTDOORS", (FUN, HEALTH, GROWTH), r"\bhik(?:e|es|ing)\b|\bcamp(?:ing)?\b|\boutdoors?\b|\bin nature\b|\bgarden\w*|\bfishing\b|\bnational parks?\b|\bkayak\w*|\bget outside\b|\boutside more\b|\bmore (?:time )?outside\b|\bfresh air\b|\bmountains?\b", r"\boutside\b|\bnature\b|\bfish\b|\bpark\b|\bsnowboard\w*|\bbirds?\b|\bplants?\b|\bdogs?\b"),
    # Food and movement, after the kinds that borrow their words
    _kind("eating:EATING", (HEALTH, GROWTH, FUN), r"\b(?:eat|eating)\b(?! (?:pussy|ass))(?:.{0,25}\b(?:health\w*|better|clean\w*|right|well|less|more|out|breakfast|veg\w+|fruits?|greens?|salads?|fish|protein|meat|junk|bread|carbs?|at home|chocolate|candy|sweets|crap|pizza))|\bhealth(?:y|ier) (?:food|eat\w*|diet|meals?)\b|\bvegan\w*|\bvegetarian\w*|\bveg(?:gie|etable)s\b|\bjunk food\b|\bfast food\b|\bmcdonald\w*|\bmeal[- ]?(?:prep\w*|plan\w*)\b|\bhome[- ]?cooked\b|\bgluten\b|\bsnack\w*|\bfries\b|\bgreen (?:juice|smoothie)s?\b|\bpaleo\b|\btake-?(?:out|away)s?\b|\bbetter diet\b|\bmy diet\b",
          r"\beat\w*\b|\bfood\b|\bfruits?\b|\bsalads?\b|\bcarbs?\b|\bcook\w*|\bmeals?\b|\bbreakfast\b|\bpizza\b|\bmeat\b|\bdairy\b|\bcheese\b|\bdiet\b|\bnutrition\w*|\bhungry\b|\bbread\b|\bchips\b|\bsugar\b|\bchocolate\b|\bprotein\b"),
    _kind("body:FITNESS", (HEALTH, FUN, GROWTH), r"\bexercis\w+|\bwork(?:ing)? ?outs?\b|\bworkouts?\b|\bgyms?\b|\bfitness\b|\b(?:get|be|become|keep|stay|getting|staying) (?:\w+ )?(?:fit(?:ter)?|in shape|active(?! (?:on|in|at|with|about)\b)|healthy|healthier)\b|\bin(?:to)? (?:better |great |good |the best |bikini )?shape\b|\byoga\b|\bpilates\b|\bswim\w*|\bcycl\w+|\bbik(?:e|ing)\b|\b(?:kick)?boxing\b|\btriathlon\w*|\bironman\b|\bcross ?fit\b|\bzumba\b|\bcardio\b|\bmore (?:active|flexible)\b(?! (?:on|in|at|with|about)\b)|\bbikini body\b|\bbeach body\b|\bball(?:et)? class\b|\bthe splits\b|\bworkout\b|\btough mudder\b|\bspartan\b",
          r"\bfit(?:ter)?\b|\bhealth\w*\b|\bactive\b|\bclimb\w*|\bbox\b|\bdanc\w+|\btennis\b|\bbasketball\b|\bfootball\b|\bsoccer\b|\bgolf\b|\bski\w*|\bsurf\w*|\bsports?\b|\btrain(?:ing)?\b|\bstretch\w*|\bbody\b|\bflexib\w+|\bathlet\w+|\bmov(?:e|ing)\b|\bp90x\b|\binsanity\b|\benergy\b|\bshape\b|\bposture\b"),
    # What is left of mind, fun and learning: broad words
    _kind("cooking:COOKING", (FUN, GROWTH, STUDY, LOVE, TIME, MONEY), r"\bcook(?:ing)?\b(?! up)|\bbak(?:e|ing)\b|\brecipes?\b|\bgrill(?:ing)?\b|\bin the kitchen\b", r"\bfood\b|\bmeals?\b|\bdinners?\b"),
    _kind("self:NEWTHINGS", (GROWTH, FUN, LOVE), r"\b(?:try|do|doing|trying|learn|experience)\b.{0,25}\bnew\b(?! (?:job|car|house|phone|language|friends?|skill|year))|\bsomething new\b|\bnew (?:things|experiences|hobbies|adventures)\b|\bcomfort zone\b|\badventur\w*|\bspontane\w+|\bbucket list\b|\bsay(?:ing)? ['‘“\"]?yes['’”\"]?\b|\btake (?:more )?(?:risks|chances)\b|\blive life\b|\blive (?:more|a little)\b|\bopen[- ]?mind\w*|\bsky ?div\w+|\bbungee\b", r"\brisks?\b|\bwild\w*|\byolo\b|\bcrazy\b|\bexperiences?\b"),
    _kind("learning:SKILL", (STUDY, FUN, GROWTH, WORK), r"\b(?:play|learn|practi[cs]e|pick up|master|improve)\w*\b.{0,25}\b(?:guitar|piano|ukulele|drums?|violin|bass|flute|sax\w*|cello|instruments?|harmonica|banjo|keyboard|chess|poker|magic|singing|drawing)\b|\bguitar\b|\bpiano\b|\bukulele\b|\bviolin\b|\b(?:learn|start|practi[cs]e|take up|get (?:better|good) at|teach myself)\w*\b.{0,15}\b(?:draw\w*|sketch\w*|paint\w*|cod(?:e|ing)|program\w*|photograph\w*|sing\w*|skat\w+|juggl\w+|sew\w*|knit\w*|crochet\w*|danc\w+|driv(?:e|ing)|swim|python|javascript|html|photoshop|excel|typing|sign|calligraphy|pottery|woodwork\w*)\b|\blearn (?:how )?to\b(?! (?:accept|love|be|say|take|let|live|trust|forgive|appreciate|deal|handle|control|not|stop|care|wear|cry|relax|listen|value|respect|shut|keep|stand|save|budget|enjoy|trust|ask)\b)|\bteach myself\b|\b(?:get|be|become) (?:better|good|great|pro) (?:at|in)\b|\bimprove (?:my|at)\b.{0,20}\b(?:skills?|game|playing|handwriting|maths?)\b|\b(?:learn|acquire|develop) (?:a |some |one )?(?:new )?(?:skills?|instrument|trade|craft)\b|\bcoding\b|\bonline course\b", r"\blearn\w*|\bskills?\b|\bpractic\w*|\bpractis\w*|\bmusic\b|\bsing\w*|\bart\b|\bdraw\w*|\bpaint\w*|\bcode\b|\bimprove my\b|\bknowledge\b"),
    _kind("leisure:HOBBY", (FUN, GROWTH, LOVE, TIME), r"\bhobb(?:y|ies)\b|\bcraft(?:s|ing)?\b|\bknit\w*|\bsew(?:ing)?\b|\bcrochet\w*|\bphotograph\w*|\bquilt\w*|\bwoodwork\w*|\blego\b|\bpuzzles?\b|\bconcerts?\b|\bpaint(?:ing)?\b|\bdraw(?:ing)?\b|\bboard games?\b|\b(?:start|join|form|play in|be in) (?:a|my|the|our) (?:\w+ )?band\b|\bmixtape\b|\balbum\b|\bbe more creative\b|\bcreat\w+ (?:more )?art\b|\bmake (?:more )?(?:music|art)\b|\btak\w+ (?:more )?(?:photos|pictures|pics)\b", r"\bgam(?:e|es|ing)\b|\bmovies?\b|\bfilms?\b|\bmusic\b|\bplay\w*|\bwatch\w*|\bfun\b|\bcreativ\w*|\bart\b|\bcollect\w*|\bshows?\b|\bseries\b|\bfestival\w*|\bphotos?\b|\bpictures?\b|\bdanc\w+|\bsing\w*|\bskat\w+|\bhockey\b|\bteam\b"),
    _kind("attitude:POSITIVITY", (GROWTH, LOVE, HEALTH, FUN, GOOD, TIME, WORK), r"\bpositiv\w+|\boptimis\w+|\bgrat(?:eful|itude)\b|\bthankful\b|\bhapp(?:y|ier|iness)\b|\bnegativ\w+|\bcomplain\w*|\bsmil(?:e|ing)\b|\bbetter (?:person|attitude|me|man|woman|human)\b|\bnicer\b|\b(?:be|being|become|act|play) (?:\w+ ){0,2}nice\b|\bkind(?:er)?\b|\bin the moment\b|\bappreciat\w+|\benjoy\w* (?:life|every|more|the)\b|\blaugh\w*|\bpessimis\w+|\bjudg(?:e|ing|mental)\b|\bcompliment\w*|\bcritici[sz]\w*|\bdwell\w*|\bthe past\b|\b(?:hold(?:ing)? )?grudges?\b|\blet (?:it|things|stuff) go\b|\bcount my blessings\b", r"\benjoy\w*|\battitude\b|\bforgiv\w+|\bjoy\w*|\bbe (?:so |a )?(?:good|better|mean)\b|\blov(?:e|ing)\b|\banger\b|\btemper\b|\bsarcas\w+|\brude\b|\bhate\w*|\bpresent\b|\bblessed\b|\bcheer\w*"),
)  # fmt: skip
