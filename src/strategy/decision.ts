import type { Channel } from '../core/channel.ts'
import type { Approver, Reward, Tone } from './document.ts'

/** One treatment chosen for one account today. */
export type Choice = {
  readonly treatment: string
  readonly rowNo: number
  readonly channel: Channel | undefined
  readonly template: string | undefined
  readonly worklist: string | undefined
  /** A proposal to the lender; such a choice has no channel, template or worklist. */
  readonly reward: Reward | undefined
  readonly approval: Approver | undefined
  /** How often it is then chosen in this delinquency: what the cadence row must say. */
  readonly times: number
  readonly askAgainOn: number | undefined
}

export type Decision = {
  readonly stage: string
  readonly tone: Tone
  /** The stage table's row that fitted; 0 for the built-in stages. */
  readonly rowNo: number
  readonly treatments: readonly Choice[]
  readonly priority: number
  /** Nothing can follow: current, closed or held, and nobody's work. Such an account opens no case. */
  readonly idle: boolean
}
