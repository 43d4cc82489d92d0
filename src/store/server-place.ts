import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readlink,
  realpath,
  rename,
  rmdir,
  stat,
  symlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Where one home's server lives, and as whom it runs (undefined: as we ourselves). */
export type Place = {
  readonly home: string
  readonly data: string
  readonly sockets: string
  readonly log: string
  readonly runAs: RunAs | undefined
}

export type RunAs = { readonly uid: number; readonly gid: number }

/** PostgreSQL refuses to run as root; this user owns nothing and needs no entry anywhere. */
const NOBODY: RunAs = { uid: 65534, gid: 65534 }

export async function settlePlace(wanted: string): Promise<Place> {
  await mkdir(wanted, { recursive: true, mode: 0o711 })
  const home = await realpath(wanted)
  const runAs = isRoot() ? await serverUser(home) : undefined
  const base = await settleBase(home, runAs)
  const data = join(base, 'data')
  await checkOwner(data)
  const sockets = socketFolder(base)
  await makeOwn(sockets, runAs)
  return { home, data, sockets, log: join(base, 'server.log'), runAs }
}

const isRoot = () => process.getuid?.() === 0

/** The owner of data that is already there, so that root may serve a home begun by a person. */
async function serverUser(home: string): Promise<RunAs> {
  const found = await stat(join(home, 'postgres', 'data')).catch(() => undefined)
  if (found === undefined || found.uid === 0) return NOBODY
  return { uid: found.uid, gid: found.gid }
}

/** `home/postgres`; where its parents are closed to the server's user, a link to another folder. */
async function settleBase(home: string, runAs: RunAs | undefined): Promise<string> {
  const inside = join(home, 'postgres')
  const linked = await readlink(inside).catch(() => undefined)
  if (linked !== undefined) return openFolder(linked)
  await mkdir(inside, { recursive: true, mode: 0o711 })
  if (runAs === undefined) return inside
  await openFolder(home)
  await openFolder(inside)
  return mayEnter(inside, runAs) ? inside : settleOutside(home, inside, runAs)
}

async function settleOutside(home: string, inside: string, runAs: RunAs): Promise<string> {
  await openFolder('/var/lib/forbear')
  const made = await openFolder(await mkdtemp(`/var/lib/forbear/${hashOf(home)}-`))
  if (!mayEnter(made, runAs)) {
    throw new Error(
      `The database runs as user ${runAs.uid}, who may enter neither ${home} nor ${made}: set FORBEAR_HOME to a folder that others may enter.`,
    )
  }
  await rmdir(inside).catch(() => undefined)
  // The link exists if another process came to this first; its folder is then the one.
  const isFirst = await symlink(made, inside).then(() => true, ifExists)
  if (!isFirst) await rmdir(made)
  return readlink(inside)
}

/** Others may go through, and see nothing of what is in it. */
async function openFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  if ((await stat(folder)).uid === process.getuid?.()) await chmod(folder, 0o711)
  return folder
}

/** Asks the kernel rather than computing: lists of access rights and mounts have their say too. */
function mayEnter(folder: string, runAs: RunAs): boolean {
  const script = 'cd -- "$1" 2>/dev/null'
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', folder], { ...runAs, stdio: 'ignore', cwd: '/' })
      .status === 0
  )
}

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** A socket's path may have 103 bytes (107 on Linux), and the server's lock file adds a few. */
const SOCKET_PATH_BYTES_MAX = 103

function socketFolder(base: string): string {
  const inside = join(base, 'run')
  const longest = join(inside, '.s.PGSQL.5432.lock')
  if (Buffer.byteLength(longest) <= SOCKET_PATH_BYTES_MAX) return inside
  return join('/tmp', `forbear-${process.getuid?.() ?? 0}-${hashOf(base)}`)
}

/**
 * A folder for the server's user alone; one made beforehand by somebody else is refused. It gets its name once
 * it is whole: whoever starts at the same moment never finds one that is not its owner's yet.
 */
async function makeOwn(folder: string, runAs: RunAs | undefined): Promise<void> {
  const isThere = await lstat(folder).then(() => true, ifMissing)
  if (!isThere) {
    const made = await mkdtemp(join(dirname(folder), 'making-run-'))
    if (runAs !== undefined) await chown(made, runAs.uid, runAs.gid)
    await rename(made, folder).catch(() => rmdir(made))
  }
  const found = await lstat(folder)
  const owner = runAs?.uid ?? process.getuid?.()
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Error(`The folder ${folder} is not the database's own: remove it and start again.`)
  }
}

function ifMissing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error
  return false
}

function ifExists(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EEXIST') throw error
  return false
}

async function checkOwner(data: string): Promise<void> {
  const found = await stat(data).catch(() => undefined)
  const uid = process.getuid?.()
  if (found === undefined || uid === 0 || found.uid === uid) return
  throw new Error(
    `The data in ${data} belongs to user ${found.uid}, and you are user ${String(uid)}: run as that user or as root, or set FORBEAR_HOME to a folder of your own.`,
  )
}
