import type { ColumnName } from './columns.ts'
import type { Derived } from './columns-derive.ts'
import type { Bases } from './kernel-layout.ts'
import type { Source } from './kernel-tables.ts'
import { NEVER } from './row.ts'

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
    const amount = column(from.column)
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
