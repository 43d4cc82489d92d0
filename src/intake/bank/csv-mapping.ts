import { parseDocument } from 'yaml'
import { z } from 'zod'
import { DATE_FORMATS } from '../mapping.ts'

/** One heading, or several that mean the same. */
const heading = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(8)])
const headings = z.union([heading, z.strictObject({ constant: z.string().min(1).max(100) })])

const schema = z
  .strictObject({
    apiVersion: z.literal('bank-mapping/v1'),
    name: z.string().regex(/^[a-z0-9-]{1,40}$/),
    version: z.int().positive(),
    about: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    decimal: z.enum(['.', ',']).default('.'),
    /** A mark that stands between thousands, and is left out. */
    thousands: z.enum([',', '.', ' ', "'"]).optional(),
    date: z.enum(DATE_FORMATS).default('yyyy-mm-dd'),
    encoding: z.enum(['utf-8', 'gb18030', 'windows-1252', 'iso-8859-2']).default('utf-8'),
    /** Lines above the headings. */
    skip_lines: z.int().min(0).max(50).default(0),
    /** Exports may overlap ('interim', each movement once); statements follow one another ('final'). */
    kind: z.enum(['interim', 'final']).default('interim'),
    /** Which way the rows run, where a running balance proves them. */
    order: z.enum(['oldest_first', 'newest_first']).default('oldest_first'),
    columns: z.strictObject({
      account: headings,
      currency: headings,
      amount: heading.optional(),
      /** Instead of one signed column: what came in and what went out. */
      credit: heading.optional(),
      debit: heading.optional(),
      booked_on: heading,
      value_on: heading.optional(),
      bank_ref: heading.optional(),
      end_to_end: heading.optional(),
      reference: heading.optional(),
      payer_name: heading.optional(),
      payer_account: heading.optional(),
      virtual_account: heading.optional(),
      remittance: heading.optional(),
      /** The balance after the row. */
      balance: heading.optional(),
      return_code: heading.optional(),
      original_ref: heading.optional(),
    }),
  })
  .refine(({ columns }) => (columns.amount === undefined) === (columns.credit !== undefined), {
    message: 'either amount, or credit and debit',
    path: ['columns'],
  })

export type BankMapping = z.output<typeof schema>
export type BankMappingRead = { readonly mapping: BankMapping } | { readonly wants: string }

export function parseBankMapping(text: string): BankMappingRead {
  const document = parseDocument(text, { schema: 'core', version: '1.2' })
  const [error] = document.errors
  if (error !== undefined) return { wants: error.message.split('\n')[0] ?? '' }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 50 }))
  if (parsed.success) return { mapping: parsed.data }
  const wants = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
  return { wants: wants.join('; ') }
}
