import { chained, isSealed, sha256Of, type Seal, type SealKey } from './seal.ts'
import type { TarFile } from './tar.ts'

/**
 * Files that prove themselves: a manifest with the hash of each, a chain over the lines of the timeline,
 * and one seal on the manifest. Whoever has the bundle and the public key needs nothing else.
 */

export const MANIFEST = 'manifest.json'
const SEAL = 'manifest.seal.json'
export const TIMELINE = 'timeline.jsonl'

export type Manifest = {
  readonly format: 'forbear-person-export/1'
  readonly about: Readonly<Record<string, string>>
  readonly files: readonly {
    readonly name: string
    readonly bytes: number
    readonly sha256: string
  }[]
  /** The last link over the lines of the timeline, and how many there are. */
  readonly timeline: { readonly items: number; readonly chain: string }
}

const START = sha256Of('forbear-person-export/1')

/** Each line holds the hash of everything before it, so that none can be changed, moved or left out. */
export function chainLines(items: readonly string[]): {
  readonly text: string
  readonly end: string
} {
  let end = START
  const lines = items.map((item) => {
    end = chained(end, item)
    return `{"chain":"${end}","item":${item}}`
  })
  return { text: lines.map((line) => `${line}\n`).join(''), end }
}

type Of = { readonly about: Manifest['about']; readonly timeline: Manifest['timeline'] }
type Entry = Manifest['files'][number]

/** What stands last: the manifest of everything before it, and the seal on the manifest. */
export function sealOf(files: readonly Entry[], of: Of, key: SealKey): readonly [TarFile, TarFile] {
  const manifest: Manifest = { format: 'forbear-person-export/1', files, ...of }
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  const seal = Buffer.from(sealText(key.sign(bytes)))
  return [
    { name: MANIFEST, bytes },
    { name: SEAL, bytes: seal },
  ]
}

export const entryOf = ({ name, bytes }: TarFile): Entry => ({
  name,
  bytes: bytes.length,
  sha256: sha256Of(bytes),
})

export type Fault = {
  readonly what:
    | 'no_manifest'
    | 'not_sealed'
    | 'other_key'
    | 'missing'
    | 'added'
    | 'twice'
    | 'changed'
    | 'chain_broken'
  /** The file, or the line of the timeline, that it is about. */
  readonly where: string
}

export type Checked = {
  readonly faults: readonly Fault[]
  readonly files: number
  readonly manifest: Manifest | undefined
  readonly publicKey: string | undefined
}

/** What a checker keeps of a file that passes by: its hash, and the bytes of the few that are read. */
type Seen = { readonly name: string; readonly sha256: string; readonly bytes: Buffer | undefined }

const READ: ReadonlySet<string> = new Set([MANIFEST, SEAL, TIMELINE])

/**
 * Trusts the bytes alone, and the key where the reader names one. One file is in memory at a time, so that
 * hours of recordings are checked like a page.
 */
export async function checkBundle(
  all: Iterable<TarFile> | AsyncIterable<TarFile>,
  publicKey?: string,
): Promise<Checked> {
  const files: Seen[] = []
  for await (const { name, bytes } of all)
    files.push({ name, sha256: sha256Of(bytes), bytes: READ.has(name) ? bytes : undefined })
  const bytesOf = new Map(files.map(({ name, bytes }) => [name, bytes]))
  const bytes = bytesOf.get(MANIFEST)
  const manifest = jsonOf<Manifest>(bytes)
  const seal = jsonOf<Seal>(bytesOf.get(SEAL))
  if (bytes === undefined || !isManifest(manifest))
    return {
      faults: [{ what: 'no_manifest', where: MANIFEST }],
      files: files.length,
      manifest: undefined,
      publicKey: seal?.public_key,
    }
  const faults: Fault[] = []
  if (!isWhole(seal, bytesOf.get(SEAL)) || !isSealed(bytes, seal))
    faults.push({ what: 'not_sealed', where: MANIFEST })
  else if (publicKey !== undefined && publicKey !== seal.public_key)
    faults.push({ what: 'other_key', where: SEAL })
  faults.push(...fileFaults(files, manifest), ...chainFaults(bytesOf.get(TIMELINE), manifest))
  return { faults, files: files.length, manifest, publicKey: seal?.public_key }
}

function fileFaults(files: readonly Seen[], manifest: Manifest): readonly Fault[] {
  const faults: Fault[] = []
  const told = new Map(manifest.files.map((file) => [file.name, file]))
  const seen = new Set<string>()
  for (const { name, sha256 } of files) {
    if (seen.has(name)) faults.push({ what: 'twice', where: name })
    seen.add(name)
    if (name === MANIFEST || name === SEAL) continue
    const known = told.get(name)
    if (known === undefined) faults.push({ what: 'added', where: name })
    else if (sha256 !== known.sha256) faults.push({ what: 'changed', where: name })
  }
  for (const name of told.keys()) if (!seen.has(name)) faults.push({ what: 'missing', where: name })
  return faults
}

/** The first line that does not follow from those before it. */
function chainFaults(bytes: Buffer | undefined, { timeline }: Manifest): readonly Fault[] {
  if (bytes === undefined) return []
  const lines = bytes.toString('utf8').split('\n').slice(0, -1)
  let end = START
  for (const [at, line] of lines.entries()) {
    const told = /^\{"chain":"([0-9a-f]{64})","item":(.*)\}$/s.exec(line)
    end = chained(end, told?.[2] ?? '')
    if (told?.[1] !== end) return [{ what: 'chain_broken', where: `${TIMELINE}:${at + 1}` }]
  }
  return lines.length === timeline.items && end === timeline.chain
    ? []
    : [{ what: 'chain_broken', where: `${TIMELINE}:${lines.length + 1}` }]
}

function jsonOf<T>(bytes: Buffer | undefined): Partial<T> | undefined {
  try {
    const found: unknown = bytes === undefined ? undefined : JSON.parse(bytes.toString('utf8'))
    return typeof found === 'object' && found !== null ? found : undefined
  } catch {
    return undefined
  }
}

const isManifest = (found: Partial<Manifest> | undefined): found is Manifest =>
  found?.format === 'forbear-person-export/1' &&
  Array.isArray(found.files) &&
  found.files.every(
    (file: unknown) => typeof file === 'object' && file !== null && 'name' in file,
  ) &&
  typeof found.timeline === 'object'

/** One way alone to write a seal: every other byte of its file is a change. */
const sealText = ({ algorithm, public_key, signature }: Seal): string =>
  `${JSON.stringify({ algorithm, public_key, signature }, null, 2)}\n`

const isWhole = (seal: Partial<Seal> | undefined, bytes: Buffer | undefined): seal is Seal =>
  seal?.algorithm === 'Ed25519' &&
  typeof seal.public_key === 'string' &&
  typeof seal.signature === 'string' &&
  Buffer.from(seal.signature, 'base64').toString('base64') === seal.signature &&
  bytes?.toString('utf8') === sealText(seal as Seal)
