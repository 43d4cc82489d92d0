import type { Instant } from '../src/core/calendar.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { readWorkFile, type WorkFile } from '../src/store/work-file.ts'
import { saveSetup } from '../src/store/work-setup.ts'
import type { Seeking } from '../src/store/work-next.ts'
import { addPeople, MORNING, TODAY, type Person } from './dispatch-world.ts'

export const law = loadLaw('law')

/** Staff by id, with what they speak and can; every one of them is at work from nine to six. */
export type Crew = Readonly<Record<string, { languages?: string; skills?: string; hours?: string }>>

const HOURS = `{ from: "09:00", until: "18:00", zone: Asia/Shanghai, since: 2026-01-01 }`

export async function setCrew(db: Db, crew: Crew, lists = ''): Promise<void> {
  const people = Object.entries(crew).map(
    ([user, { languages = 'zh, en', skills = '', hours = HOURS }]) =>
      `  - { user: ${user}, languages: [${languages}], skills: [${skills}], shifts: [${hours}] }`,
  )
  const text = `apiVersion: worklists/v1
worklists:
  calls: { zh: 电话, en: Calls, minutes: 6, idle: 15, stay: 7 }
  hard: { zh: 难案, en: Hard, minutes: 12, skills: [negotiation] }
  review: { zh: 复核, en: Review, stay: 0, languages: [en] }
${lists}people:
${people.join('\n')}`
  const file = readWorkFile(text)
  if (!('people' in file)) throw new Error(JSON.stringify(file))
  await inTenant(db, 1n, async (tx) => {
    for (const user of Object.keys(crew)) {
      await tx.query(
        `insert into staff (tenant_id, user_id, name, role) values (1, $1, $1, 'collector')
         on conflict do nothing`,
        [user],
      )
    }
    await saveSetup(tx, 1n, givenOf(file), 'test')
  })
}

const givenOf = (file: WorkFile) => ({
  worklists: file.worklists,
  people: file.people.map(({ user = '', languages, skills, shifts }) => ({
    userId: user,
    languages,
    skills,
    shifts,
  })),
})

export type Listed = Person & {
  readonly priority?: number
  readonly worklist?: string
  readonly state?: string
}

/** People with a case and one call on a worklist, as the strategy and the dispatch leave them. */
export async function addListed(db: Db, people: readonly Listed[]): Promise<void> {
  await addPeople(
    db,
    people.map((person) => ({ channel: 'call', template: null, ...person })),
  )
  await inTenant(db, 1n, async (tx) => {
    for (const person of people) {
      await tx.query(
        `update treatment set worklist = $2, priority = $3, state = $4 where tenant_id = 1 and borrower_id = $1`,
        [person.id, person.worklist ?? 'calls', person.priority ?? 10, person.state ?? 'listed'],
      )
      await tx.query(
        `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
           priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
         select tenant_id, borrower_id, account_id, portfolio_id, 'open', 'early', 'warm', $2, 10000, 'CNY',
           '2026-11-01', '2026-11-02', $3 from account where tenant_id = 1 and borrower_id = $1`,
        [person.id, person.priority ?? 10, TODAY],
      )
    }
  })
}

export const seek = (userId: string, now: Instant = MORNING, worklist?: string): Seeking => ({
  tenantId: 1n,
  userId,
  now,
  today: TODAY,
  law,
  worklist,
})
