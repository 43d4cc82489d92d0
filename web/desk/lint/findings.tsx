import { useId } from 'react'
import { useSay } from '../say.tsx'
import type { LiveLint } from './live-lint.ts'
import { stretches } from './marked.ts'
import './lint.css'

/** Under the box: the words as typed with what is wrong marked, and of each what would be right. */
export function LintFindings({ lint }: { lint: LiveLint }) {
  const say = useSay()
  const id = useId()
  const { findings, text, isAway } = lint
  return (
    <div role="status" className="lint">
      {isAway && <p className="muted">{say('lint.away')}</p>}
      {findings.length > 0 && (
        <section aria-labelledby={id}>
          <p id={id} className="lint-title">
            {say('lint.title')}
          </p>
          <p className="lint-words">
            {stretches(text, findings).map(({ words, wrong, from }) =>
              wrong ? <mark key={from}>{words}</mark> : <span key={from}>{words}</span>,
            )}
          </p>
          <ul>
            {findings.map((one) => (
              <li key={`${one.fault} ${one.from}`}>
                {one.words !== '' && <q>{one.words}</q>} {one.what} {one.right}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
