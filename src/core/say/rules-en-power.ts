import { faultRules } from './fault.ts'

const AUTHORITY = faultRules('false_authority', {
  named: [
    '\\b(?:police(?:man|men)?|cops?|sheriffs?|bailiffs?|marshals?|detective|sergeant|prosecutors?|interpol|fbi|law enforcement|homeland security|federal (?:agent|agency|government)|government agency|from the government)\\b',
    '\\b(?:am|are|is|calling|call|speaking)(?: calling)? (?:from |with )?(?:a court|the court(?:house)?|the county|a government|court)\\b|\\bfrom the courthouse\\b|\\bcourt.authori[sz]ed\\b|\\b(?:magistrate|subpoena(?:ed)?|summons|summoned|docketed)\\b',
    '\\bofficer\\b(?! (?:of|who helps))|\\benforcement officer\\b|\\bdeputy\\b',
  ],
  said: [
    '\\b(?:constable|ministry of justice|the treasury|found you guilty|on standby|dispatched to your|handed over by the)\\b',
    "\\b(?:official (?:court )?notice|court (?:summons|notice|papers are)|been served|process server|case number \\d+ is|attorney general|district attorney|da's office|county clerk|legal department of|badge number|hereby ordered|commanded to|judge (?:has )?signed|deliver the papers)\\b",
    '\\b(?:irs|hmrc|tax office|dwp|department for work|social security|trading standards|licensing board|consumer bureau|financial conduct authority)\\b[^.;!?]{0,40}\\b(?:will|has|is|are|told us|number will|to take|be (?:told|informed)|looking|keep|stop|cut|close|hear|suspended)\\b|\\bwork with the irs\\b',
    '\\b(?:state |fraud |an )investigators?\\b|\\bbehalf of the federal\\b|\\b(?:i am|this is) (?:officer|detective|sergeant|agent|deputy|marshal)\\b|\\bcounty fraud unit\\b|\\bbad cheque division\\b',
  ],
})

const FOREVER = '(?:for ?ever|for life|permanently|as long as you live|again|ever)'

const BLACKLIST = faultRules('blacklist', {
  named: [
    '\\bblacklist(?:ed)?\\b|\\bblack list\\b',
    '\\b(?:list|register) of (?:bad|defaulters|non|people who)\\b',
  ],
  said: [
    '\\b(?:kiss your credit|able to open a bank|ever own(?:ing)? a|flagged with every)\\b',
    `\\bcredit (?:is|will be|score will be|death)(?: \\w+)? ?(?:dead|finished|ruined|destroyed|over|what|gone)?\\b(?=[^.]{0,20}(?:dead|finished|ruined|destroyed|life|what you|permanently))|\\b(?:ruin|destroy|kill|wreck) your credit\\b|\\bcredit (?:is|will be) (?:dead|finished|ruined|destroyed)|\\bcredit death\\b`,
    `\\b(?:never|no ?one will|nobody will|no bank will|no employer will|not even)(?: \\w+){0,4} (?:credit|loan|mortgage|house|rent|lend|job|hire|touch|phone contract|college)\\b`,
    `\\b(?:stays?|stay|follow you|on your (?:record|file))(?: \\w+){0,4} ${FOREVER}\\b|\\bfollow you\\b|\\bnever comes off\\b|\\bto the grave\\b|\\bon a list\\b|\\bnational register\\b`,
    '\\b(?:banned from flying|into college|inherit this|drop to zero|financial life is over|every (?:lender|bank)|as a defaulter|locked out of|your bad name|good luck ever|ever rent(?:ing)?)\\b',
  ],
})

const EMPTY = faultRules('empty_promise', {
  named: [
    '\\b(?:guaranteed?|promise|swear|my word)\\b[^.;!?]{0,60}\\b(?:credit|removed?|removal|approved|never|nobody|no tax|interest|gone|disappears?|off|record|loan|risk)\\b',
    '\\b(?:delete|remove|wipe|clean|erase)\\b[^.;!?]{0,30}\\b(?:default|credit (?:file|report|record)|your file|it from your)\\b',
  ],
  said: [
    '\\b(?:good as new|late marks|(?:marks?|default|record) (?:will )?(?:vanish|disappear))\\b',
    '\\b(?:fix your credit|score will go up|new loan straight|no risk whatsoever|the rest is gone|comes off your credit|credit file clean|i guarantee)\\b',
  ],
})

export const EN_POWER = [...AUTHORITY, ...BLACKLIST, ...EMPTY]
