import { benchCycle } from './cycle.ts'
import { benchDispatch } from './dispatch.ts'
import { benchEvents } from './events.ts'
import { figureLine, figureText, type Figure, type Say } from './figure.ts'
import { benchKernel } from './kernel.ts'
import { benchLedger } from './ledger.ts'
import { benchLoad } from './load.ts'
import { benchPermits } from './permits.ts'
import { benchSearch } from './search.ts'
import { benchStart } from './start.ts'
import { benchWork } from './work.ts'

/** `npm run bench -- NAME [--json] [--rows N]`: each ratio comes from one run on one machine. */
const BENCHES: Readonly<
  Record<string, (options: { rows: number; say: Say }) => Promise<Figure[]>>
> = {
  load: benchLoad,
  cycle: benchCycle,
  dispatch: benchDispatch,
  events: benchEvents,
  kernel: benchKernel,
  ledger: benchLedger,
  permits: benchPermits,
  search: benchSearch,
  start: benchStart,
  work: benchWork,
}

const args = process.argv.slice(2)
const json = args.includes('--json')
const rowsAt = args.indexOf('--rows')
const rows = rowsAt === -1 ? 1_000_000 : Number(args[rowsAt + 1])
const names = args.filter((arg, i) => !arg.startsWith('--') && (rowsAt === -1 || i !== rowsAt + 1))
const unknown = names.filter((name) => !(name in BENCHES))

if (unknown.length > 0 || !Number.isInteger(rows) || rows < 1000) {
  console.error(
    `usage: npm run bench -- [${Object.keys(BENCHES).join('|')}] [--rows N, at least 1000] [--json]`,
  )
  process.exit(2)
}

for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  const bench = BENCHES[name]
  if (bench === undefined) continue
  for (const figure of await bench({ rows, say: (line) => process.stderr.write(`${line}\n`) })) {
    process.stdout.write(`${json ? figureLine(figure) : figureText(figure)}\n`)
  }
}
