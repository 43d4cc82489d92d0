import { faultRules } from './fault.ts'

const KIN =
  "(?:employer|boss(?:'s)?|manager|workplace|human resources|hr|family|families|relatives|mother|mum|mom|father|dad|parents?|sister|brother|son|daughter(?:'s)?|wife|husband|partner|girlfriend|boyfriend|ex|friends?|neighbou?rs?|colleagues?|co-?workers?|contacts?|references?|emergency contact|landlord|aunt(?:ie)?|uncle|cousin|supervisor|fiancee?|grand(?:mother|father|parents)|mates|roommate|pastor|clients|school|teacher|co-signer(?:'s)?)"
const TELL =
  '(?:call(?:ed|ing)?|phon(?:e|ed|ing)|ring|contact(?:ed|ing)?|tell|told|inform(?:ed)?|speak(?:ing)? (?:to|with)|spoke(?:n)? (?:to|with)|talk(?:ing)? to|write to|message|text|ask|asking|go to|get|put|notify|visit|chat(?:ted)? with)'

const THIRD = faultRules('third_party', {
  named: [
    `\\b${TELL} (?:(?:all|everyone in|to) )?(?:your|ur|his|her|their)(?: [\\w'-]+){0,2} ${KIN}\\b`,
    `\\b(?:your|ur)(?: \\w+)? ${KIN}(?:'s)?\\b[^.;!?]{0,30}\\b(?:will (?:be told|hear|know|find|get)|told us|said|gave us|has been told|know (?:you|about)|deserve|can pay|owe this|should know|would say)\\b`,
    '\\b(?:contacts list|phone book|everyone in your|all your contacts)\\b|\\bborrow(?: it)? from your friends\\b',
  ],
  said: [
    `\\b(?:people you (?:call|text)|your ${KIN} (?:seemed|sounded|was|were) |(?:should i|shall i) ask your|calling your (?:mum|mom|dad|mother|father))`,
    `\\b(?:does|do) your ${KIN} know\\b|\\b(?:get|ask|tell|put) your ${KIN}\\b[^.;!?]{0,20}\\b(?:to pay|pay|he|she|for the money|on the phone|needs)\\b|\\bpass this message\\b|\\byour friend who owes\\b`,
    `\\b(?:as family|you are (?:his|her) (?:mother|father|wife|husband|brother|sister)|pay his debt|please tell your ${KIN})\\b|\\bhr will\\b|\\bmy number for your\\b|\\b(?:boss|employer) will (?:hear|know|be)\\b|\\bcall your boss\\b|\\bgot your boss\\b`,
    `\\byour ${KIN} will (?:find|hear|know|be|get)\\b`,
  ],
})

const DECEIT = faultRules('deceit', {
  said: [
    '\\b(?:pharmacy|lottery|letter from the courthouse|confirm your (?:date of birth|address)(?= *$|\\?))\\b',
    '\\b(?:parcel|redelivery|your delivery|a courier|fedex|old (?:school )?friend|your cousin|on (?:my new|this) number|won a|a prize|gift card\\. call|refund is waiting|click to claim|call to claim|inheritance waiting|a survey|job application)\\b',
    '\\b(?:not a debt collector|not about a debt|personal matter|i am an? (?:attorney|lawyer|solicitor)|our lawyers have|legal documents that need|documents for you to sign)\\b',
  ],
})

const PAYMENT = faultRules('improper_payment', {
  named: [
    '\\b(?:my|personal|own|his|her)(?: personal)? (?:account|paypal|card|venmo|bank account)\\b',
    '\\b(?:gift cards?|western union|bitcoin|cash ?app|venmo|crypto|moneygram)\\b',
    '\\b(?:tell|give|read|send|what is|share)\\b[^.;!?]{0,30}\\b(?:pin|password|security code|the code|one.time code|card number)\\b',
    '\\b(?:payday loan|borrow (?:from|elsewhere|to pay)|new loan to pay|another credit card|take out a|sell your|pawn|your pension|rent money)\\b',
    '\\b(?:skip (?:a meal|your rent)|not pay your other|fee to set up|processing fee|pay(?: \\w+){0,3} fee first|an upfront fee)\\b',
  ],
  said: [
    '\\b(?:zelle|max out|three digits|college fund|savings for)\\b',
    '\\b(?:ask for a receipt and|do not ask for a receipt|skip (?:a meal|your rent)|do not pay your other|pay us first|give the agent cash|read (?:me|out) the (?:code|numbers))\\b',
  ],
})

export const EN_OTHERS = [...THIRD, ...DECEIT, ...PAYMENT]
