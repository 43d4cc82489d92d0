import { batchName, lettersFolder, readLetterFile } from '../channels/letter/folder.ts'
import { readRecording, recordingsFolder } from '../channels/voice/recordings.ts'
import type { Day } from '../core/calendar.ts'
import { fileKind } from '../core/file-kind.ts'
import { evidenceFolder } from '../evidence/folder-receipt.ts'
import { sha256Of } from '../evidence/seal.ts'
import type { TarFile } from '../evidence/tar.ts'
import type { PersonFile, PersonFileGone, PersonFileKind } from '../store/person-files.ts'
import type { Language } from './wire.ts'

/** A file as the archive names it: there by its name, or gone with its hash and the reason. */
export type Handed = {
  readonly kind: PersonFileKind
  readonly on: Day
  readonly sha256: string
  readonly media_type: string
  /** Its name in the archive; null: its bytes are not in it. */
  readonly file: string | null
  readonly gone: PersonFileGone | null
  readonly gone_on: Day | null
}

type Into = {
  readonly tenantId: bigint
  readonly home: string | undefined
  readonly add: (file: TarFile) => Promise<void>
}

/** Puts the bytes of each file into the archive, one after another, and says what became of each. */
export async function handOutFiles(
  files: readonly PersonFile[],
  into: Into,
): Promise<readonly Handed[]> {
  const handed: Handed[] = []
  const names = new Set<string>()
  for (const one of files) {
    const bytes = one.gone === null ? await bytesOf(one, into) : undefined
    const name = bytes && nameOf(one, bytes)
    // The same bytes may be of two calls: they are in the archive once.
    if (bytes !== undefined && name !== undefined && !names.has(name)) {
      await into.add({ name, bytes })
      names.add(name)
    }
    const { kind, on, sha256, gone } = one
    handed.push({
      kind,
      on,
      sha256,
      media_type: one.mediaType,
      file: name ?? null,
      gone: gone?.why ?? (name === undefined ? 'lost' : null),
      gone_on: gone?.on ?? null,
    })
  }
  return handed
}

const FOLDER: Readonly<Record<PersonFileKind, string>> = {
  recording: 'recordings',
  letter: 'letters',
  handed_in: 'handed-in',
  certificate: 'certificates',
}

function nameOf(file: PersonFile, bytes: Buffer): string {
  const text = file.mediaType.startsWith('text/') ? 'txt' : 'bin'
  const ending = fileKind(bytes)?.ending ?? text
  return `${FOLDER[file.kind]}/${file.on}-${file.sha256.slice(0, 16)}.${ending}`
}

async function bytesOf(file: PersonFile, { tenantId, home }: Into): Promise<Buffer | undefined> {
  const { kind, sha256, inside } = file
  if (inside !== null) return sha256Of(inside) === sha256 ? inside : undefined
  if (home === undefined) return undefined
  if (kind === 'recording') return readRecording(recordingsFolder(home, tenantId), sha256)
  if (kind === 'handed_in') return readRecording(evidenceFolder(home, tenantId), sha256)
  const batch = file.batch === null ? '' : batchName(file.batch)
  return readLetterFile(lettersFolder(home, tenantId), { attemptKey: file.ref, sha256, batch })
}

const KIND_WORDS: Readonly<Record<PersonFileKind, Record<Language, string>>> = {
  recording: { en: 'Recording of a call', zh: '通话录音' },
  letter: { en: 'Letter', zh: '信函' },
  handed_in: { en: 'Handed in by you', zh: '您提交的材料' },
  certificate: { en: 'Certificate that the account is closed', zh: '结清证明' },
}

const GONE_WORDS: Readonly<Record<PersonFileGone, Record<Language, string>>> = {
  purged: {
    en: 'deleted on {on}, when its days were over',
    zh: '已于 {on} 按保存期限删除',
  },
  deleted: { en: 'you deleted it on {on}', zh: '您已于 {on} 删除' },
  other_person: {
    en: 'not handed out: somebody else speaks on it',
    zh: '未提供：录音中是他人的声音',
  },
  withdrawn: { en: 'never left: it was taken back', zh: '未寄出：已撤回' },
  lost: {
    en: 'its bytes are not where they should be: ask us about it',
    zh: '文件内容未在应有的位置找到：请向我们询问',
  },
}

/** What a reader is told of each file: its day, where it is, or why it is not there, and its hash. */
export function handedText(one: Handed, lang: Language): string {
  const where =
    one.gone === null
      ? (one.file ?? '')
      : GONE_WORDS[one.gone][lang].replace('{on}', one.gone_on ?? '')
  return `${one.on} ${KIND_WORDS[one.kind][lang]}: ${where} (SHA-256 ${one.sha256})`
}
