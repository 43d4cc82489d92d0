import { currencyOf, decimalText, money } from '../core/money.ts'
import type { MessageCost } from '../engine/template-cost.ts'
import type { Preview } from '../store/template-preview.ts'
import type { Talk } from './talk.ts'

/** One preview for a terminal: whose values, the words, then what they are on the air and what they cost. */
export function previewText(talk: Talk, shown: Preview): string {
  const { language, person, rendered, sms, warnings } = shown
  const lines = [
    `── ${language} · ${talk.word(`templatePerson_${person}`)}`,
    ...rendered.whole.split('\n').map((line) => `  ${line}`),
  ]
  if (sms === 'too_long') lines.push(talk.word('templateTooLong'))
  else if (sms !== undefined)
    lines.push(talk.word('templateSms', { ...sms, alphabet: alphabetText(sms.alphabet) }))
  lines.push(...costLines(talk, shown.costs))
  for (const { variable, value, segments, alphabet } of warnings)
    lines.push(
      talk.word('templateWarning', {
        variable,
        value,
        segments: segments ?? '>10',
        alphabet: alphabetText(alphabet ?? 'ucs2'),
      }),
    )
  return `${lines.join('\n')}\n`
}

const alphabetText = (alphabet: 'gsm7' | 'ucs2'): string =>
  alphabet === 'gsm7' ? 'GSM-7' : 'UCS-2'

const costLines = (talk: Talk, costs: readonly MessageCost[]): string[] =>
  costs.length === 0
    ? [talk.word('templateNoPrice')]
    : costs.map(({ country, currency, minor, messages }) => {
        const known = currencyOf(currency)
        const amount = known === undefined ? String(minor) : decimalText(money(minor, known))
        return talk.word('templateCost', { country, amount: `${currency} ${amount}`, n: messages })
      })
