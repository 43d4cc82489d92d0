import type { Channel } from '../core/channel.ts'
import type { Sender } from '../engine/template-lint.ts'
import { sha256, type Rendered } from './render.ts'
import type { Language } from './templates.ts'

export type AnswerFrame = {
  readonly channel: Channel
  readonly language: Language
  readonly desk: { readonly sender: Sender }
}

/** A person's own words in the frame that law asks of every text: who writes, how to check, how to stop. */
export function typedAnswer(words: string, { channel, language, desk }: AnswerFrame): Rendered {
  const { tradingName, checkPhone, checkUrl } = desk.sender
  const said = words.normalize('NFC').trim()
  const hasTitle = channel === 'email' || channel === 'message'
  const subject = hasTitle ? SUBJECT[language](tradingName) : undefined
  const body =
    language === 'zh'
      ? `【${tradingName}】${said}\n如需核实请致电${checkPhone}或访问${checkUrl}。拒收请回复R`
      : `${tradingName}: ${said}\nTo check that this is us: ${checkPhone} or ${checkUrl}. Reply STOP to stop.`
  const whole = subject === undefined ? body : `Subject: ${subject}\n\n${body}`
  return { subject, whole, body, hash: sha256(whole) }
}

const SUBJECT: Readonly<Record<Language, (name: string) => string>> = {
  zh: (name) => `${name}的回复`,
  en: (name) => `Our answer, ${name}`,
}
