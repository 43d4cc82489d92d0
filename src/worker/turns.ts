import type { Channels, Provider } from '../channels/channel.ts'
import type { Instant } from '../core/calendar.ts'
import type { DueTreatment } from '../store/treatment.ts'

export type TurnTools = {
  readonly tenantId: bigint
  readonly channels: Channels
  readonly clock: () => Instant
  /** False on a chosen day, whose clock stands still: nothing real is sent by it, so nothing is waited for. */
  readonly isMoving: boolean
  readonly wait: (ms: number) => Promise<void>
}

export type Going = {
  readonly treatment: DueTreatment
  /** Who sends it; undefined where no machine does. */
  readonly by: Provider | undefined
}

/**
 * Which of these may leave now, and by whom: waits for the turns of their providers before any permit is
 * asked for, so that no permit grows old in a queue. The others stay planned.
 */
export async function takeTurns(
  tools: TurnTools,
  treatments: readonly DueTreatment[],
): Promise<{ readonly going: readonly Going[]; readonly left: number }> {
  const going: Going[] = []
  let readyAt: number = tools.clock()
  for (const channel of new Set(treatments.map((one) => one.channel))) {
    const all = treatments.filter((one) => one.channel === channel)
    const provider = channel === null ? undefined : tools.channels[channel]
    if (provider?.turn === undefined || !tools.isMoving) {
      going.push(...all.map((treatment) => ({ treatment, by: provider })))
      continue
    }
    const turn = await provider.turn(tools.tenantId, all.length, tools.clock())
    if (turn.is === 'closed') continue
    readyAt = Math.max(readyAt, turn.at)
    going.push(...all.slice(0, turn.count).map((treatment) => ({ treatment, by: turn.by })))
  }
  const waitMs = readyAt - tools.clock()
  if (waitMs > 0) await tools.wait(waitMs)
  // As they came: what is more urgent goes first.
  const order = new Map(treatments.map((one, i) => [one, i]))
  return {
    going: going.toSorted((a, b) => (order.get(a.treatment) ?? 0) - (order.get(b.treatment) ?? 0)),
    left: treatments.length - going.length,
  }
}
