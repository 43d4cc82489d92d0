import { spawn } from 'node:child_process'
import { copyFile, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeLetters } from '../src/channels/letter/batches.ts'
import { sha256Of } from '../src/channels/letter/folder.ts'
import { letterProvider } from '../src/channels/letter/provider.ts'
import { openTypesetter, type Typesetter } from '../src/channels/letter/typeset.ts'
import type { Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { stopContacts } from '../src/store/withdraw.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import type { LetterJob } from './letter-child.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

/** More of them where there is time: FORBEAR_LETTER_KILLS=100. */
const KILLS = Number(process.env['FORBEAR_LETTER_KILLS'] ?? 8)
const PEOPLE = 24
const LATER = (MORNING + 2 * HOUR) as Instant

const typesetter = await openTypesetter()
const missing = 'declined' in typesetter
if (missing)
  console.warn(`Letters are not tried (${typesetter.declined}): apt-get install fonts-noto-cjk`)

let fresh: Fresh
let folder: string
let program: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'forbear-letters-'))
  await makeBook(fresh.db)
  program = await mkdtemp(join('node_modules', '.letter-kill-'))
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
  await rm(program, { recursive: true, force: true })
})

/** One file beside the packages, because every start of a TypeScript loader takes longer than its life. */
async function bundleChild(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@myriaddreamin/typst-ts-node-compiler'] },
    build: {
      ssr: 'test/letter-child.ts',
      outDir: program,
      emptyOutDir: true,
      rollupOptions: { external: ['pg-native'] },
    },
  })
  await copyFile('src/channels/letter/page.typ', join(program, 'page.typ'))
  for (const pack of ['cn', 'house'])
    await cp(join('law', pack), join(program, 'law', pack), { recursive: true })
}

function runAndDie(killAtStep: number): Promise<'killed' | 'ended' | 'failed'> {
  const job: LetterJob = {
    url: fresh.adminUrl,
    now: MORNING,
    today: TODAY,
    folder,
    law: join(program, 'law'),
    killAtStep,
  }
  const child = spawn(process.execPath, [join(program, 'letter-child.js'), JSON.stringify(job)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      resolve(signal === 'SIGKILL' ? 'killed' : code === 0 ? 'ended' : 'failed'),
    )
  })
}

const person = (id: number) => ({
  id,
  channel: 'letter',
  template: 'letter-serious',
  addresses: [{ kind: 'post', value: '518000 广东省深圳市福田区福中三路1004号' }],
})

async function endHere(): Promise<void> {
  const channels = {
    letter: letterProvider(fresh.db, {
      typesetter: typesetter as Typesetter,
      folderOf: () => folder,
      portal: undefined,
    }),
  }
  const law = loadLaw('law')
  const templates = await loadTemplates('templates')
  const say = () => undefined
  await dispatch(fresh.db, 1n, { now: LATER, today: TODAY, say, channels, law, templates })
  await closeLetters(fresh.db, 1n, { folder, now: LATER })
}

type Printed = { file: string; sha256: string }
async function printed(): Promise<Printed[]> {
  const all: Printed[] = []
  for (const batch of await readdir(join(folder, 'ready'))) {
    const path = join(folder, 'ready', batch)
    const manifest = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')) as {
      files: Printed[]
    }
    const files = (await readdir(path)).filter((name) => name.endsWith('.pdf'))
    expect(files.toSorted()).toEqual(manifest.files.map(({ file }) => file).toSorted())
    for (const { file, sha256 } of manifest.files)
      expect(sha256Of(await readFile(join(path, file)))).toBe(sha256)
    all.push(...manifest.files)
  }
  return all
}

test.skipIf(missing)(
  `killed ${KILLS} times, each letter is printed once, and those who were stopped get none`,
  async () => {
    await bundleChild()
    const ends: string[] = []
    const stopped = new Set<bigint>()
    for (let kill = 0; kill < KILLS; kill++) {
      // New letters as it goes, so that every step of the work comes up.
      const first = Math.floor((kill * PEOPLE) / KILLS)
      const until = Math.floor(((kill + 1) * PEOPLE) / KILLS)
      await addPeople(
        fresh.db,
        Array.from({ length: until - first }, (_, i) => person(first + i + 1)),
      )
      if (kill % 4 === 3 && first > 0) {
        const waiting = await rows<{ borrower_id: bigint }>(
          fresh.db,
          `select borrower_id from letter l join letter_batch b using (tenant_id, batch_no)
            where l.state = 'batched' and b.state = 'open' limit 1`,
        )
        for (const { borrower_id: borrowerId } of waiting) {
          const ref = { tenantId: 1n, borrowerId }
          await inTenant(fresh.db, 1n, async (tx) => {
            await stopContacts(tx, ref, { why: 'opt_out', now: MORNING })
            // Whoever opted out is not asked about again here.
            await tx.query(`update treatment set state = 'denied' where borrower_id = $1`, [
              borrowerId,
            ])
          })
          stopped.add(borrowerId)
        }
      }
      ends.push(await runAndDie(12 + ((kill * 17) % 60)))
    }
    expect(ends).not.toContain('failed')
    expect(ends.filter((end) => end === 'killed').length).toBeGreaterThan(KILLS / 2)
    await endHere()
    const files = (await printed()).map(({ file }) => file.replace('.pdf', ''))
    expect(new Set(files).size).toBe(files.length)
    const kept = await rows<{ attempt_key: string; borrower_id: bigint; state: string }>(
      fresh.db,
      `select l.attempt_key, l.borrower_id, c.state from letter l
         join contact c using (tenant_id, borrower_id, contact_id)
         join letter_batch b using (tenant_id, batch_no)
        where l.state = 'batched' and b.state = 'ready'`,
    )
    expect(kept.map((row) => row.attempt_key).toSorted()).toEqual(files.toSorted())
    // Nobody twice, nobody who was stopped, and no contact that says otherwise than the paper.
    expect(new Set(kept.map((row) => row.borrower_id)).size).toBe(kept.length)
    expect(kept.filter((row) => stopped.has(row.borrower_id))).toEqual([])
    expect(new Set(kept.map((row) => row.state))).toEqual(new Set(['accepted']))
    // Whoever has no letter was stopped, or it is proven that none was made: nothing stays in doubt.
    const others = await rows<{ state: string; state_why: string }>(
      fresh.db,
      `select distinct state, state_why from contact where state <> 'accepted'`,
    )
    for (const { state, state_why: why } of others)
      expect([
        'failed never_accepted',
        'withdrawn stopped',
        'withdrawn not_used',
        'withdrawn expired',
        'withdrawn opt_out',
      ]).toContain(`${state} ${why}`)
    const accepted = await rows(fresh.db, `select from contact where state = 'accepted'`)
    expect(accepted).toHaveLength(files.length)
    expect(files.length).toBeGreaterThan(0)
  },
  300_000,
)
