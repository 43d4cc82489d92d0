import type { Say } from '../core/words.ts'
import { inTenant, type Db } from './db.ts'
import { connectSignIn } from './sign-in.ts'
import type { FilePerson, WorkFile } from './work-file.ts'
import { saveSetup } from './work-setup.ts'

type Where = {
  readonly db: Db
  readonly adminUrl: string
  readonly tenantId: bigint
  readonly say: Say
}

export type Applied =
  | { readonly setupNo: bigint; readonly isNew: boolean; readonly people: number }
  /** Nobody of the staff is known by these: nothing was set. */
  | { readonly unknown: readonly string[] }

/** Sets a file up: its people by their e-mail or id, all of them staff, or nothing. */
export async function applyWorkFile(where: Where, file: WorkFile, by: string): Promise<Applied> {
  const emails = file.people.flatMap((person) => person.email ?? [])
  const byEmail = await usersByEmail(where, emails)
  const idOf = ({ email, user }: FilePerson) =>
    user ?? (email === undefined ? undefined : byEmail.get(email))
  return inTenant(where.db, where.tenantId, async (tx) => {
    const staff = await tx.query<{ user_id: string }>(
      'select user_id from staff where tenant_id = $1 and disabled_at is null',
      [where.tenantId],
    )
    const known = new Set(staff.rows.map((row) => row.user_id))
    const people = file.people.map((person) => ({ person, userId: idOf(person) ?? '' }))
    const unknown = people.filter((one) => !known.has(one.userId))
    if (unknown.length > 0)
      return { unknown: unknown.map(({ person }) => person.email ?? person.user ?? '') }
    const given = {
      worklists: file.worklists,
      people: people.map(({ person, userId }) => ({
        userId,
        languages: person.languages,
        skills: person.skills,
        shifts: person.shifts,
      })),
    }
    const saved = await saveSetup(tx, where.tenantId, given, by)
    return { ...saved, people: people.length }
  })
}

/** E-mail addresses belong to the sign-in; the book knows its staff by their ids. */
async function usersByEmail(
  { adminUrl, tenantId, say }: Where,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (emails.length === 0) return new Map()
  const pool = connectSignIn(adminUrl, say)
  try {
    const found = await pool.query<{ id: string; email: string }>(
      'select id, email from "user" where tenant_id = $1 and email = any($2)',
      [tenantId.toString(), emails],
    )
    return new Map(found.rows.map((row) => [row.email, row.id]))
  } finally {
    await pool.end()
  }
}
