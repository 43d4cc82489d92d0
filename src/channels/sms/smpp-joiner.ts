import type { Instant } from '../../core/calendar.ts'

export type FromTo = { readonly from: string; readonly to: string }
/** Which part of which long message it is. */
export type Place = { readonly reference: number; readonly total: number; readonly number: number }

/** A long message of which not all has come. */
export type Joint = FromTo & {
  readonly reference: number
  readonly total: number
  /** When the first of it was kept. */
  readonly since: Instant
  readonly parts: ReadonlyMap<number, string>
}

export type PartIn = FromTo & Place & { readonly text: string; readonly at: Instant }

/** Where parts are kept, because the carrier forgets a part as soon as it hears that we have it. */
export type PartsBook = {
  /** Gives all that is kept of its message, with this part. */
  keep(part: PartIn): Promise<Joint>
  /** The whole is kept elsewhere. */
  forget(joint: Joint): Promise<void>
  /** Of which the last part came before: whoever waited for the rest has ended. */
  left(before: Instant): Promise<readonly Joint[]>
}

export type JoinerOptions = {
  /** How long what has come of a message waits for the rest. */
  readonly joinMs: number
  readonly clock: () => Instant
  readonly book: PartsBook
  readonly handOver: (joint: Joint, text: string) => Promise<void>
}

const JOINTS_MAX = 500

const keyOf = ({ from, to, reference, total }: FromTo & Omit<Place, 'number'>): string =>
  `${from} ${to} ${reference} ${total}`

/**
 * A long message waits for all its parts, but not for ever: a stop word in what has come must not wait
 * for what never comes. A part is answered when it is kept, the last one when the whole is.
 */
export function smppJoiner({ joinMs, clock, book, handOver }: JoinerOptions) {
  const waiting = new Map<string, { readonly joint: Joint; readonly timer: NodeJS.Timeout }>()
  const inTurn = turns()
  let isClosed = false
  const finish = async (key: string, joint: Joint) => {
    clearTimeout(waiting.get(key)?.timer)
    waiting.delete(key)
    try {
      const texts = Array.from({ length: joint.total }, (_, i) => joint.parts.get(i + 1) ?? '…')
      await handOver(joint, texts.join(''))
      await book.forget(joint)
    } catch (error) {
      if (!isClosed) wait(key, joint)
      throw error
    }
  }
  const wait = (key: string, joint: Joint) => {
    const ended = () => {
      const now = waiting.get(key)?.joint
      inTurn(key, async () => now && finish(key, now)).catch(() => undefined)
    }
    const timer = waiting.get(key)?.timer ?? setTimeout(ended, joinMs)
    waiting.set(key, { joint, timer })
  }
  /** What a process that ended was waiting with, or one that never connects again. */
  const sweep = async () => {
    for (const joint of await book.left((clock() - 2 * joinMs) as Instant)) {
      const key = keyOf(joint)
      if (!waiting.has(key)) await inTurn(key, () => finish(key, joint))
    }
  }
  const looking = setInterval(() => void sweep().catch(() => undefined), joinMs)
  looking.unref()
  return {
    add: (of: FromTo, part: Place & { readonly text: string }): Promise<void> => {
      const key = keyOf({ ...of, ...part })
      if (waiting.size >= JOINTS_MAX && !waiting.has(key))
        return Promise.reject(new Error('too many long messages'))
      return inTurn(key, async () => {
        const joint = await book.keep({ ...of, ...part, at: clock() })
        if (joint.parts.size === joint.total) await finish(key, joint)
        else wait(key, joint)
      })
    },
    close: async () => {
      isClosed = true
      clearInterval(looking)
      const all = [...waiting]
      await Promise.allSettled(all.map(([key, { joint }]) => inTurn(key, () => finish(key, joint))))
    },
  }
}

/** One after another for each key. */
function turns() {
  const last = new Map<string, Promise<unknown>>()
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    last.set(key, mine)
    try {
      return await mine
    } finally {
      if (last.get(key) === mine) last.delete(key)
    }
  }
}

/** For as long as this process lives. */
export function partsInMemory(): PartsBook {
  const joints = new Map<string, Joint>()
  return {
    keep: (part) => {
      const before = joints.get(keyOf(part))
      const { from, to, reference, total, at } = part
      const parts = new Map([...(before?.parts ?? []), [part.number, part.text]])
      const joint = { from, to, reference, total, since: before?.since ?? at, parts }
      joints.set(keyOf(part), joint)
      return Promise.resolve(joint)
    },
    forget: (joint) => {
      joints.delete(keyOf(joint))
      return Promise.resolve()
    },
    left: () => Promise.resolve([]),
  }
}
