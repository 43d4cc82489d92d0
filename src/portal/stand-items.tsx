/** @jsxImportSource hono/jsx */
import { mostOwed } from '../store/pay-owed.ts'
import type { Itemisation, Stand } from '../store/portal-stand.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { sayMinor } from './pay-page.tsx'
import { say, type PortalWord } from './words.ts'

/** The second block of the notice: the lines add up, or the lender's books are named as what they are. */
export function Items({ lang, stand }: { lang: Language; stand: Stand }) {
  const { items, owed, payments } = stand
  const rows = items === undefined ? hostRows(lang, stand) : ownRows(lang, items)
  const sum = items?.nowMinor ?? mostOwed(owed)
  return (
    <section aria-labelledby="items">
      <h2 id="items">{say(lang, 'standItems')}</h2>
      <table>
        <tbody>
          {rows.map(({ words, minor }) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td>{signed(minor, owed.currency, lang)}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">{say(lang, 'standSum')}</th>
            <td>{sayMinor(sum, owed.currency, lang)}</td>
          </tr>
        </tbody>
      </table>
      {items === undefined ? <p class="hint">{say(lang, 'standHost')}</p> : null}
      {payments.length === 0 ? null : (
        <>
          <h3>{say(lang, 'standPaid')}</h3>
          <Lines
            lines={payments.map(
              ({ on, minor }) => `${dayText(on, lang)} · ${sayMinor(minor, owed.currency, lang)}`,
            )}
          />
        </>
      )}
    </section>
  )
}

type Rows = readonly { readonly words: string; readonly minor: bigint }[]

/** Interest, fees, payments and credits stand there also where there were none. */
function ownRows(lang: Language, items: Itemisation): Rows {
  const day = dayText(items.on, lang)
  const row = (key: PortalWord, minor: bigint) => ({ words: say(lang, key), minor })
  return [
    { words: say(lang, `standItems_${items.ground}`, { day }), minor: items.thenMinor },
    row('standInterest', items.interestMinor),
    row('standFees', items.feesMinor),
    ...(items.otherMinor === 0n ? [] : [row('standOther', items.otherMinor)]),
    row('standPayments', items.paymentsMinor),
    row('standCredits', items.creditsMinor),
  ]
}

function hostRows(lang: Language, { owed }: Stand): Rows {
  const late = owed.arrearsMinor > 0n ? owed.arrearsMinor : 0n
  const rest = mostOwed(owed) - late
  return [
    ...(late > 0n
      ? [{ words: say(lang, owed.arrearsExact ? 'late' : 'lateAbout'), minor: late }]
      : []),
    ...(rest > 0n ? [{ words: say(lang, 'rest'), minor: rest }] : []),
  ]
}

/** '−£20.00': what was taken off has its sign in front. */
const signed = (minor: bigint, currency: string, lang: Language): string =>
  minor < 0n ? `−${sayMinor(-minor, currency, lang)}` : sayMinor(minor, currency, lang)

export const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
