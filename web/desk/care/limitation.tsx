import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import type { LimitationWire } from '../../../src/api/wire-care.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { ConsentForm } from './consent-form.tsx'
import { FactForm } from './limitation-form.tsx'
import { limitationQuery } from './queries.ts'

/** Since when each debt is out of time, how that day was reckoned, and what else is known to have happened. */
export function Limitation({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data } = useSuspenseQuery(limitationQuery(found.id))
  const { data: me } = useSuspenseQuery(meQuery)
  const [isOpen, setOpen] = useState(false)
  const blocked = whyNot(me, 'limitation.record')
  const told = data.items.filter((one) => one.law !== null || one.barred_on !== null)
  return (
    <section aria-labelledby="limitation-title">
      <h3 id="limitation-title">{say('limitation.title')}</h3>
      {told.length === 0 && <p className="muted">{say('limitation.none')}</p>}
      <ul className="care-list">
        {told.map((one) => (
          <Account
            key={one.account_id}
            id={found.id}
            one={one}
            notice={data.notice}
            blocked={blocked}
          />
        ))}
      </ul>
      <p>
        <Button size="small" disabled={blocked !== undefined} onClick={() => setOpen(true)}>
          {say('limitation.record')}
        </Button>
        {blocked !== undefined && <small className="muted"> {blocked}</small>}
      </p>
      <FactForm found={found} open={isOpen} onClose={() => setOpen(false)} />
    </section>
  )
}

type AccountProps = {
  id: CaseId
  one: LimitationWire
  notice: string
  blocked: string | undefined
}

function Account({ id, one, notice, blocked }: AccountProps) {
  const say = useSay()
  const { language } = usePreferences()
  const on = one.barred_on === null ? '' : dayText(one.barred_on, language)
  const key = one.barred_on === null ? 'open' : one.barred ? 'barred' : 'runs'
  return (
    <li>
      <b className={one.barred ? 'care-late' : undefined}>
        {say(`limitation.${key}`, { ref: one.account_ref, on })}
      </b>
      {one.law !== null && (
        <small className="muted">
          {' '}
          {one.law.title} ({one.law.mark_name})
        </small>
      )}
      {one.law?.sentence && <p>{one.law.sentence}</p>}
      {one.barred && one.law?.extinguishes !== true && (
        <Consent id={id} one={one} notice={notice} blocked={blocked} />
      )}
      <details>
        <summary>{say('limitation.steps')}</summary>
        <ol>
          {one.steps.map((step) => (
            <li key={`${step.on} ${step.kind_name} ${step.what}`}>
              {dayText(step.on, language)} {step.kind_name}: {step.words}
            </li>
          ))}
        </ol>
      </details>
    </li>
  )
}

/** Only where the time is over: before that nobody's consent is needed. */
function Consent({ id, one, notice, blocked }: AccountProps) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" disabled={blocked !== undefined} onClick={() => setOpen(true)}>
        {say('limitation.consent')}
      </Button>
      {blocked !== undefined && <small className="muted"> {blocked}</small>}
      <ConsentForm
        id={id}
        account={one.account_id}
        notice={notice}
        open={isOpen}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
