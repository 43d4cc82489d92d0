import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type LawBook, lawBook } from '../guard/book.ts'
import { RuleFile } from '../guard/file.ts'
import { packOf } from '../guard/rules.ts'
import { zoneOf } from '../guard/zone.ts'

const FILES_MAX = 5000
const FILE_BYTES_MAX = 200_000

/** One fault of a law file, with the place where a person mends it. */
export type LawFault = { readonly file: string; readonly line: number; readonly why: string }

/** Thrown while starting: with a rule that cannot be read nothing may be sent, so nothing starts. */
export class LawUnreadable extends Error {
  readonly faults: readonly LawFault[]
  constructor(faults: readonly LawFault[]) {
    super(faults.map(({ file, line, why }) => `${file}:${line}: ${why}`).join('\n'))
    this.name = 'LawUnreadable'
    this.faults = faults
  }
}

/**
 * Reads every rule of a law folder, strictly. `own`: a folder, which need not be there, with the stricter
 * rules of tenants: 'tenant-1/quiet-friday.yaml' with the id 'tenant-1.quiet-friday'.
 */
export function loadLaw(folder: string, own?: string): LawBook {
  const found = namesIn(folder)
  if (found.length === 0)
    throw new LawUnreadable([{ file: folder, line: 1, why: 'no rule files here' }])
  const owned = own !== undefined && existsSync(own) ? namesIn(own) : []
  if (found.length + owned.length > FILES_MAX) {
    throw new LawUnreadable([{ file: folder, line: 1, why: `more than ${FILES_MAX} rule files` }])
  }
  const places = [
    ...found.map((name) => ({ name, path: join(folder, name), isOwn: false })),
    ...owned.map((name) => ({ name, path: join(own ?? '', name), isOwn: true })),
  ]
  const hash = createHash('sha256')
  const faults: LawFault[] = []
  const read: { name: string; rule: RuleFile }[] = []
  for (const { name, path, isOwn } of places) {
    const bytes = readFileSync(path)
    hash.update(`${name}\u0000${bytes.length}\u0000`).update(bytes)
    const parsed = readRule(name, bytes)
    if ('faults' in parsed) faults.push(...parsed.faults)
    else {
      faults.push(...faultsOfOwner(name, parsed.rule, isOwn))
      read.push({ name, rule: parsed.rule })
    }
  }
  faults.push(...faultsTogether(read))
  if (faults.length > 0) throw new LawUnreadable(faults)
  return lawBook(
    read.map(({ rule }) => rule),
    hash.digest('hex'),
  )
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => name.split(sep).join('/'))
    .toSorted()

/** A tenant's rule says so by its id and its mark; the law's files hold none of them. */
function faultsOfOwner(file: string, rule: RuleFile, isOwn: boolean): LawFault[] {
  const isTenants = /^tenant-[1-9][0-9]*\./.test(rule.id)
  if (!isOwn && !isTenants) return []
  if (isOwn && isTenants && rule.mark === 'house') return []
  const why = isOwn
    ? 'a rule of a tenant has an id such as tenant-1.quiet-friday, and the mark house'
    : 'a rule of a tenant belongs in the folder law of the home, not here'
  return [{ file, line: 1, why: `${rule.id}: ${why}` }]
}

function readRule(file: string, bytes: Buffer): { rule: RuleFile } | { faults: LawFault[] } {
  if (bytes.length > FILE_BYTES_MAX) {
    return { faults: [{ file, line: 1, why: `longer than ${FILE_BYTES_MAX} bytes` }] }
  }
  const lines = new LineCounter()
  const doc = parseDocument(bytes.toString('utf8'), { lineCounter: lines, uniqueKeys: true })
  if (doc.errors.length > 0) {
    return {
      faults: doc.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        why: error.message.split('\n')[0] ?? 'not YAML',
      })),
    }
  }
  const parsed = RuleFile.safeParse(doc.toJS({ maxAliasCount: 0 }))
  if (parsed.success) return { rule: parsed.data }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = doc.getIn(path.slice(0, length), true)
      const range = (node as { range?: [number, number, number] } | undefined)?.range
      if (range !== undefined) return lines.linePos(range[0]).line
    }
    return 1
  }
  return {
    faults: parsed.error.issues.map((issue: z.core.$ZodIssue) => ({
      file,
      line: lineOf(issue.path),
      why: `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`,
    })),
  }
}

/** What no file can be blamed for alone: ids twice, in a wrong folder, or named and not there. */
function faultsTogether(read: readonly { name: string; rule: RuleFile }[]): LawFault[] {
  const faults: LawFault[] = []
  const seen = new Map<string, string>()
  for (const { name, rule } of read) {
    const first = seen.get(rule.id)
    if (first !== undefined)
      faults.push({ file: name, line: 1, why: `${rule.id} is in ${first} too` })
    seen.set(rule.id, name)
    if (packOf(rule.id) !== name.split('/')[0]) {
      faults.push({
        file: name,
        line: 1,
        why: `${rule.id} belongs in the folder ${packOf(rule.id)}`,
      })
    }
    if (zoneOf(rule.zone) === undefined) {
      faults.push({ file: name, line: 1, why: `zone: there is no zone ${rule.zone}` })
    }
  }
  const exempts = new Set(
    read.filter(({ rule }) => rule.says.some((part) => part.exempt)).map(({ rule }) => rule.id),
  )
  for (const { name, rule } of read) {
    for (const id of exemptsNamed(rule)) {
      if (!exempts.has(id))
        faults.push({ file: name, line: 1, why: `exempt: there is no rule ${id}` })
    }
  }
  return faults
}

const exemptsNamed = (rule: RuleFile): string[] =>
  rule.says.flatMap((part) =>
    [...Object.values(part.cap ?? {}), ...Object.values(part.quiet_after ?? {})].flatMap(
      (value) => value?.exempt ?? [],
    ),
  )
