"""Verbs that a resolution begins with, in their base form: only such a statement may follow "I will"."""

VERBS: frozenset[str] = frozenset(
    """
    abandon absorb abstain abuse accelerate accept accompany accomplish accumulate achieve acknowledge acquire act activate adapt add address adjust
    administer admire admit adopt adore advance advocate affirm afford aid aim align allocate allow alter amaze amend amplify analyse analyze announce
    annoy anticipate apologise apologize apply appreciate approach approve argue arrange arrive ask aspire assemble assert assess assign assist assume
    assure attack attain attend attract audit avenge avoid await babysit backflip backpack bake balance bare bargain battle be beautify become beg begin
    behave believe bench bike bind binge bite blame bless block blog blossom boil boost borrow bother brag break breathe brew brighten bring broaden
    browse brush buckle budget build bulk bully burn bury buy calculate call camp cancel capture care carry carve catch cater cause cease celebrate
    challenge change charge chase chat check cheer cherish chew chill choose chuck circulate cite claim clarify clean cleanup clear climb cling close
    coach code collaborate collapse collect color colour comb combine come comfort commit communicate compare compete compile complain complete compliment
    comply compose conceive concentrate conclude conduct confess confirm confront connect conquer consider construct consult consume contact contemplate
    continue contribute control converse convert convince cook cooperate cope copy correct count court cover crack craft crash crave create credit crochet
    cross crush cuddle cultivate curb cure curl curse customise customize cut cycle damage dance dare date dazzle deal debate decide declare declutter
    decorate decrease dedicate deepen defeat defend define delegate delete deliver demonstrate deny design destress destroy detach detox develop devise
    devote diagnose dial diet dig diminish dine dip disagree disappear disappoint discard discipline disconnect discover discuss dismiss distribute ditch
    dive divide divorce do document dodge dominate don donate doodle double doubt download drag drain draw dream dress drink drive drop dump dwell dye
    earn eat edit educate elevate eliminate embarrass embody embrace emerge emigrate emphasise emphasize employ empower enable encounter encourage end
    endure engage engineer enhance enjoy enlighten enlist enrich enroll ensure enter entertain equip erase escape establish evaluate evolve examine exceed
    excel exchange excite exercise exhale expand expect experience experiment explore expose express extend extract eyeball face facilitate fall fast feed
    feel fend fetch fight figure file fill film finance find finish fish fit fix flip flirt floss flow fly focus fold follow forge forget forgive forgo
    foster found frame free fulfil fulfill fund furnish further fuse gain gamble garden gather gaze generate get gift giggle give glow go gossip govern
    grab graduate grant greet grind groom grow guide halt hammer handle hang hate have heal heed help hesitate hibernate hide hike hit hoard hold honor
    honour hop host howl hug hunt hurry hurt hustle hydrate identify ignore illustrate imagine imitate immerse implement import impose impress improve
    inch include incorporate increase indulge influence inform inhale inherit initiate injure innovate inspect inspire install instill integrate interact
    interview intimidate introduce invent invest investigate invite involve iron irritate isolate itemize jam jog join jot journal judge juggle jump
    justify keep kick kindle kiss kneel knit knock know land laugh launch lay lead leap learn leave lend lessen let level lick lie lift lighten limit
    listen live load locate log look loosen lose lounge love lower mail maintain make manage manifest marry massage master masturbate mature measure
    mediate meditate meet memorise memorize mend mentor merge mind mingle minimize misbehave misplace miss mix moan mock model moderate modernize modify
    moisturize monitor mop mope motivate move multiply munch mute nag nail nap narrow need negotiate network nominate note notice nourish nurture obey
    oblige observe obsess obtain offend offer offset omit open operate oppose optimise optimize orchestrate order organise organize originate outdo
    outgrow outline outlive outrank outrun outsmart overcome overhaul overlook overtake overthink overthrow overwhelm own pack paint pamper pardon
    participate party pass pause pay peel penetrate perceive perfect perform persevere persist persuade pester pet photograph pick pierce place plan plant
    play pledge plunge polish ponder pose post pour practice practise pray preach precede predict prepare prescribe preserve pretend prevail prevent print
    prioritise prioritize proceed procrastinate produce prohibit promote promulgate pronounce proofread propel propose prosper protect prove provide
    provoke prune publish pull pump punch punish purchase purge purify pursue push put qualify quantify quench question quiet quilt quit race raid raise
    rally rant rave reach react read realise realize reap rearrange reassure rebel rebuild recall receive recharge recite reclaim recognise recognize
    recommend reconcile reconnect record recover recruit recuperate recycle redecorate redeem redirect redo reduce reevaluate refer reference refrain
    refresh refuse regain register regret rehearse reheat reinforce reinvent reject rejoice rejoin relate relax relay relearn release relive relocate rely
    remain remember remind remodel remove rendezvous renew renovate rent reorganise reorganize repair repay rephrase replace reply report repost represent
    rescue research reset resign resist resolve respect respond rest restart restrict resume retain rethink retire retrain retreat retrieve return retweet
    reunite reveal review revise revive reward rewatch rewind rewire rewrite rhyme rid ride rip ripen rise roam roar rob rock roll rotate row run rush
    sacrifice sail sample sanitise sanitize satisfy save savor savour say scan scatter schedule scold scoot score scrap scrapbook scream scroll sculpt
    seal search secure seduce see seek seize select sell send separate serve set settle sew shake shank shape share sharpen shatter shave shed shift shine
    shoot shop shorten shove show shower shrink shun shut sightsee sign simplify sing single-task sit skate ski skip skydive slack slap slather slay sleep
    slim slip slow smash smell smile smoke snack snap sneak snooze snort snowboard snuggle soak soar socialise socialize solicit solidify solve soothe
    sort spank speak specialise specialize specify spend spice spill spin spoil sponsor spot spread sprint spruce squash squat squeeze stabilise stabilize
    stack stalk stand stare start starve stay steal steer step sterilize stick stir stop store straighten strategize stray stream streamline strengthen
    stress stretch strip strive stroll struggle study submit subscribe substitute succeed suck sue suffer suggest supervise supply support surf surprise
    surrender surround survive suspend sustain swap swear sweep swim switch swoop symbolize sync tackle tailor take talk tan tap target taste tattoo taunt
    teach tease tell terminate test text thank thaw think threaten thrive throw tick tidy tighten tilt tolerate tone topple toss touch toughen tour trace
    track trade train transcribe transfer transform transition translate transmit trash travel treasure treat tremble trim triple triumph troll trust try
    tug turn tutor tweet twerk twist type unclutter uncomplicate uncover undergo understand undertake undo unearth unfold unfollow unfriend unify unite
    unleash unload unlock unpack unplug unrush unsubscribe unveil unwind update upgrade uphold uplift upset urge use utilise utilize vacation vacuum
    validate value vanquish vary vent venture verify vibe view violate visit vlog voice volunteer vote waft wait wake walk waltz wander warn wash waste
    watch wear weave wed weigh welcome whistle whiten widen wield wiggle win wink wipe wish withdraw withhold witness woo work worry worship wow wrap
    wreck wrestle write yawn yell zip zone zoom
    """.split()
)
