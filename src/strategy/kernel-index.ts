import type { ColumnName } from './columns.ts'
import type { Derived } from './columns-derive.ts'
import type { Bases } from './kernel-layout.ts'
import { LATE_WEIGHT, type Source } from './kernel-tables.ts'
import { LONGER_BY, SHORT_YEAR } from './kernel-terms.ts'
import { MONEY_MAX, NEVER } from './row.ts'

export type Reading = {
  /** The column's value of row i, as text. */
  readonly column: (name: ColumnName | Derived) => string
  readonly bases: Bases
  readonly shareIsExact: boolean
}

/** Where in the tables the fields of a source stand for row i. */
export function indexText(
  { from, min, span }: Source,
  at: Reading & { readonly stride: number; readonly base: number },
): string {
  const { stride, base, column, bases } = at
  if (from.is === 'share') return `share*${stride}+${base}`
  if (from.is === 'after') {
    const began = column('delinquentSince')
    const before = `(${began}+${-NEVER - 1}|${column(from.column)}-${began})`
    return `((${before}>>31)+1)*${stride}+${base}`
  }
  if (from.is === 'money') {
    const worked = from.column === 'interest' || from.column === 'owed'
    const amount = worked ? from.column : column(from.column)
    const reached = from.ends.map((end) => `+((${amount}>=${end})|0)`).join('')
    const currency = `T[${column('currency')}+${bases.currency}]`
    return `(${currency}*${from.ends.length + 1}${reached})*${stride}+${base}`
  }
  const value = column(from.column)
  const product = `+T[${column('product')}+${bases.terms + 32_768}]*${span}`
  const place = from.terms > 1 ? `(${value}${product})` : value
  return `${place}*${stride}+${base - min * stride}`
}

/** The arrears in basis points of what is owed, as strategy/fact.ts has it. */
export function shareText({ column, shareIsExact }: Reading): string {
  const part = column('arrears')
  const whole = column('outstanding')
  const inside = shareIsExact
    ? `(part*10000/whole)|0`
    : `(()=>{let q=0,r=part;for(let d=0;d<4;d++){r*=10;const u=Math.floor(r/whole);q=q*10+u;r-=u*whole;}return q;})()`
  return `const part=${part},whole=${whole};const share=part<=0?0:part>=whole?10000:${inside};`
}

/** Whether a source compares what is worked out for the day. */
export const asksInterest = ({ from }: Source): boolean =>
  from.is === 'money' && (from.column === 'interest' || from.column === 'owed')

/** Late interest, and all that is owed with it, as core/late-interest.ts has it. */
export function interestText(late: Source, base: number, reading: Reading): string {
  const stride = late.fields.size
  const offset = [...late.fields.keys()].indexOf(LATE_WEIGHT)
  const place = indexText(late, { ...reading, stride, base })
  return [
    `const weight=T[${place}+${offset}],by=${SHORT_YEAR}+${LONGER_BY}*(weight&1),rate=weight>>>1;`,
    `const due=${reading.column('arrears')},behind=due>0?due:0,fold=Math.floor(behind/by);`,
    'const rest=(behind-fold*by)*rate,down=Math.floor(rest/by),low=fold*rate+down,twice=(rest-down*by)*2;',
    'const exact=twice>by||(twice===by&&low%2===1)?low+1:low;',
    `const interest=exact>${MONEY_MAX}?${MONEY_MAX}:exact,both=${reading.column('outstanding')}+interest;`,
    `const owed=both>${MONEY_MAX}?${MONEY_MAX}:both;`,
  ].join('\n')
}
