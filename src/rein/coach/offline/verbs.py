"""Verbs that a resolution begins with, in their base form: only such a statement may follow "I will"."""

VERBS: frozenset[str] = frozenset(
    """
    abstain accept accomplish achieve act adopt add aim allow apologize apply appreciate argue arrive ask attend avoid bake balance be become begin
    believe bike blog boost break breathe bring brush budget build buy call care carry catch celebrate change chase choose clean clear climb close code collect come
    commit communicate complain complete compete compliment compose concentrate connect contribute control cook cope create cross cultivate curb cut
    cycle dance date deal declutter decrease defeat delete deliver design develop diet dig ditch do donate draw dream dress drink drive drop earn eat educate
    eliminate embrace encourage end engage enjoy enroll enter exercise expand experience explore express face fall fast feel fight figure file fill
    find finish fish fit fix floss fly focus follow forget forgive foster found frame free gain garden get give go gossip graduate grow handle hang have heal help hike hit
    hold host hug hurt hydrate ignore implement improve include increase inspire invest journal join judge jump keep kick kiss knit know land laugh launch
    lay lead learn leave lend lessen let lift limit listen live look lose love lower maintain make manage marry master maintain meditate meet
    memorize mend mentor mind minimize motivate move nail need network nurture obtain offer open order organise organize overcome own pack paint participate
    party pass pay perform photograph pick plan plant play practice practise pray prepare prioritize produce promote propose protect prove publish pull
    purchase pursue push put quit race raise reach read rebuild receive reconnect record recycle reduce refuse regain register relax release remain
    remember remove renovate repair repay replace reply respect respond rest restart retire return review ride rock row run sail save say schedule score
    see seek sell send serve set sew share shop show sign simplify sing sit skate ski sleep slim slow smile smoke socialize solve speak spend sponsor
    spread stand start stay step stick stop straighten strengthen stress stretch strive study succeed support surf surround swap swear swim take
    talk tackle teach tell text thank think tone tour track train transform travel treat trust try turn understand unplug update upgrade use vacation value
    visit volunteer wait wake walk wash watch wear weigh welcome win wish work worry worship write yell cease double triple declare deepen
    prosper rejoice relive rise waste whiten settle procrastinate overthink hate hydrate discover perfect sleep invite skip stop snack spoil lie bite adopt adore sort tidy
    advance advocate alter amaze apologise attack backpack bench binge bless block brighten capture challenge charge check chew color
    colour conquer consume convince count crack crochet curse dare dedicate decorate disconnect discuss document dominate download dump
    dye elevate embody empower evolve examine extend flirt fulfil fulfill giggle hunt impress influence introduce invent iron jam jog
    juggle level log manifest mature measure mop nap negotiate note observe outdo overhaul pamper pet place polish post predict pretend
    prevent prioritise prune raid realise realize rearrange recite reclaim redecorate redo relearn relocate rent reorganise reorganize
    rescue resist revive rewatch rewrite roll scrapbook seize shed shine shoot single-task skydive slay snowboard snuggle socialise
    squat stream streamline surprise survive sweep switch taste tease thrive toss trade treasure troll tweet twerk unfollow unleash
    vacuum vlog vote wander waltz whistle wink wipe
    """.split()
)
