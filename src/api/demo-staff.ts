import { z } from 'zod'
import type { Instant } from '../core/calendar.ts'
import { inTenant, type Db } from '../store/db.ts'
import { addStaff, ROLES, type StaffRole } from '../store/staff.ts'
import { newPassword } from './password.ts'
import { keepOnce } from './secret.ts'
import type { SignIn } from './sign-in.ts'

export type DemoSignIn = {
  readonly role: StaffRole
  readonly email: string
  readonly password: string
  readonly name: string
}

const NAMES: Readonly<Record<StaffRole, string>> = {
  collector: 'Chen Jing',
  manager: 'Priya Raman',
  compliance: 'Li Wenhua',
  admin: 'Tom Archer',
}

const FILE = 'demo-sign-ins.json'
const Passwords = z.strictObject({
  collector: z.string(),
  manager: z.string(),
  compliance: z.string(),
  admin: z.string(),
})

/**
 * One person for each role, with passwords that are made once and kept in the home folder. A user
 * who is there keeps the password, so a second start is quick; a new file sets new passwords.
 */
export async function ensureDemoStaff(options: {
  readonly db: Db
  readonly signIn: SignIn
  readonly home: string
  readonly tenantId: bigint
  readonly now?: Instant
  readonly passwords?: Readonly<Record<StaffRole, string>>
}): Promise<readonly DemoSignIn[]> {
  let isNew = options.passwords !== undefined
  const makeNew = () => {
    isNew = true
    return JSON.stringify(
      Object.fromEntries(ROLES.map((role) => [role, newPassword()])),
      undefined,
      2,
    )
  }
  const passwords =
    options.passwords ?? Passwords.parse(JSON.parse(await keepOnce(options.home, FILE, makeNew)))
  const signIns: DemoSignIn[] = []
  for (const role of ROLES) {
    const person = {
      email: `${role}@demo.forbear.test`,
      name: NAMES[role],
      password: passwords[role],
    }
    const { tenantId, signIn } = options
    const found = isNew ? undefined : await signIn.findUser(person.email)
    const userId = found ?? (await signIn.putUser({ ...person, tenantId }))
    await inTenant(options.db, tenantId, (tx) =>
      addStaff(tx, tenantId, { userId, name: person.name, role, at: options.now }),
    )
    signIns.push({ role, ...person })
  }
  return signIns
}
