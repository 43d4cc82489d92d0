import type { ReasonWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'
import { DECISION_TONE } from './permission-strip.tsx'

/** Every rule that spoke, each with its source: what bars stands open, what is met unfolds. */
export function Reasons({ reasons }: { reasons: readonly ReasonWire[] }) {
  const say = useSay()
  const bars = reasons.filter((reason) => reason.says !== 'allow')
  const met = reasons.filter((reason) => reason.says === 'allow')
  if (reasons.length === 0) return <p className="muted">{say('permission.no_rules')}</p>
  return (
    <>
      {bars.length > 0 && (
        <ul className="reasons">
          {bars.map((reason) => (
            <li key={`${reason.rule} ${reason.code}`}>
              <span className={`mark ${DECISION_TONE[reason.says]}`}>
                {say(`verdict.${reason.says}`)}
              </span>
              <span>{reason.sentence}</span>
              <Source reason={reason} />
            </li>
          ))}
        </ul>
      )}
      {met.length > 0 && (
        <details className="met">
          <summary>{say('permission.met', { count: met.length })}</summary>
          <ul>
            {met.map((reason) => (
              <li key={`${reason.rule} ${reason.code}`}>{reason.sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** The sentence already names its source and strength; this leads to the source's own text. */
function Source({ reason }: { reason: ReasonWire }) {
  const { title, href } = reason.citation
  if (!href.startsWith('https://')) return <code className="source">{reason.rule}</code>
  return (
    <a className="source" href={href} title={title} target="_blank" rel="noreferrer">
      <code>{reason.rule}</code>
    </a>
  )
}
