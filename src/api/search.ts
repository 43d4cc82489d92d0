import { z } from '@hono/zod-openapi'
import type { Words } from '../core/words.ts'
import { inTenant } from '../store/db.ts'
import { HIT_KINDS, search, type FoundCase, type HitKind } from '../store/search.ts'
import { moneyOf, STATES } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { idOut, LANG, MoneyOut, words } from './schemas.ts'
import type { SearchHit, SearchWire } from './wire-search.ts'
import type { Language } from './wire.ts'
import { sayMoney } from './words.ts'

const Hit: z.ZodType<SearchHit> = z
  .object({
    case_id: idOut('case'),
    name: z.string(),
    ref: z.string(),
    language: z.enum(['zh', 'en']),
    state: z.enum(STATES),
    arrears: MoneyOut,
    kind: z.enum(HIT_KINDS),
    why: z.string(),
    exact: z.boolean(),
  })
  .openapi('SearchHit')

const Answer: z.ZodType<SearchWire> = z
  .object({ items: z.array(Hit), more: z.boolean() })
  .openapi('Search')

const Query = z.strictObject({
  q: words(500),
  limit: z
    .string()
    .regex(/^([1-9]|[1-4][0-9]|50)$/)
    .transform(Number)
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: 50 }),
  ...LANG,
})

const USUAL = 12

export function addSearch(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/search',
    summary:
      'Cases by anything: a name, pinyin, the end of a number, an amount, a reference, a line of a bank',
    query: Query,
    status: 200,
    answer: Answer,
    problems: [],
    handle: async ({ actor, query, lang }) => {
      const asked = { text: query.q, limit: query.limit ?? USUAL }
      const { found, more } = await inTenant(deps.db, actor.tenantId, (tx) =>
        search(tx, actor.tenantId, asked),
      )
      return { items: found.map((one) => hitWire(one, lang)), more }
    },
  })
}

function hitWire(found: FoundCase, lang: Language): SearchHit {
  const { hit } = found
  const arrears = moneyOf(found.arrears_minor, found.currency)
  const reason = hit.suggestion?.reason ?? WHY[hit.kind](hit.matched, sayMoney(arrears, lang))
  return {
    case_id: caseIdText(hit.borrowerId),
    name: found.name,
    ref: found.ref,
    language: found.language,
    state: found.state,
    arrears,
    kind: hit.kind,
    why: reason[lang],
    exact: hit.exact,
  }
}

/** A number is kept from its end, and only its end is said. */
const endOf = (key: string): string => Array.from(key).slice(0, 4).toReversed().join('')

const WHY: Readonly<Record<HitKind, (matched: string, arrears: string) => Words>> = {
  reference: (ref) => ({ en: `Reference ${ref}`, zh: `编号 ${ref}` }),
  bank_line: (ref) => ({ en: `The line points at ${ref}`, zh: `该流水指向 ${ref}` }),
  name: (name) => ({ en: `Name: ${name}`, zh: `姓名：${name}` }),
  phone: (key) => ({ en: `Number ends in ${endOf(key)}`, zh: `号码尾号 ${endOf(key)}` }),
  amount: (_, arrears) => ({
    en: `Arrears are exactly ${arrears}`,
    zh: `逾期金额正好是 ${arrears}`,
  }),
  pinyin: (key) => ({ en: `Pinyin: ${key}`, zh: `拼音：${key}` }),
  initials: (key) => ({ en: `Pinyin initials: ${key}`, zh: `拼音首字母：${key}` }),
}
