import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import type * as entry from './entry.ts'

/** The guard with one piece of its source text replaced: to show that its tests see a fault. */

export type Guard = typeof entry

export type Change = {
  /** In src/guard. */
  readonly file: string
  readonly source: (source: string) => string
}

const ROOT = join(import.meta.dirname, '..', '..')
// Inside node_modules, so that what the guard needs of them is found from there.
const FOLDER = join(ROOT, 'node_modules', '.cache', 'forbear-variants', String(process.pid))

let made = 0

export async function guardWith(change: Change): Promise<Guard> {
  let isChanged = false
  const path = join(ROOT, 'src', 'guard', change.file)
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      ssr: join(ROOT, 'test', 'guard', 'entry.ts'),
      minify: false,
      rollupOptions: { external: [/^[^./]/] },
    },
    plugins: [
      {
        name: 'variant',
        enforce: 'pre',
        transform(source, id) {
          if (id !== path) return undefined
          const changed = change.source(source)
          isChanged ||= changed !== source
          return changed
        },
      },
    ],
  })
  if (!isChanged) throw new Error(`nothing was changed in ${change.file}`)
  const [built] = [result].flat()
  const code = built !== undefined && 'output' in built ? built.output[0].code : ''
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, `${made++}.mjs`)
  writeFileSync(file, code)
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Guard
}

export const clearVariants = (): void => rmSync(FOLDER, { recursive: true, force: true })

/** Replaces a piece that stands in the source once: where it has moved, the test says so. */
export const once =
  (from: string, to: string): Change['source'] =>
  (source) => {
    if (source.split(from).length !== 2) throw new Error(`not once in the source: ${from}`)
    return source.replace(from, to)
  }
