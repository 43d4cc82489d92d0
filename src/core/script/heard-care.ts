import type { Heard, HeardClass } from '../hear/heard.ts'
import type { CarePrompt, Script } from './script.ts'
import { CARE_PROMPTS } from './script.ts'

const CARE_OF: Readonly<Partial<Record<HeardClass, CarePrompt>>> = {
  self_harm: 'self_harm',
  bereavement: 'bereavement',
  illness: 'illness',
  vulnerable: 'vulnerable',
  cannot_pay: 'money_worries',
}

/** Harm by somebody near is heard as vulnerability; it asks for words of its own. */
const HARMED =
  /domestic (?:violence|abuse)|abusive|coercive|(?:economic|financial) abuse|fleeing|refuge|restraining order|\b(?:beats?|beating|hits?|controls?|abuses?) (?:me|my money)\b|家暴|虐待|打我|控制我|被[^，。]{0,4}打|庇护/i

/** Which prompt what somebody said opens: the most urgent one. */
export function careHeard(heard: Heard, text: string): CarePrompt | undefined {
  const found = heard.classes.flatMap(({ what }): readonly CarePrompt[] => {
    const prompt = CARE_OF[what]
    if (prompt === undefined) return []
    return [prompt === 'vulnerable' && HARMED.test(text) ? 'abuse' : prompt]
  })
  return CARE_PROMPTS.find((prompt) => found.includes(prompt))
}

/** Which exit it asks for, 'x1' being the first; a prompt of care comes before any. */
export function exitHeard(script: Script, heard: Heard): string | undefined {
  const at = script.always.findIndex((exit) =>
    heard.classes.some(({ what }) => exit.heard.includes(what)),
  )
  return at === -1 ? undefined : `x${at + 1}`
}
