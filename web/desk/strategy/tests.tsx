import type { WhatIfWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'

/** The strategy's own tests, run with every change. */
export function Tests({ checked }: { checked: WhatIfWire | undefined }) {
  const say = useSay()
  if (checked === undefined) return <p className="muted">{say('app.loading')}</p>
  const { tests } = checked
  if (tests === null) return <p className="muted">{say('ladder.tests_wait')}</p>
  const failed = tests.filter((one) => !one.passed).length
  return (
    <section className="sheet" aria-labelledby="tests-title">
      <h2 id="tests-title">{say('ladder.tests_of', { count: tests.length, failed })}</h2>
      <ol className="tests">
        {tests
          .toSorted((a, b) => Number(a.passed) - Number(b.passed))
          .map((one) => (
            <li key={one.row}>
              <span className={one.passed ? 'mark good' : 'mark bad'}>
                {say(one.passed ? 'ladder.test_passes' : 'ladder.test_fails')}
              </span>
              <span>{one.name}</span>
              {one.sentences.map((sentence) => (
                <small key={sentence}>{sentence}</small>
              ))}
            </li>
          ))}
      </ol>
    </section>
  )
}
