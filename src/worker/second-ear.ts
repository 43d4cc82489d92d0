import type { HearModel } from '../channels/hear-model.ts'
import type { Say } from '../core/words.ts'
import type { Db } from '../store/db.ts'
import type { AfterKept, Kept } from '../store/message-in.ts'
import { hearMore } from '../store/message-more.ts'

export type SecondEar = {
  readonly after: AfterKept
  /** When all that waits has been asked. */
  idle(): Promise<void>
  /** Asks nothing new, and ends when what is being asked has ended. */
  close(): Promise<void>
}

const AT_ONCE = 4
/** Beyond these the rules stand alone: a slow model fills no memory. */
const WAITING_MAX = 1000

type Asking = { readonly tenantId: bigint; readonly kept: Kept; readonly model: HearModel }

/**
 * Asks tenants' own models about messages that are kept and have stopped what they stop. Whoever brought
 * the message waits for none of it, and what a model fails to do leaves everything as the rules left it.
 */
export function openSecondEar(db: Db, models: ReadonlyMap<bigint, HearModel>, say: Say): SecondEar {
  const waiting: Asking[] = []
  const asking = new Set<Promise<void>>()
  const next = () => {
    while (asking.size < AT_ONCE) {
      const one = waiting.shift()
      if (one === undefined) return
      const work = askOne(db, one, say).finally(() => {
        asking.delete(work)
        next()
      })
      asking.add(work)
    }
  }
  const idle = async () => {
    while (asking.size > 0) await Promise.all(asking)
  }
  return {
    after: (tenantId, kept) => {
      const model = models.get(tenantId)
      if (model === undefined || kept.received.text.trim() === '') return
      if (waiting.length >= WAITING_MAX) return sayAlone(say, 'too_many_wait')
      waiting.push({ tenantId, kept, model })
      next()
    },
    idle,
    close: () => {
      waiting.length = 0
      return idle()
    },
  }
}

async function askOne(db: Db, { tenantId, kept, model }: Asking, say: Say): Promise<void> {
  try {
    const answer = await model(kept.received.text, kept.took.heard.language)
    if (answer.is === 'silent') return sayAlone(say, answer.why)
    await hearMore(db, tenantId, kept, answer)
  } catch (error) {
    sayAlone(say, error instanceof Error ? error.message : String(error))
  }
}

const sayAlone = (say: Say, why: string): void =>
  say({
    en: `A message was heard by the rules alone, because the tenant's model did not answer: ${why}`,
    zh: `租户自有模型未作答，一条来信仅按规则理解：${why}`,
  })
