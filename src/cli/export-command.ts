import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { parseId } from '../api/ids.ts'
import { exportPerson } from '../api/person-export.ts'
import { checkBundle, type Checked, type Fault } from '../evidence/bundle.ts'
import { filesOfTar, folderSink, fromFile, type TarFile } from '../evidence/tar.ts'
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
  await withDatabase(context, async (base) => {
    const { now } = whenOf(base, (await tenantOf(base)).zone, options)
    const key = await sealKey(base.home)
    // Beside its place until it is whole, so that a broken export is no export.
    const sink = await folderSink(`${resolve(options.out)}.part`)
    const made = await inTenant(base.db, base.tenantId, async (tx) => {
      const borrowerId =
        parseId('case', ref) ?? (await findAccount(tx, base.tenantId, ref))?.borrowerId
      if (borrowerId === undefined) return undefined
      const { home, tenantId } = base
      const asked = { by: options.by ?? 'cli', reason: options.reason, now, key, home }
      return exportPerson(tx, { tenantId, borrowerId }, asked, sink)
    }).catch(async (error: unknown) => {
      await sink.drop()
      throw error
    })
    if (made === undefined || 'declined' in made) {
      await sink.drop()
      throw new Stop(talk.word('noAccount', { ref }))
    }
    await sink.end(resolve(options.out))
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
  const { faults, files, manifest, publicKey } = await checkAt(path, options.key).catch(
    (error: Error) => {
      throw new Stop(talk.word('verifyNoFile', { path, why: error.message }), EXIT.usage)
    },
  )
  talk.data({ whole: faults.length === 0, faults, public_key: publicKey }, () =>
    faults.length === 0
      ? wholeText(talk, {
          files,
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

async function checkAt(path: string, key: string | undefined): Promise<Checked> {
  if ((await stat(path)).isDirectory()) return checkBundle(filesIn(path), key)
  const file = await open(path, 'r')
  try {
    return await checkBundle(filesOfTar(fromFile(file)), key)
  } finally {
    await file.close()
  }
}

async function* filesIn(folder: string): AsyncGenerator<TarFile> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    yield { name: relative(folder, path).split(sep).join('/'), bytes: await readFile(path) }
  }
}
