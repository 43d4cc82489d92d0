import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import type { TodayLine } from '../../../src/api/wire.ts'
import { filterFromText } from '../cases/filter.ts'
import { countText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type Opens = { opens: boolean }

/** A number that opens the cases behind it; plain text for somebody who may not read them. */
export function NumberLink(
  props: { children: ReactNode; query: string | null; label?: string | undefined } & Opens,
) {
  if (!props.opens || props.query === null) return <b className="figure">{props.children}</b>
  return (
    <Link
      to="/cases"
      search={filterFromText(props.query)}
      className="figure"
      aria-label={props.label}
    >
      {props.children}
    </Link>
  )
}

/** A sentence with one number, where its words leave room for it. */
export function CountSentence(
  props: { sentence: string; children: ReactNode; query: string } & Opens,
) {
  const { sentence, children, query, opens } = props
  return sentence.split('{count}').map((part, at) => (
    // The parts of one sentence never change places.
    <Fragment key={at}>
      {at > 0 && (
        <NumberLink query={query} opens={opens}>
          {children}
        </NumberLink>
      )}
      {part}
    </Fragment>
  ))
}

export function TodaySentence({ line, opens }: { line: TodayLine } & Opens) {
  const { language } = usePreferences()
  const put: Record<string, ReactNode> = {
    '{count}': (
      <NumberLink query={line.cases} opens={opens}>
        {countText(line.count, language)}
      </NumberLink>
    ),
    '{amounts}': (
      <NumberLink query={line.cases} opens={opens}>
        {line.amounts.map((amount) => moneyText(amount, language)).join(' + ')}
      </NumberLink>
    ),
  }
  return (
    <li className={`today-line ${line.code}`}>
      <p>
        {line.sentence.split(/(\{count\}|\{amounts\})/).map((part, at) => (
          // The parts of one sentence never change places.
          <Fragment key={at}>{put[part] ?? part}</Fragment>
        ))}
      </p>
      {line.by_rule.length > 0 && <ByRule line={line} opens={opens} />}
    </li>
  )
}

function ByRule({ line, opens }: { line: TodayLine } & Opens) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <ul className="by-rule" aria-label={say('today.by_rule')}>
      {line.by_rule.map((one) => (
        <li key={one.rule}>
          <NumberLink query={one.cases} opens={opens}>
            {countText(one.count, language)}
          </NumberLink>
          <span>{one.name}</span>
          <code>{one.rule}</code>
        </li>
      ))}
    </ul>
  )
}
