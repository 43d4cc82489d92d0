import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asIs, type Say } from '../core/words.ts'
import { KeeperProcess, lastWords } from './server-start.ts'
import { findServer, stopOrphan } from './server-orphan.ts'
import { settlePlace, type Place } from './server-place.ts'
import { SUPERUSER } from './server-settings.ts'

export type AttachOptions = {
  readonly home: string
  readonly say: Say
  readonly throwaway?: boolean
}

export type Attached = { url(database: string): string; leave(): Promise<void> }

const TRIES_MAX = 5
const KEEPERLESS_MS_MAX = 3_000

/** Joins the server of a home, whoever started it; starts it where nobody has. */
export async function attach(options: AttachOptions): Promise<Attached> {
  if (process.platform === 'win32') {
    throw new Error('On Windows no server is started: set DATABASE_URL to PostgreSQL 15 or newer.')
  }
  const place = await settlePlace(options.home)
  const stay = { isLeaving: false, guest: await enter(place, options) }
  returnWhenLost(place, options, stay)
  return {
    url: (database) =>
      `postgresql://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(place.sockets)}`,
    leave: async () => {
      if (stay.isLeaving) return
      stay.isLeaving = true
      await goodbye(stay.guest)
    },
  }
}

type Stay = { isLeaving: boolean; guest: Socket }

/** The server or its keeper was killed under us: the pools find the new one at the same address. */
function returnWhenLost(place: Place, options: AttachOptions, stay: Stay): void {
  stay.guest.unref()
  stay.guest.once('close', () => {
    if (stay.isLeaving) return
    options.say({
      en: 'The database server ended unexpectedly and is being started again.',
      zh: '数据库服务意外结束，正在重新启动。',
    })
    enter(place, options).then(
      (guest) => {
        stay.guest = guest
        if (stay.isLeaving) guest.destroy()
        else returnWhenLost(place, options, stay)
      },
      (error: Error) => options.say(asIs(error.message)),
    )
  })
}

async function enter(place: Place, options: AttachOptions): Promise<Socket> {
  const keeper = new KeeperProcess(place, options)
  let keeperlessSince = Infinity
  for (;;) {
    const guest = await knock(place, options.say)
    if (guest !== undefined) return guest
    const server = await findServer(place.data)
    if (server === undefined) {
      keeperlessSince = Infinity
      if (keeper.failures >= TRIES_MAX) {
        throw new Error(`The database server does not start: ${await lastWords(place.log)}`)
      }
      if (!keeper.isRunning) await keeper.start()
    } else if (!keeper.isRunning && !server.isStopping) {
      // A keeper opens its door a moment after its server has the data; one that was killed never.
      keeperlessSince = Math.min(keeperlessSince, performance.now())
      if (performance.now() - keeperlessSince > KEEPERLESS_MS_MAX) {
        options.say({
          en: 'A database server left over by a crash is being stopped.',
          zh: '正在停止崩溃遗留的数据库服务。',
        })
        await stopOrphan(server.pid, place.data)
      }
    }
    await sleep(10)
  }
}

const RECOVERY_IS_LONG_MS = 5_000

/** The keeper's 'ready' on an open connection, or undefined where it is closed or nobody opens. */
function knock(place: Place, say: Say): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const guest = createConnection(join(place.sockets, 'keeper'))
    const patience = setTimeout(
      () =>
        say({
          en: 'The database is recovering from a crash; this may take a while.',
          zh: '数据库正在从崩溃中恢复，可能需要一些时间。',
        }),
      RECOVERY_IS_LONG_MS,
    )
    guest.once('connect', () => patience.refresh())
    guest.on('error', () => undefined)
    const closed = () => {
      clearTimeout(patience)
      resolve(undefined)
    }
    guest.once('close', closed)
    guest.once('data', () => {
      clearTimeout(patience)
      guest.off('close', closed)
      guest.resume()
      resolve(guest)
    })
  })
}

/** Ends our side; the keeper closes its own at once, or after the server where we were the last. */
function goodbye(guest: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (guest.destroyed) return resolve()
    guest.ref()
    guest.once('close', () => resolve())
    guest.end()
  })
}
