import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Script } from '../core/script/script.ts'
import { readScript } from './script-file.ts'

/** A script with the hash of its bytes: answers are kept under it. */
export type LoadedScript = { readonly script: Script; readonly hash: string }

const SHIPPED = fileURLToPath(new URL('../../scripts', import.meta.url))
const loaded = new Map<string, readonly LoadedScript[]>()

/** Ours, and a house's own in its home folder, read once; a script with a fault stops whoever asks. */
export function loadScripts(home?: string): readonly LoadedScript[] {
  const own = home === undefined ? undefined : join(home, 'scripts')
  return [...(own === undefined ? [] : folderScripts(own)), ...folderScripts(SHIPPED)]
}

function folderScripts(folder: string): readonly LoadedScript[] {
  const known = loaded.get(folder)
  if (known !== undefined) return known
  const names = existsSync(folder) ? readdirSync(folder) : []
  const scripts = names
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => loadOne(join(folder, name)))
  loaded.set(folder, scripts)
  return scripts
}

function loadOne(path: string): LoadedScript {
  const text = readFileSync(path, 'utf8')
  const read = readScript(text)
  if ('steps' in read)
    return { script: read, hash: createHash('sha256').update(text, 'utf8').digest('hex') }
  const [first] = read
  throw new Error(`${path}:${first?.line}: ${first?.field}: ${first?.words.en}`)
}

type Wanted = { readonly jurisdictions: readonly string[]; readonly stage: string | undefined }

/** A house's own before ours, one for the very stage before one for every stage, the newest of a name. */
export function chooseScript(
  all: readonly LoadedScript[],
  { jurisdictions, stage }: Wanted,
): LoadedScript | undefined {
  const fits = all.filter(
    ({ script }) =>
      script.places.some((place) =>
        jurisdictions.some((one) => one === place || one.startsWith(`${place}-`)),
      ) &&
      (script.stages.length === 0 || (stage !== undefined && script.stages.includes(stage))),
  )
  const exact = fits.filter(({ script }) => script.stages.length > 0)
  const [first] = exact.length > 0 ? exact : fits
  return fits
    .filter(({ script }) => script.name === first?.script.name)
    .toSorted((a, b) => b.script.version - a.script.version)[0]
}
