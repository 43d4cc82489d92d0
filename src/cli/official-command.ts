import { OFFICIAL_KINDS, type OfficialKind } from '../core/official.ts'
import { inTenant } from '../store/db.ts'
import { addSign, endSign, isOurs, listSigns, type OfficialSign } from '../store/official.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'
import { loadTenantFile } from './tenant-file.ts'

export type OfficialOptions = {
  readonly by?: string
  readonly about?: string
  readonly at?: string
  readonly person?: string
  readonly creditor?: string
  readonly from?: string
  readonly today?: string
  readonly now?: string
}

type Ask = Open & When & { readonly options: OfficialOptions; readonly given: readonly string[] }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = { add, list, end }

/** What is ours, so that anybody can check a caller, a letter or a message; `pages FILE`: what the portal says. */
export async function officialCommand(
  context: Context,
  options: OfficialOptions,
  what = 'list',
  ...given: string[]
): Promise<undefined> {
  if (what === 'pages') {
    const [file] = given
    if (file === undefined)
      throw new Stop(context.talk.word('officialNeeds', { key: 'FILE' }), EXIT.usage)
    return loadTenantFile(context, options, { name: 'portal', file })
  }
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined)
    throw new Stop(context.talk.word('officialBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const today = options.today ?? options.from
    await run({ ...open, ...whenOf(open, zone, { ...options, today }), options, given })
  })
}

function needed({ talk }: Ask, key: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new Stop(talk.word('officialNeeds', { key }), EXIT.usage)
  return value
}

async function add(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options, today } = ask
  const kind = needed(ask, 'KIND', ask.given[0])
  if (!isKind(kind)) {
    const kinds = OFFICIAL_KINDS.join(', ')
    throw new Stop(talk.word('officialKind', { text: kind, kinds }), EXIT.usage)
  }
  const text = needed(ask, 'TEXT', ask.given[1])
  const sign = {
    kind,
    text,
    about: options.about,
    url: options.at,
    userId: options.person,
    creditor: options.creditor,
    beginsOn: today,
    by: needed(ask, '--by', options.by),
  }
  const done = await inTenant(db, tenantId, (tx) => addSign(tx, tenantId, sign))
  if ('declined' in done) throw new Stop(talk.word(`official_${done.declined}`, { text, kind }))
  talk.data(done, () =>
    talk.word('officialAdded', { text, day: today, number: String(done.signNo) }),
  )
}

const isKind = (text: string): text is OfficialKind =>
  (OFFICIAL_KINDS as readonly string[]).includes(text)

async function end(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options, today } = ask
  const number = needed(ask, 'NUMBER', ask.given[0])
  if (!/^[1-9][0-9]{0,17}$/.test(number)) throw new Stop(talk.word('official_no_such_sign'))
  const of = { signNo: BigInt(number), on: today, by: needed(ask, '--by', options.by) }
  const done = await inTenant(db, tenantId, (tx) => endSign(tx, tenantId, of))
  if ('declined' in done) throw new Stop(talk.word(`official_${done.declined}`))
  talk.data(done, () => talk.word('officialEnded', { number, day: today }))
}

async function list({ talk, db, tenantId, today }: Ask): Promise<void> {
  const signs = await inTenant(db, tenantId, (tx) => listSigns(tx, tenantId))
  const head = (
    [
      'officialNumberHead',
      'officialKindHead',
      'officialTextHead',
      'officialAboutHead',
      'officialCreditorHead',
      'officialSinceHead',
      'officialStateHead',
    ] as const
  ).map((key) => talk.word(key))
  const stateOf = (sign: OfficialSign): string => {
    if (isOurs(sign, today)) return talk.word('officialOurs')
    if (sign.hasLeft) return talk.word('officialLeft')
    if (sign.endsOn === null || today < sign.beginsOn) return talk.word('officialNotYet')
    return talk.word('officialOver', { day: sign.endsOn })
  }
  talk.data(signs, () =>
    signs.length === 0
      ? talk.word('officialNone')
      : tableText(
          head,
          signs.map((sign) => [
            String(sign.signNo),
            talk.word(`officialKind_${sign.kind}`),
            sign.shown,
            sign.about ?? '',
            sign.creditor ?? '',
            sign.beginsOn,
            stateOf(sign),
          ]),
        ),
  )
}
