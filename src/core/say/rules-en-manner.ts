import { faultRules } from './fault.ts'

const NOUN =
  '(?:deadbeats?|losers?|liar|thief|crook|cheat|scum|trash|garbage|idiots?|moron|worthless|lazy|bum|parasite|freeloader|irresponsible|pathetic|disgrace|disgusting|insane|crazy|stupid|dumb|joke|pig|pathetic|broke|fool|coward)'

const INSULTS = faultRules('insult', {
  said: [
    '\\b(?:grow a spine|sorry excuse|lie every time|(?:deaf|dense|blind) or|no wonder you are|open your mouth|trailer trash)\\b',
    `\\byou (?:are|piece|were|people are)(?: \\w+){0,3} ${NOUN}\\b|\\byou ${NOUN}\\b|\\b(?:what a|only a|such a|a) (?:loser|deadbeat|thief|crook)\\b|^\\W*(?:${NOUN})\\W*$`,
    '\\b(?:deadbeats?|losers?|scum|idiots?|moron|fuck(?:ing|ed)?|shit|bitch|bastard|asshole|arsehole|damn you|screw you|go to hell|drop dead|kill yourself|parasite|freeloader)\\b',
    '\\b(?:are you|how|be|being|so) (?:stupid|dumb|crazy|thick|insane)\\b|\\bstupid\\b|\\blazy (?:arse|ass)\\b|\\bget a job\\b|\\bwaste of space\\b|\\bsick in the head\\b|\\bmake me sick\\b|\\bdisgust me\\b|\\byou are disgusting\\b',
    '\\b(?:no shame|(?<!nothing to )be ashamed|be embarrassed|look at yourself|kind of (?:man|parent|mother|father|person)|terrible (?:father|mother|parent)|better without you|nobody likes you|wife left you|husband left you|live like a pig)\\b',
    '\\b(?:you people|your kind|be a man|man up|grow up|stop (?:crying|lying|whining|making excuses)|quit whining|sob story|not care (?:about your|if you)|not my problem|cry me|shut (?:up|your)|worst kind|genius|no class|no honour|nothing but a)\\b',
  ],
})

const SHORT = '(?:an?|one|two|three|\\d+|the next \\d+|twenty.four|the) (?:hours?|minutes?|mins?)'

const URGENCY = faultRules('false_urgency', {
  named: ['\\burgent(?:ly)?\\b(?! (?:medical|help|care))(?<!need help urgently)'],
  said: [
    '\\b(?:have until (?:i|we)|tick tock|nothing i can do|it is over\\b(?! the phone)|before end of day or)\\b',
    '(?<!- )\\b(?:act|pay|call|respond|reply|settle)(?: \\w+){0,3} (?:now\\b(?! (?:and|or)\\b)(?=[ .!]*$|[ .!]+(?:to|or|before)|[.!])|immediately|right now|(?<!all )at once|within the hour|today or)|\\bact now|\\bimmediate (?:attention|response|payment|action)\\b',
    '\\b(?:final|last) (?:notice|demand|chance|opportunity|warning|and final)\\b|\\b(?:your )?time is (?:up|running out)|\\bout of time\\b|\\bclock is ticking|\\bcountdown|\\bno more time\\b',
    `\\b(?:have|got|have got|within|in) ${SHORT}(?: to\\b|\\b(?=[ .!,]*$|[.!,]| or| of))|\\bwithin (?:the next )?\\d+ (?:hours|minutes)|\\bhave (?:only )?until (?:midnight|noon|tonight)|\\b(?:in|within) one hour`,
    '\\b(?:deadline is (?:today|tonight|now)|must (?:pay|call us)(?: \\w+)? (?:today|now|within)|offer (?:ends|expires|closes)|(?:ends|expires) (?:today|tonight|at midnight)|today only|one.time offer|now or never|too late|after today|after \\d+ pm|out of my hands|close the offer|gone for ?ever|discount is gone)\\b',
    '\\b(?:do not (?:delay|ignore)|ignoring this|hurry|asap|time.sensitive|be escalated|before escalation|file moves on|without delay|drop everything|only \\w+ discounts?|case will be closed|before it is too late|pay today and|before \\d+ ?pm today)\\b',
  ],
})

const SHAMING = faultRules('shaming', {
  named: [
    '\\b(?:post|publish|share|put|tag|message|send)(?:ed|ing|s)?\\b[^.;!?]{0,50}\\b(?:online|facebook|instagram|your (?:name|names|photo|picture|pictures|details|friends)|local paper|the names of|videos of|in a post|you online)\\b',
    '\\byour (?:pictures?|photos?|name) (?:will be|goes|is going)\\b|\\b(?:on facebook|on instagram|facebook friends|wall of shame|name and shame|tell everyone|exposed?(?: you)?|embarrass(?:ed)? you|humiliat\\w+)\\b',
  ],
  said: [
    '\\b(?:flyers?|your mates will|proud of you, not|make an example|(?:you|this) in public)\\b',
    '\\b(?:every(?:one|body)(?: \\w+){0,3} (?:will know|knows|can see|to see)|shame on you|whole (?:street|town)|community will hear|neighbours would (?:say|think)|church (?:would|will)|at church|reputation (?:will|is)|in the street|sign in your|notice (?:up )?on your|with your name on the side|know what you are|list of non.payers|everyone to see|be on instagram|exposed?)\\b',
  ],
})

const SILENCING = faultRules('silencing', {
  said: [
    '\\b(?:report me|complaint seriously|lawyers? can not touch|it goes nowhere)\\b',
    '\\b(?:do not (?:complain|bother|get a lawyer|tell anyone about (?:this|our) call)|no use complaining|complain(?:ing|ts?)? (?:are|is|will|all|will not|would)(?: \\w+){0,2} (?:useless|you want|get|help|nothing)|complain all|go ahead and complain|ombudsman can not)\\b',
    '\\b(?:lawyer (?:will|would)(?: \\w+){0,2} (?:just|only|worse|cost)|call a lawyer it|no rights?(?: \\w+)? (?:here|to dispute|to complain)|can not dispute|disputing (?:it )?will not|(?:drop|withdraw) (?:the|your) complaint|not allowed to record|bankruptcy will not|charities are useless|complaining will not)\\b',
  ],
})

export const EN_MANNER = [...INSULTS, ...URGENCY, ...SHAMING, ...SILENCING]
