import type { RewardSumWire } from '../../../src/api/wire.ts'
import { Table } from '../compliance/parts.tsx'
import { countText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

const KINDS = ['rate_concession', 'limit_raise', 'fee_waiver'] as const

/** How many of each kind stand where. */
export function Sums({ sums }: { sums: readonly RewardSumWire[] }) {
  const say = useSay()
  const { language } = usePreferences()
  const count = (fits: (sum: RewardSumWire) => boolean) =>
    countText(
      sums.filter(fits).reduce((total, sum) => total + sum.rewards, 0),
      language,
    )
  return (
    <section className="sheet" aria-labelledby="rewards-sums">
      <h2 id="rewards-sums">{say('rewards.sums')}</h2>
      <Table
        label={say('rewards.sums')}
        head={[
          say('rewards.kind'),
          say('rewards.proposed'),
          say('rewards.state.awaiting_approval'),
          say('rewards.agreed'),
          say('rewards.granted'),
          say('rewards.pending'),
          say('rewards.not_granted'),
          say('rewards.state.declined'),
        ]}
      >
        {KINDS.filter((kind) => sums.some((sum) => sum.reward === kind)).map((kind) => (
          <tr key={kind}>
            <th scope="row">{say(`rewards.kind.${kind}`)}</th>
            {(
              [
                () => true,
                (sum) => sum.state === 'awaiting_approval',
                (sum) => sum.state === 'approved',
                (sum) => sum.result === 'granted',
                (sum) => sum.state === 'approved' && sum.result === null,
                (sum) => sum.result === 'not_granted',
                (sum) => sum.state === 'declined',
              ] as readonly ((sum: RewardSumWire) => boolean)[]
            ).map((fits, n) => (
              // The columns of one row never change places.
              <td key={n} className="figure">
                {count((sum) => sum.reward === kind && fits(sum))}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  )
}
