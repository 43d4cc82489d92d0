import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSignIn, type SignIn } from '../src/api/sign-in.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { openDatabase, type Database } from '../src/store/server.ts'
import { readPerson } from '../src/store/staff.ts'
import { runIn } from './setup/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'forbear-staff-cli-'))
const forbear = (args: readonly string[], input?: string) =>
  runIn(folder, args, input === undefined ? {} : { input: Buffer.from(input) })
const staff = (args: readonly string[], input?: string) => forbear(['staff', ...args], input)
let database: Database
let db: Db
let signIn: SignIn
beforeAll(async () => {
  await forbear(['init', '--name', 'Example', '--zone', 'Europe/London'])
  database = await openDatabase({ home: join(folder, 'home'), say: () => undefined })
  db = database.connect()
  const secret = 'a secret of the test, long enough'
  const { adminUrl } = database
  signIn = openSignIn({ adminUrl, secret, say: () => undefined, triesPerMinute: 100 })
}, 300_000)
afterAll(async () => {
  await signIn.stop()
  await db.end()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

const comesIn = (email: string, password: string) =>
  signIn.signIn({ email, password, ip: '127.0.0.1', agent: 'test' })
const roleNow = async (email: string) => {
  const userId = (await signIn.findUser(email)) ?? ''
  return (await inTenant(db, 1n, (tx) => readPerson(tx, 1n, userId)))?.role
}

const TOM = 'tom@example.com'
const ANN = 'ann@example.com'
const BY_TOM = ['--by', TOM]

test('an empty house gets its administrator, who adds a colleague, gives another role and takes it', async () => {
  const first = ['add', ANN, '--name', 'Ann Lee', '--as', 'collector']
  expect((await staff(first)).err).toContain('is an administrator: --as admin')
  const tom = await staff(['add', TOM, '--name', 'Tom Archer', '--as', 'admin', '--json'])
  const made = JSON.parse(tom.out) as { password: string }
  expect(await comesIn(TOM, made.password)).toHaveProperty('signedIn')
  expect(await comesIn(TOM, `${made.password}x`)).toEqual({ refused: 'wrong' })

  expect(await staff(first)).toMatchObject({ code: 2 })
  expect((await staff([...first, '--by', ANN])).err).toContain('Only an administrator')
  const short = await staff([...first, ...BY_TOM, '--password-stdin'], 'short\n')
  expect(short.err).toContain('12 to 200 characters; this one has 5')
  expect(await roleNow(ANN)).toBeUndefined()
  const ann = await staff([...first, ...BY_TOM, '--password-stdin'], 'a long enough password\n')
  expect(ann.out).toContain('Ann Lee signs in as ann@example.com (collector)')
  expect(ann.out).not.toContain('a long enough password')
  expect(await comesIn(ANN, 'a long enough password')).toHaveProperty('signedIn')
  expect((await staff([...first, ...BY_TOM])).err).toContain('signs in already')
  expect(
    (await staff(['add', 'eve@example.com', '--name', 'Eve', '--as', 'boss', ...BY_TOM])).err,
  ).toContain('"boss" is no role')

  const because = ['--reason', 'leads the team', ...BY_TOM]
  expect((await staff(['role', ANN, 'manager', ...BY_TOM])).err).toContain('--reason is needed')
  expect((await staff(['role', TOM, 'manager', ...because])).err).toContain('their own role')
  expect(await staff(['role', ANN, 'manager', ...because])).toMatchObject({ code: 0 })
  expect(await roleNow(ANN)).toBe('manager')
  expect((await staff(['list'])).out).toMatch(/Ann Lee +manager/)
  expect(await staff(['end', ANN, '--reason', 'has left', ...BY_TOM])).toMatchObject({ code: 0 })
  expect(await roleNow(ANN)).toBeUndefined()
  expect((await staff(['list'])).out).not.toContain('Ann Lee')
}, 300_000)

test('a new password ends every session, and only an administrator gives one', async () => {
  const bob = 'bob@example.com'
  const add = ['add', bob, '--name', 'Bob', '--as', 'collector', ...BY_TOM, '--password-stdin']
  await staff(add, 'the first password')
  const tried = await comesIn(bob, 'the first password')
  if (!('signedIn' in tried)) throw new Error(JSON.stringify(tried))
  const Cookie = tried.cookies.map((one) => one.split(';')[0]).join('; ')
  const session = () => signIn.sessionOf(new Headers({ Cookie }))
  expect(await session()).toMatchObject({ email: bob })
  expect((await staff(['password', bob, '--by', bob])).err).toContain('Only an administrator')
  expect(await session()).toMatchObject({ email: bob })
  const changed = await staff(['password', bob, ...BY_TOM, '--json'])
  const { password } = JSON.parse(changed.out) as { password: string }
  expect(await session()).toBeUndefined()
  expect(await comesIn(bob, 'the first password')).toEqual({ refused: 'wrong' })
  expect(await comesIn(bob, password)).toHaveProperty('signedIn')
}, 300_000)
