import { useId } from 'react'
import type { FindingWire, QualityDetail } from '../../../src/api/wire-quality.ts'
import { useSay } from '../say.tsx'

type Props = {
  readonly detail: QualityDetail
  readonly verdicts: Readonly<Record<string, boolean>>
  /** The finding that a key answers now. */
  readonly next: string | undefined
  readonly onJudge: (finding: string, agrees: boolean) => void
}

/** The call turn by turn; what was found stands marked in its words, with the question below them. */
export function Turns({ detail, verdicts, next, onJudge }: Props) {
  const say = useSay()
  if (detail.turns.length === 0) return null
  return (
    <section>
      <h3>{say('quality.words')}</h3>
      <ol className="quality-turns">
        {detail.turns.map((turn, i) => {
          const found = detail.findings.filter((one) => one.turn === i)
          return (
            <li key={i} className={`quality-turn ${turn.speaker}`}>
              <b>{say(`quality.${turn.speaker}`)}</b>
              <p>{marked(turn.text, found)}</p>
              {found.map((one) => (
                <Finding
                  key={one.id}
                  finding={one}
                  verdict={verdicts[one.id] ?? one.agrees ?? undefined}
                  isNext={one.id === next}
                  isLocked={detail.blocked !== null}
                  onJudge={(agrees) => onJudge(one.id, agrees)}
                />
              ))}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** Places may lie within each other: each letter is marked once. */
export function marked(text: string, found: readonly FindingWire[]) {
  const cuts = [...new Set([0, text.length, ...found.flatMap(({ from, to }) => [from, to])])]
    .filter((at) => at <= text.length)
    .toSorted((a, b) => a - b)
  return cuts.slice(0, -1).map((from, i) => {
    const piece = text.slice(from, cuts[i + 1])
    const isFound = found.some((one) => one.from <= from && from < one.to)
    return isFound ? <mark key={from}>{piece}</mark> : <span key={from}>{piece}</span>
  })
}

type FindingProps = {
  readonly finding: FindingWire
  readonly verdict: boolean | undefined
  readonly isNext: boolean
  readonly isLocked: boolean
  readonly onJudge: (agrees: boolean) => void
}

function Finding({ finding, verdict, isNext, isLocked, onJudge }: FindingProps) {
  const say = useSay()
  const name = useId()
  return (
    <fieldset className={isNext ? 'quality-finding next' : 'quality-finding'} disabled={isLocked}>
      <legend>
        {finding.what} <span className="muted">{finding.right}</span>
      </legend>
      <span className="muted">{say('quality.is_right')}</span>
      {[true, false].map((agrees) => (
        <label key={String(agrees)}>
          <input
            type="radio"
            name={name}
            checked={verdict === agrees}
            onChange={() => onJudge(agrees)}
          />
          {say(agrees ? 'quality.agree' : 'quality.disagree')}
          <kbd aria-hidden="true">{agrees ? 'Y' : 'F'}</kbd>
        </label>
      ))}
    </fieldset>
  )
}
