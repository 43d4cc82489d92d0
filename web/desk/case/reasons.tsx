import type { ReasonWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'
import { DECISION_TONE } from './permission-strip.tsx'

/** Every rule that spoke: what bars in full, what is met beneath it, each with its source. */
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
        <p className="met">
          <span>{say('permission.met')}: </span>
          {met.map((reason, at) => (
            <span key={`${reason.rule} ${reason.code}`}>
              {at > 0 && ' · '}
              {reason.sentence}
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function Source({ reason }: { reason: ReasonWire }) {
  const say = useSay()
  const { title, href } = reason.citation
  return (
    <small className="source">
      {say(`strength.${reason.strength}`)}
      {' · '}
      {/^https:\/\//.test(href) ? (
        <a href={href} target="_blank" rel="noreferrer">
          {title}
        </a>
      ) : (
        title
      )}
      {' · '}
      <code>{reason.rule}</code>
      {reason.unverified && ` · ${say('permission.unverified')}`}
    </small>
  )
}
