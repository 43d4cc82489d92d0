import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './context.ts'
import { Stop, type Talk } from './talk.ts'

const DESK = join(ROOT, 'web', 'desk')
const DIST = join(DESK, 'dist')
const MARK = join(DIST, 'built-from.txt')

/** True where the built desk is that of the sources that lie here. */
export function isDeskBuilt(): boolean {
  return (
    existsSync(join(DIST, 'index.html')) &&
    existsSync(MARK) &&
    readFileSync(MARK, 'utf8') === sourceHash()
  )
}

/** Builds the desk where it is missing or older than its sources, and says where it lies. */
export async function ensureDesk(talk: Talk): Promise<string> {
  if (isDeskBuilt()) return DIST
  talk.say('buildingDesk', { seconds: 20 })
  try {
    const { build } = await import('vite')
    await build({ root: DESK, configFile: join(DESK, 'vite.config.ts'), logLevel: 'error' })
  } catch (error) {
    throw new Stop(
      talk.word('deskBuildFailed', { why: error instanceof Error ? error.message : String(error) }),
    )
  }
  writeFileSync(MARK, sourceHash())
  return DIST
}

/** Over every source of the desk, the types it takes from the API, and the packages' versions. */
function sourceHash(): string {
  const hash = createHash('sha256')
  const files = readdirSync(DESK, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(DIST))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  for (const file of [...files, join(ROOT, 'package-lock.json')])
    hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  return hash.digest('hex')
}
