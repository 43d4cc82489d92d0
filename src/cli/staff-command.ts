import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { newPassword } from '../api/password.ts'
import { sessionSecret } from '../api/secret.ts'
import { openSignIn, PASSWORD_LENGTH, type SignIn } from '../api/sign-in.ts'
import { inTenant } from '../store/db.ts'
import { addStaff, listStaff, readPerson, ROLES, type StaffRole } from '../store/staff.ts'
import { changeRole, readRoles, type RoleDeclined } from '../store/staff-role.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'
import type { WordKey } from './words.ts'

export type StaffOptions = {
  readonly name?: string
  readonly as?: string
  readonly reason?: string
  readonly by?: string
  readonly passwordStdin?: boolean
  readonly now?: string
}

type Ask = Open &
  When & {
    readonly signIn: SignIn
    readonly options: StaffOptions
    readonly given: readonly string[]
  }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = {
  list,
  add,
  password,
  role: (ask) => putRole(ask, roleOf(ask, 'ROLE', ask.given[1])),
  end: (ask) => putRole(ask, null),
}

/** The people who sign in: the first is an administrator, who adds the others; what each may do is their role. */
export async function staffCommand(
  context: Context,
  options: StaffOptions,
  what = 'list',
  ...given: string[]
): Promise<undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('staffBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const { adminUrl } = open.database
    const secret = await sessionSecret(open.home)
    // Nobody signs in here: no tries are counted.
    const signIn = openSignIn({ adminUrl, secret, say: open.talk.line, triesPerMinute: 1 })
    try {
      await run({ ...open, ...whenOf(open, zone, { now: options.now }), signIn, options, given })
    } finally {
      await signIn.stop()
    }
  })
}

async function list({ talk, db, tenantId, today }: Ask): Promise<void> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    readRoles(tx, tenantId, { on: today, limit: 10_000 }),
  )
  const now = rows.filter(({ kind, until }) => kind === 'person' && until === null)
  talk.data(now, () =>
    tableText(
      ['', '', '', ''],
      now.map(({ name, role, from, userId }) => [
        name,
        role,
        new Date(from).toISOString().slice(0, 10),
        userId,
      ]),
    ),
  )
}

async function add(ask: Ask): Promise<void> {
  const { talk, db, tenantId, signIn, options, now } = ask
  const email = emailOf(ask, ask.given[0])
  const name = needed(ask, '--name', options.name)
  const role = roleOf(ask, '--as', options.as)
  const by = await adderOf(ask, role)
  if ((await signIn.findUser(email)) !== undefined)
    throw new Stop(talk.word('staffThere', { email }))
  const { password, isMade } = await passwordOf(ask)
  const userId = await signIn.putUser({ email, name, password, tenantId })
  const { reason } = options
  await inTenant(db, tenantId, (tx) =>
    addStaff(tx, tenantId, { userId, name, role, at: now, by, reason }),
  )
  const shown = isMade ? { password } : {}
  talk.data({ user_id: userId, email, name, role, ...shown }, () =>
    [
      talk.word('staffMade', { name, email, role }),
      ...(isMade ? [talk.word('staffPassword', { password })] : []),
    ].join('\n'),
  )
}

/** A house that was just made has nobody who could sign in. */
export async function sayNobodyYet({ db, tenantId, talk }: Open): Promise<void> {
  const all = await inTenant(db, tenantId, (tx) => listStaff(tx, tenantId))
  if (all.length === 0) talk.say('staffNobody')
}

/** The first needs nobody's word; every other is added by an administrator. */
async function adderOf(ask: Ask, role: StaffRole): Promise<string | undefined> {
  const { talk, db, tenantId } = ask
  const all = await inTenant(db, tenantId, (tx) => listStaff(tx, tenantId))
  if (all.length > 0) return administrator(ask)
  if (role !== 'admin') throw new Stop(talk.word('staffFirst'))
  return undefined
}

async function password(ask: Ask): Promise<void> {
  const { talk, tenantId, signIn } = ask
  const { email, userId, name } = await personOf(ask)
  await administrator(ask)
  const { password: given, isMade } = await passwordOf(ask)
  await signIn.putUser({ email, name, password: given, tenantId })
  await signIn.endSessions(userId)
  const shown = isMade ? { password: given } : {}
  talk.data({ user_id: userId, email, ...shown }, () =>
    [
      talk.word('staffChanged', { email }),
      ...(isMade ? [talk.word('staffPassword', { password: given })] : []),
    ].join('\n'),
  )
}

/** Another role, or none: from the next request on. */
async function putRole(ask: Ask, role: StaffRole | null): Promise<void> {
  const { talk, db, tenantId, options, now } = ask
  const { email, userId } = await personOf(ask)
  const reason = needed(ask, '--reason', options.reason)
  const by = await administrator(ask)
  const done = await inTenant(db, tenantId, (tx) =>
    changeRole(tx, tenantId, { userId, role, by, reason }, now),
  )
  if (done !== undefined) throw new Stop(talk.word(DECLINED[done.declined], { email }))
  talk.data({ user_id: userId, email, role }, () =>
    role === null ? talk.word('staffEnded', { email }) : talk.word('staffRoled', { email, role }),
  )
}

const DECLINED: Readonly<Record<RoleDeclined['declined'], WordKey>> = {
  no_such_staff: 'staffNone',
  own_role: 'staffOwn',
  role_unchanged: 'staffSame',
}

/** Who is named first; somebody whose role was taken away is named too. */
async function personOf(ask: Ask) {
  const { talk, db, tenantId, signIn } = ask
  const email = emailOf(ask, ask.given[0])
  const userId = await signIn.findUser(email)
  const all = await inTenant(db, tenantId, (tx) => listStaff(tx, tenantId))
  const found = all.find((one) => one.userId === userId)
  if (found === undefined) throw new Stop(talk.word('staffNone', { email }))
  return { email, userId: found.userId, name: found.name }
}

async function administrator(ask: Ask): Promise<string> {
  const { talk, db, tenantId, signIn, options } = ask
  const userId = await signIn.findUser(emailOf(ask, needed(ask, '--by', options.by)))
  const staff =
    userId === undefined
      ? undefined
      : await inTenant(db, tenantId, (tx) => readPerson(tx, tenantId, userId))
  if (staff?.role !== 'admin') throw new Stop(talk.word('staffNotAdmin'))
  return staff.userId
}

/** What stands on standard input, without the end of its line; or one that is made here and shown once. */
async function passwordOf({ talk, options }: Ask) {
  if (options.passwordStdin !== true) return { password: newPassword(), isMade: true }
  const given = (await text(process.stdin)).replace(/\r?\n$/, '')
  const count = given.length
  if (count < PASSWORD_LENGTH.min || count > PASSWORD_LENGTH.max)
    throw new Stop(talk.word('staffShort', { count }))
  return { password: given, isMade: false }
}

function needed({ talk }: Ask, key: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new Stop(talk.word('staffNeeds', { key }), EXIT.usage)
  return value.trim()
}

function emailOf(ask: Ask, value: string | undefined): string {
  const text = needed(ask, 'EMAIL', value)
  const email = z.email().safeParse(text)
  if (!email.success) throw new Stop(ask.talk.word('staffEmail', { text }), EXIT.usage)
  return email.data.toLowerCase()
}

function roleOf(ask: Ask, key: string, value: string | undefined): StaffRole {
  const text = needed(ask, key, value)
  const role = ROLES.find((one) => one === text)
  if (role === undefined)
    throw new Stop(ask.talk.word('staffRoleBad', { text, roles: ROLES.join(', ') }), EXIT.usage)
  return role
}
