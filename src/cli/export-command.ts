import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { parseId } from '../api/ids.ts'
import { exportPerson } from '../api/person-export.ts'
import { checkBundle, type Fault } from '../evidence/bundle.ts'
import { filesOfTar, type TarFile } from '../evidence/tar.ts'
import { inTenant } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { sealKey } from './seal-key.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

export type ExportOptions = {
  readonly out: string
  readonly reason: string
  readonly by?: string
  readonly now?: string
}

/** Writes everything about a person into an empty folder, sealed. */
export async function exportCommand(
  context: Context,
  options: ExportOptions,
  what = '',
  ref = '',
): Promise<undefined> {
  const { talk } = context
  if (what !== 'person') throw new Stop(talk.word('exportBad', { text: what }), EXIT.usage)
  await mkdir(options.out, { recursive: true })
  if ((await readdir(options.out)).length > 0)
    throw new Stop(talk.word('exportFull', { folder: options.out }), EXIT.refused)
  await withDatabase(context, async (open) => {
    const { now } = whenOf(open, (await tenantOf(open)).zone, options)
    const key = await sealKey(open.home)
    const made = await inTenant(open.db, open.tenantId, async (tx) => {
      const borrowerId =
        parseId('case', ref) ?? (await findAccount(tx, open.tenantId, ref))?.borrowerId
      if (borrowerId === undefined) return undefined
      const asked = { by: options.by ?? 'cli', reason: options.reason, now, key }
      return exportPerson(tx, { tenantId: open.tenantId, borrowerId }, asked)
    })
    if (made === undefined) throw new Stop(talk.word('noAccount', { ref }))
    for (const { name, bytes } of made.files) {
      const path = join(options.out, ...name.split('/'))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes)
    }
    const told = { person: made.ref, folder: options.out, public_key: key.publicKey }
    talk.data({ ...told, manifest_sha256: made.manifestHash, files: made.files.length }, () =>
      talk.word('exported', {
        files: String(made.files.length),
        ref: made.ref,
        folder: options.out,
        key: key.publicKey,
      }),
    )
  })
}

export type VerifyOptions = { readonly key?: string }

/** Needs the export and nothing else: no database, no connection, no tenant. */
export async function verifyCommand(
  { talk }: Context,
  options: VerifyOptions,
  path = '',
): Promise<number | undefined> {
  const files = await filesAt(path).catch((error: Error) => {
    throw new Stop(talk.word('verifyNoFile', { path, why: error.message }), EXIT.usage)
  })
  const { faults, manifest, publicKey } = checkBundle(files, options.key)
  talk.data({ whole: faults.length === 0, faults, public_key: publicKey }, () =>
    faults.length === 0
      ? wholeText(talk, {
          files: files.length,
          items: manifest?.timeline.items ?? 0,
          key: publicKey ?? '',
        })
      : [talk.word('verifyBroken'), ...faults.map((fault) => faultText(talk, fault))].join('\n'),
  )
  if (faults.length === 0 && options.key === undefined) talk.say('verifyCompare')
  return faults.length === 0 ? undefined : EXIT.refused
}

const wholeText = (
  talk: Talk,
  { files, items, key }: { files: number; items: number; key: string },
): string => talk.word('verifyWhole', { files: String(files), items: String(items), key })

const faultText = (talk: Talk, { what, where }: Fault): string =>
  `  ${talk.word(`verify_${what}`, { where })}`

async function filesAt(path: string): Promise<readonly TarFile[]> {
  if (!(await stat(path)).isDirectory()) {
    const files = filesOfTar(await readFile(path))
    if (files === undefined) throw new Error('this is no archive that holds together')
    return files
  }
  const names = await readdir(path, { recursive: true, withFileTypes: true })
  return Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const full = join(entry.parentPath, entry.name)
        return { name: relative(path, full).split(sep).join('/'), bytes: await readFile(full) }
      }),
  )
}
