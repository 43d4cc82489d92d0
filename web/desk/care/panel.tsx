import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import type { CareAction, CareWire } from '../../../src/api/wire-care.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { ActForm } from './act-form.tsx'
import { DocumentForm } from './document-form.tsx'
import { HandedIn } from './handed-in.tsx'
import { Limitation } from './limitation.tsx'
import { OpenForm } from './open-form.tsx'
import { caseCareQuery } from './queries.ts'
import { Registers } from './register.tsx'
import './care.css'

type Opened =
  | { readonly form: 'open' }
  | { readonly form: 'act'; readonly care: CareWire; readonly action: CareAction }
  | { readonly form: 'document'; readonly care: CareWire }

/** Disputes, complaints and the rest of one case: what each stops, for whom, until when, what is due. */
export function CarePanel({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data } = useSuspenseQuery(caseCareQuery(found.id))
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  const current = data.items.filter((care) => !care.over)
  const past = data.items.filter((care) => care.over)
  return (
    <section className="sheet" id="care" aria-labelledby="care-title">
      <h2 id="care-title">{say('case.care')}</h2>
      {data.items.length === 0 && <p className="muted">{say('care.none_here')}</p>}
      <ul className="care-list">
        {current.map((care) => (
          <One key={care.id} id={found.id} care={care} onOpen={setOpened} />
        ))}
      </ul>
      <p>
        <Button onClick={() => setOpened({ form: 'open' })}>{say('care.record')}</Button>
      </p>
      {past.length > 0 && (
        <details>
          <summary>{say('care.past', { n: past.length })}</summary>
          <ul className="care-list">
            {past.map((care) => (
              <One key={care.id} id={found.id} care={care} onOpen={setOpened} />
            ))}
          </ul>
        </details>
      )}
      <Limitation found={found} />
      <Registers found={found} />
      <OpenForm found={found} kinds={data.kinds} open={opened?.form === 'open'} onClose={close} />
      {opened?.form === 'act' && (
        <ActForm id={found.id} care={opened.care} action={opened.action} onClose={close} />
      )}
      {opened?.form === 'document' && (
        <DocumentForm id={found.id} care={opened.care} onClose={close} />
      )}
    </section>
  )
}

type OneProps = { id: CaseId; care: CareWire; onOpen: (opened: Opened) => void }

function One({ id, care, onOpen }: OneProps) {
  const say = useSay()
  const { language } = usePreferences()
  const name = care.sort_name === null ? care.kind_name : `${care.kind_name}: ${care.sort_name}`
  return (
    <li className="care-one">
      <h3>
        {name} <span className="mark">{care.state_name}</span>
      </h3>
      <Facts care={care} />
      {care.events.at(-1)?.words && <p>{care.events.at(-1)?.words}</p>}
      {care.evidence.length > 0 && (
        <ul className="steps">
          {care.evidence.map((one) => (
            <li key={one.sha256}>
              <b>{one.title}</b>
              <span>
                {dayText(one.dated_on, language)} · {say(one.newer ? 'care.newer' : 'care.older')}
              </span>
              <small className="muted">{one.sha256.slice(0, 16)}</small>
              {one.by === 'borrower' && <HandedIn id={id} care={care} sha256={one.sha256} />}
            </li>
          ))}
        </ul>
      )}
      <div className="care-acts">
        {care.actions.map((action) => (
          <span key={action.action}>
            <Button
              size="small"
              disabled={action.blocked !== null}
              onClick={() => onOpen({ form: 'act', care, action })}
            >
              {action.name}
            </Button>
            {action.blocked !== null && <small className="muted"> {action.blocked}</small>}
          </span>
        ))}
        {!care.over && (
          <Button size="small" onClick={() => onOpen({ form: 'document', care })}>
            {say('care.document')}
          </Button>
        )}
      </div>
    </li>
  )
}

/** What it stops, for whom, until when: the clock stands beside its rule and how sure the rule is. */
function Facts({ care }: { care: CareWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const list = language === 'zh' ? '、' : ', '
  return (
    <dl>
      <dt>{say('care.stops')}</dt>
      <dd>
        {care.stop_names.length === 0 ? say('care.stops_none') : care.stop_names.join(list)}
        {' · '}
        {care.may_always}
      </dd>
      <dt>{say('care.for')}</dt>
      <dd>{care.for_whom}</dd>
      <dt>{say('care.since')}</dt>
      <dd>{dayText(care.told_on, language)}</dd>
      {care.disputed !== null && (
        <>
          <dt>{say('care.part')}</dt>
          <dd>{moneyText(care.disputed, language)}</dd>
        </>
      )}
      {!care.over && (
        <>
          <dt>{say('care.ends_by')}</dt>
          <dd>{care.ends_by}</dd>
        </>
      )}
      {care.clocks.map((clock) => (
        <Clock key={clock.clock} clock={clock} />
      ))}
    </dl>
  )
}

function Clock({ clock }: { clock: CareWire['clocks'][number] }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <dt>{dayText(clock.due_on, language)}</dt>
      <dd>
        {clock.overdue && <span className="care-late">{say('care.overdue')} </span>}
        {clock.what}{' '}
        <small className="muted">
          {say('care.rule', { rule: clock.rule, mark: clock.mark_name })}
        </small>
      </dd>
    </>
  )
}
