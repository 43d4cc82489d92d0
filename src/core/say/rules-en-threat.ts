import { faultRules } from './fault.ts'

// Matched over latinView: lower case, "you'll" is "you will", "can't" is "can not".
const TAKE = '(?:seize|take|repossess|tow|strip|empty|freeze|garnish|sell off|auction|clear out)'
const YOURS =
  '(?:your|ur)(?: \\w+){0,2} (?:house|home|car|property|things|goods|wages|pay(?:cheque|check)?|bank|accounts?|furniture|dog|pets?|van|children|kids)'

/** Prison, arrest, blows, seizure, suits as certain, calls without end, "or else". */
export const EN_THREATS = faultRules('threat', {
  named: [
    '\\b(?:jail(?:ed|time)?|prisons?|imprison(?:ed|ment)?|incarcerat\\w+|behind bars|locked up|in cuffs|handcuffs?|in a cell)\\b',
    '\\b(?:arrest(?:ed|s)?|warrants?|taken into custody|detained|extradited|deported|bail will|fugitive)\\b',
    '\\b(?:criminal|crime|felony|misdemean\\w+|prosecut(?:e|ed|ion)|press(?:ing)? charges|(?:charged|done) with|theft by|is fraud|commit(?:ted|ting) \\w+)\\b',
    `\\b(?:will|going to|are|can|could) ${TAKE}(?:ing)? ${YOURS}\\b|\\b${TAKE}(?:ing)? ${YOURS}`,
    '\\b(?:garnish(?:ed|ing|ment)?|seiz(?:e|ed|ing)|repossess(?:ed|ion)?|freezing your|(?:be|are|is) frozen (?:in|by|tomorrow|today|now)|a lien|evicted)\\b',
    '\\b(?:sue you|take you to court|be sued|are being sued)\\b',
    '\\b(?:immigration|your visa will|child services|lose custody|lose your (?:kids|children|job))\\b',
    '\\b(?:licence|license)(?: \\w+){0,3} (?:suspended|revoked|taken away|cancelled)\\b',
    '\\b(?:come|coming|sent?|send(?:ing)?|people|someone|way|agents?|round)(?: \\w+){0,2} to your (?:house|home|door)\\b',
    '\\bthreaten(?:ed|s)?\\b(?! you)',
  ],
  said: [
    '\\b(?:my guys|the boys|swing by|easy it is to find|holding cell|cold showers|what they have inside|seeing me in person|be gone when you|nowhere left|drag you through|gets? out of school)\\b',
    '\\b(?:going inside|do time|five years|years for this|turn yourself in|picked up at|taken in|pack a bag|toothbrush|punishable|explain it to the judge|spending the night)\\b',
    '\\b(?:or else|you will regret|(?:would|will) regret|you will be sorry|last warning|(?:do not|dont) test me|find out what happens|what happens next|see what happens|happened to that|if something happened)\\b',
    '\\b(?:know (?:where|what)(?: \\w+){0,2} (?:live|work|kids|children|car|go to|time|get home)|know your address|know what car|outside your (?:house|home|door)|at your door|sending the boys|send(?:ing)? (?:people|someone|somebody)|coming round|come over there|come and take)\\b',
    '\\b(?:lawsuit will|will be filed|being filed against|legal action will|see you in court|judgment will be entered|will sue|going to sue)\\b|\\bsue you\\b(?= (?:and|tomorrow|today|now))',
    '\\b(?:ruin|destroy) (?:you\\b|your life)|\\bmake (?:sure )?your life|\\bmake sure you lose|\\b(?:have|get) you fired|your life (?:hell|miserable)|\\blose your (?:kids|job)\\b',
    '\\b(?:break your|i will find you|find you (?:wherever|anywhere)|can not hide|you can run|watch (?:your back|yourself)|careful walking|accidents happen|hurt you|got hurt|end up hurt|kill you|beat it|dead man|hunt you|with blood|your hide|way or another|hate for something|pity if|shame if)\\b',
    '\\b(?:keep (?:calling|ringing)|hundred times|never stop calling|not stop ringing|day and night|ringing day)\\b',
    '\\b(?:get(?:ting)? (?:very )?ugly|a lot worse|suffer (?:for|the)|the consequences|consequences will|serious consequences|no choice but|whatever it takes|necessary means|what we can do|make me (?:come|do|send)|playing with fire|i am warning|been warned|a threat|you will suffer|brought this on|cough up|mess with me|better have|pay up)\\b',
    '\\b(?:take your (?:kids|children)|we take your)\\b|\\bcharges? (?:is|are|will be) (?:being )?filed|\\bface (?:criminal )?charges|\\bbad cheque and\\b|\\bin cuffs\\b|\\bcriminal charges?\\b',
  ],
})
