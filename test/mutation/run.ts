import { fork, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Mutant, mutantsOf } from './mutants.ts'

/**
 * `npx tsx test/mutation/run.ts --sample 300 --seed 1`: how many small faults of the guard its tests
 * see. Two workers ask the quick suite of one mutant after the other. `--only harbor,waiting` asks of
 * the mutants of these files alone.
 */

const ROOT = join(import.meta.dirname, '..', '..')
const GUARD = join(ROOT, 'src', 'guard')
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')

/** What judges. The words, the register and the forms have tests of their own. */
const JUDGING =
  'allocation cap changes class consent content count covers deadline easter factor gate harbor ' +
  'hold hours judge local past person plan represented rules speak thread tracing validation ' +
  'waiting wish yearly zone'

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? otherwise : Number(process.argv[at + 1])
}

const onlyAt = process.argv.indexOf('--only')
const ONLY = onlyAt === -1 ? JUDGING.split(' ') : (process.argv[onlyAt + 1] ?? '').split(',')

const SAMPLE = option('sample', 300)
const SEED = option('seed', 1)
const LIMIT_MS = option('limit', 60) * 1000
const WORKERS = 2

/** The same sample for the same seed and the same source. */
function sampleOf(all: readonly Mutant[]): Mutant[] {
  let state = SEED >>> 0
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return (state ^ (state >>> 13)) >>> 0
  }
  return all
    .map((mutant) => ({ mutant, rank: next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, SAMPLE)
    .map(({ mutant }) => mutant)
}

type Told = { readonly fault: string | undefined }

/** The unit tests proper, for what the quick suite did not see. */
const faultOfUnitTests = (mutant: Mutant): Promise<string | undefined> =>
  new Promise((resolve) => {
    const args = [VITEST, 'run', '--config', 'test/mutation/vitest.config.ts']
    const env = { ...process.env, FORBEAR_MUTANT: JSON.stringify(mutant) }
    const child = spawn(process.execPath, args, { env, stdio: 'ignore', timeout: 3 * LIMIT_MS })
    child.once('close', (code) => resolve(code === 0 ? undefined : 'a unit test'))
  })

/** One worker's life: it is begun anew where a mutant never ends. */
async function work(queue: Mutant[], tell: (mutant: Mutant, fault: string | undefined) => void) {
  let child = fork(join(import.meta.dirname, 'mutant-child.ts'))
  for (let mutant = queue.pop(); mutant !== undefined; mutant = queue.pop()) {
    const asked = mutant
    const fault = await new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        child = fork(join(import.meta.dirname, 'mutant-child.ts'))
        resolve('never ended')
      }, LIMIT_MS)
      child.once('message', (told: Told) => {
        clearTimeout(timer)
        resolve(told.fault)
      })
      child.send(asked)
    })
    tell(asked, fault ?? (await faultOfUnitTests(asked)))
  }
  child.kill()
}

const files = readdirSync(GUARD).filter((file) =>
  ONLY.some((name) => file === `${name}.ts` || file === `ask-${name}.ts`),
)
const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(GUARD, file), 'utf8')))
const sample = sampleOf(all)
console.info(`${all.length} mutants of ${files.length} files, ${sample.length} asked, seed ${SEED}`)

// Tests that fail by themselves would kill every mutant.
const nothing = { file: 'cap.ts', line: 1, start: 0, end: 0, text: '', what: 'nothing' }
if ((await faultOfUnitTests(nothing)) !== undefined) throw new Error('the unit tests fail already')

const survivors: Mutant[] = []
let done = 0
let endless = 0
const queue = [...sample]
await Promise.all(
  Array.from({ length: WORKERS }, () =>
    work(queue, (mutant, fault) => {
      done++
      if (fault === 'never ended') endless++
      if (done % 20 === 0) console.info(`${done - survivors.length} of ${done} killed so far`)
      if (fault !== undefined) return
      survivors.push(mutant)
      console.info(`survives: ${mutant.file}:${mutant.line} ${mutant.what.slice(0, 160)}`)
    }),
  ),
)
const killed = done - survivors.length
console.info(
  `${killed} of ${done} killed: ${((100 * killed) / done).toFixed(1)}%; ${endless} never ended`,
)
