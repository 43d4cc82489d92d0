/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { PayProvider } from '../channels/pay/provider.ts'
import { money, type Currency } from '../core/money.ts'
import { mostOwed, type Owed } from '../store/pay-owed.ts'
import type { Part } from '../core/ledger.ts'
import type { ReceiptRow } from '../store/portal-read.ts'
import { amountText, dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import type { Day } from '../core/calendar.ts'
import { Facts } from './asking.tsx'
import type { PortalEnv } from './deps.ts'
import { show, Wrong, type House } from './page.tsx'
import type { Place } from './pay-choice.ts'
import { say, type PortalWord } from './words.ts'

/** Everything that the page of an account says. */
export type PayView = {
  readonly house: House
  readonly owed: Owed
  readonly parts: readonly { readonly part: Part; readonly minor: bigint }[]
  readonly ways: readonly PayProvider[]
  readonly place: Place
  /** There are ways that WeChat does not let open inside itself. */
  readonly isMoreOutside: boolean
  readonly fixedMinor: bigint | undefined
  readonly receipts: readonly ReceiptRow[]
  readonly today: Day
  /** What was written into the amount, to be mended there. */
  readonly typed?: string | undefined
}

export type PayFault = 'badAmount' | 'noAnswer'

export function payPage(c: Context<PortalEnv>, view: PayView, fault?: PayFault) {
  const lang = c.get('lang')
  const { owed, house } = view
  const tail = owed.accountRef.slice(-4)
  const day = dayText(view.today, lang)
  const isOwed = mostOwed(owed) > 0n
  const children = (
    <>
      {fault === undefined ? null : <Wrong words={faultWords(lang, owed, fault)} />}
      <p>{say(lang, 'payFor', { tail, creditor: owed.creditor, day })}</p>
      {isOwed ? <MadeUp lang={lang} view={view} /> : <p class="good">{say(lang, 'nothing')}</p>}
      {isOwed && view.ways.length > 0 ? <PayForm lang={lang} view={view} fault={fault} /> : null}
      {isOwed && view.ways.length === 0 ? (
        <p>{say(lang, view.isMoreOutside ? 'noWayInWechat' : 'noWay', { phone: house.phone })}</p>
      ) : null}
      {isOwed ? <p>{say(lang, 'cannotPay', { phone: house.phone })}</p> : null}
      {isOwed ? (
        <p>
          <a href="/p/budget">{say(lang, 'budget')}</a>
        </p>
      ) : null}
      <p>
        <a href={`/p/wrong?lang=${lang}`}>{say(lang, 'wrongLink')}</a>
      </p>
      <p>
        <a href={`/p/contact?lang=${lang}`}>{say(lang, 'contactLink')}</a>
      </p>
      <Receipts lang={lang} receipts={view.receipts} />
      <p>
        <a href={`/p/messages?lang=${lang}`}>{say(lang, 'folderTitle')}</a>
      </p>
    </>
  )
  const status = fault === undefined ? 200 : fault === 'badAmount' ? 422 : 503
  const look = fault === 'noAnswer' ? fault : undefined
  return show(c, { title: say(lang, 'payTitle'), house, children, status, look })
}

const faultWords = (lang: Language, owed: Owed, fault: PayFault): string =>
  say(lang, fault, { amount: sayMinor(mostOwed(owed), owed.currency, lang) })

export const sayMinor = (minor: bigint, currency: string, lang: Language): string =>
  amountText(money(minor, currency as Currency), lang)

/** The lines that add up to what is owed, where the books say them; else what is late and the whole. */
function MadeUp({ lang, view }: { lang: Language; view: PayView }) {
  const { owed, parts } = view
  const line = (words: string, minor: bigint, className?: string) => (
    <tr class={className}>
      <th scope="row">{words}</th>
      <td>{sayMinor(minor, owed.currency, lang)}</td>
    </tr>
  )
  const sum = parts.reduce((all, { minor }) => all + minor, 0n)
  const lines =
    parts.length > 0 && sum === owed.outstandingMinor
      ? parts.map(({ part, minor }) => line(say(lang, `part_${part}` as PortalWord), minor))
      : dueLines(owed, lang).map(({ words, minor }) => line(words, minor))
  return (
    <section aria-labelledby="made-up">
      <h2 id="made-up">{say(lang, 'madeUp')}</h2>
      <table>
        <tbody>
          {lines}
          {line(say(lang, 'whole'), mostOwed(owed), 'sum')}
        </tbody>
      </table>
      {owed.arrearsMinor > 0n && owed.oldestDueOn !== undefined ? (
        <p>{say(lang, 'lateSince', { day: dayText(owed.oldestDueOn, lang) })}</p>
      ) : null}
    </section>
  )
}

function dueLines(owed: Owed, lang: Language): { words: string; minor: bigint }[] {
  const late = owed.arrearsMinor > 0n ? owed.arrearsMinor : 0n
  const rest = mostOwed(owed) - late
  return [
    ...(late > 0n
      ? [{ words: say(lang, owed.arrearsExact ? 'late' : 'lateAbout'), minor: late }]
      : []),
    ...(rest > 0n ? [{ words: say(lang, 'rest'), minor: rest }] : []),
  ]
}

function PayForm({ lang, view, fault }: { lang: Language; view: PayView; fault?: PayFault }) {
  const { ways } = view
  return (
    <form method="post" action={`/p/pay?lang=${lang}`}>
      <Amounts lang={lang} view={view} fault={fault} />
      {ways.length === 1 ? (
        <input type="hidden" name="way" value={ways[0]?.name} />
      ) : (
        <fieldset>
          <legend>{say(lang, 'howPay')}</legend>
          {ways.map((way, i) => (
            <div class="choice" key={way.name}>
              <input type="radio" id={`way-${i}`} name="way" value={way.name} checked={i === 0} />
              <label for={`way-${i}`}>{wayWords(way, lang)}</label>
            </div>
          ))}
        </fieldset>
      )}
      {view.isMoreOutside ? <p class="hint">{say(lang, 'moreOutside')}</p> : null}
      <p class="hint">{say(lang, 'leavesUs')}</p>
      <p>
        <button type="submit">{say(lang, 'goPay')}</button>
      </p>
    </form>
  )
}

const wayWords = (way: PayProvider, lang: Language): string =>
  say(lang, `by_${way.kind}` as PortalWord, { name: way.name })

function Amounts({ lang, view, fault }: { lang: Language; view: PayView; fault?: PayFault }) {
  const { owed, fixedMinor } = view
  const { currency } = owed
  if (fixedMinor !== undefined)
    return (
      <p>
        <strong>{say(lang, 'payThis', { amount: sayMinor(fixedMinor, currency, lang) })}</strong>
      </p>
    )
  const isLate = owed.arrearsMinor > 0n && owed.arrearsExact
  const isMore = !isLate || mostOwed(owed) > owed.arrearsMinor
  const choice = (value: string, words: string, checked: boolean) => (
    <div class="choice">
      <input type="radio" id={`much-${value}`} name="much" value={value} checked={checked} />
      <label for={`much-${value}`}>{words}</label>
    </div>
  )
  const late = sayMinor(owed.arrearsMinor, currency, lang)
  const whole = sayMinor(mostOwed(owed), currency, lang)
  const isWrong = fault === 'badAmount'
  return (
    <fieldset>
      <legend>{say(lang, 'howMuch')}</legend>
      {isLate ? choice('late', say(lang, 'payLate', { amount: late }), !isWrong) : null}
      {isMore
        ? choice('whole', say(lang, 'payWhole', { amount: whole }), !isLate && !isWrong)
        : null}
      {choice('other', say(lang, 'payOther'), isWrong)}
      <p>
        <label for="other">{say(lang, 'otherLabel', { currency })}</label>
      </p>
      <p class="hint" id="other-hint">
        {say(lang, 'otherHint')}
      </p>
      <p>
        <input
          type="text"
          id="other"
          name="other"
          inputmode="decimal"
          autocomplete="off"
          maxlength={20}
          value={isWrong ? view.typed : undefined}
          aria-describedby={isWrong ? 'wrong other-hint' : 'other-hint'}
          aria-invalid={isWrong ? 'true' : undefined}
        />
      </p>
    </fieldset>
  )
}

export function Receipts({ lang, receipts }: { lang: Language; receipts: readonly ReceiptRow[] }) {
  if (receipts.length === 0) return null
  return (
    <section aria-labelledby="receipts">
      <h2 id="receipts">{say(lang, 'receiptsTitle')}</h2>
      <ul>
        {receipts.map((one) => (
          <li key={one.receiptNo}>
            <a href={`/p/receipt/${one.receiptNo}?lang=${lang}`}>
              {`${dayText(one.effectiveOn, lang)} · ${sayMinor(one.amountMinor, one.currency, lang)}`}
            </a>
            {one.wentBackOn === null
              ? null
              : ` ${say(lang, 'receiptBack')}${lang === 'zh' ? '' : ' '}${dayText(one.wentBackOn, lang)}`}
          </li>
        ))}
      </ul>
    </section>
  )
}

type ReceiptOf = { lang: Language; house: House; receipt: ReceiptRow }

export function ReceiptLines({ lang, house, receipt }: ReceiptOf) {
  const lines: [PortalWord, string][] = [
    ['receiptAmount', sayMinor(receipt.amountMinor, receipt.currency, lang)],
    ['receiptOn', dayText(receipt.effectiveOn, lang)],
    ['receiptFor', (receipt.accountRef ?? '').slice(-4)],
    ['receiptOf', String(receipt.receiptNo)],
    ['receiptBy', house.name],
    ...(receipt.wentBackOn === null
      ? []
      : [['receiptBack', dayText(receipt.wentBackOn, lang)] as [PortalWord, string]]),
  ]
  return <Facts rows={lines.map(([key, value]) => [say(lang, key), value] as const)} />
}

export function receiptPage(c: Context<PortalEnv>, house: House, receipt: ReceiptRow) {
  const lang = c.get('lang')
  const children = (
    <>
      <ReceiptLines lang={lang} house={house} receipt={receipt} />
      <p>
        <a href={`/p/pay?lang=${lang}`}>{say(lang, 'toPay')}</a>
      </p>
    </>
  )
  return show(c, { title: say(lang, 'receiptTitle'), house, children })
}
