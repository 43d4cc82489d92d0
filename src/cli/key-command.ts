import { SCOPES } from '../api/scopes.ts'
import { agreeToKey, goesBeyond } from '../api/key-rights.ts'
import { PROBLEMS } from '../api/problem.ts'
import { endKey, listKeys, makeKey, waitsForSecond } from '../store/api-key.ts'
import { inTenant } from '../store/db.ts'
import { readPerson, ROLES } from '../store/staff.ts'
import { whenOf, tenantOf, withDatabase, type Context, type Open } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

export type KeyOptions = {
  readonly as?: string
  readonly scopes?: string
  readonly days?: string
  readonly reason?: string
  readonly by?: string
}

type Ask = Open & { readonly options: KeyOptions; readonly given: string | undefined }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = {
  list,
  create,
  approve,
  end,
}

/** Keys of programs: an administrator gives them, says why, and takes them away. */
export async function keyCommand(
  context: Context,
  options: KeyOptions,
  what = 'list',
  given?: string,
): Promise<undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('keyBad', { text: what }), EXIT.usage)
  await withDatabase(context, (open) => run({ ...open, options, given }))
}

export function needed({ talk }: Open, key: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new Stop(talk.word('keyNeeds', { key }), EXIT.usage)
  return value.trim()
}

export async function administrator(open: Open, by: string | undefined): Promise<string> {
  const staffId = needed(open, '--by', by)
  const staff = await inTenant(open.db, open.tenantId, (tx) =>
    readPerson(tx, open.tenantId, staffId),
  )
  if (staff?.role !== 'admin') throw new Stop(open.talk.word('keyNotAdmin'))
  return staffId
}

export function numberOf(open: Open, text: string | undefined): bigint {
  const number = needed(open, 'NUMBER', text)
  if (!/^[1-9][0-9]{0,17}$/.test(number))
    throw new Stop(open.talk.word('keyBad', { text: number }), EXIT.usage)
  return BigInt(number)
}

async function list({ talk, db, tenantId }: Ask): Promise<void> {
  const keys = await inTenant(db, tenantId, (tx) => listKeys(tx, tenantId))
  talk.data(keys, () =>
    tableText(
      ['', '', '', '', '', ''],
      keys.map((key) => [
        String(key.keyId),
        key.prefix,
        key.program,
        key.role,
        key.scopes.join(','),
        key.endedAt === null ? new Date(key.expiresAt).toISOString().slice(0, 10) : '-',
      ]),
    ),
  )
}

async function create(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options } = ask
  const name = needed(ask, 'NAME', ask.given)
  const role = ROLES.find((one) => one === options.as)
  if (role === undefined)
    throw new Stop(talk.word('keyNeeds', { key: `--as ${ROLES.join('|')}` }), EXIT.usage)
  const scopes = needed(ask, '--scopes', options.scopes).split(',')
  const unknown = scopes.find((one) => !(SCOPES as readonly string[]).includes(one))
  if (unknown !== undefined)
    throw new Stop(talk.word('keyBad', { text: `--scopes ${unknown}` }), EXIT.usage)
  const days = Number(options.days ?? 90)
  if (!Number.isInteger(days) || days < 1 || days > 366)
    throw new Stop(talk.word('keyBad', { text: `--days ${options.days}` }), EXIT.usage)
  const reason = needed(ask, '--reason', options.reason)
  const by = await administrator(ask, options.by)
  const { now } = whenOf(ask, (await tenantOf(ask)).zone, {})
  const needsSecond = (of: typeof role) => goesBeyond({ role: of, scopes }, 'admin')
  const asked = { name, role, scopes, perMinute: 600, days, reason, by, needsSecond }
  const made = await inTenant(db, tenantId, (tx) => makeKey(tx, tenantId, asked, now))
  if ('declined' in made) throw new Stop(talk.word('keyNone'))
  const number = String(made.key.keyId)
  talk.data({ key: number, program_id: made.key.userId, secret: made.secret }, () =>
    talk.word('keyMade', { number, name, secret: made.secret }),
  )
  if (waitsForSecond(made.key)) talk.say('keyWaits', { number })
}

async function approve(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options } = ask
  const keyId = numberOf(ask, ask.given)
  const by = needed(ask, '--by', options.by)
  const { now } = whenOf(ask, (await tenantOf(ask)).zone, {})
  const made = await inTenant(db, tenantId, (tx) => agreeToKey(tx, tenantId, { keyId, by }, now))
  if ('declined' in made) throw new Stop(PROBLEMS[made.declined][talk.language])
  talk.data({ key: String(keyId) }, () => talk.word('keyApproved', { number: String(keyId) }))
}

async function end(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options } = ask
  const keyId = numberOf(ask, ask.given)
  const reason = needed(ask, '--reason', options.reason)
  const by = await administrator(ask, options.by)
  const { now } = whenOf(ask, (await tenantOf(ask)).zone, {})
  const ended = await inTenant(db, tenantId, (tx) =>
    endKey(tx, tenantId, { keyId, by, reason }, now),
  )
  if ('declined' in ended) throw new Stop(talk.word('keyNone'))
  talk.data({ key: String(keyId) }, () => talk.word('keyEnded', { number: String(keyId) }))
}
