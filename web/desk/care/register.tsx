import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseWire } from '../../../src/api/wire.ts'
import type { CreditNoticeWire, FurnishedWire } from '../../../src/api/wire-care.ts'
import { dayIn, dayText, monthText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { NoticeForm } from './notice-form.tsx'
import { furnishedQuery } from './queries.ts'

/** What credit registers were told, the notice that each rests on, and what must be put right. */
export function Registers({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data } = useSuspenseQuery(furnishedQuery(found.id))
  const { data: me } = useSuspenseQuery(meQuery)
  const [isOpen, setOpen] = useState(false)
  const blocked = whyNot(me, 'register.record')
  return (
    <section aria-labelledby="register-title">
      <h3 id="register-title">{say('register.title')}</h3>
      {data.items.length === 0 && <p className="muted">{say('register.none')}</p>}
      <ul className="care-list">
        {data.items.map((one) => (
          <Told key={one.id} one={one} all={data.items} zone={found.zones[0] ?? 'UTC'} />
        ))}
      </ul>
      {data.notices.length > 0 && <Notices all={data.notices} />}
      <p>
        <Button size="small" disabled={blocked !== undefined} onClick={() => setOpen(true)}>
          {say('register.notice')}
        </Button>
        {blocked !== undefined && <small className="muted"> {blocked}</small>}
      </p>
      <NoticeForm found={found} open={isOpen} onClose={() => setOpen(false)} />
    </section>
  )
}

type ToldProps = { one: FurnishedWire; all: readonly FurnishedWire[]; zone: string }

function Told({ one, all, zone }: ToldProps) {
  const say = useSay()
  const { language } = usePreferences()
  const month = (text: string) => monthText(text, language)
  const corrected = all.find((each) => each.id === one.corrects)
  return (
    <li className="care-one">
      <p>
        <b>
          {say('register.item', {
            month: month(one.month),
            layout: one.layout,
            on: dayText(one.on, language),
          })}
        </b>{' '}
        {one.kind === 'correction' && <span className="mark">{say('register.correction')}</span>}
      </p>
      <p className="muted">
        <RestsOn notice={one.notice} zone={zone} />
        {corrected !== undefined &&
          ` · ${say('register.corrects', { month: month(corrected.month) })}`}
      </p>
      {one.correction_owed && <p className="care-late">{say('register.owed')}</p>}
      <details>
        <summary>{say('register.record')}</summary>
        <dl>
          {Object.entries(one.record).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  )
}

/** The notice as it was kept with what was told. */
function RestsOn({ notice, zone }: { notice: FurnishedWire['notice']; zone: string }) {
  const say = useSay()
  const { language } = usePreferences()
  if (notice === null) return say('register.rests_on_none')
  const on = dayText(dayIn(notice.at, zone), language)
  return say('register.rests_on', { on, channel: say(`channel.${notice.channel}`) })
}

function Notices({ all }: { all: readonly CreditNoticeWire[] }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <h4>{say('register.notices')}</h4>
      <ul>
        {all.map((one) => (
          <li key={`${one.on} ${one.channel} ${one.source}`}>
            {say('register.notice_one', {
              on: dayText(one.on, language),
              channel: say(`channel.${one.channel}`),
              source: one.source,
            })}
            {one.returned_on !== null && (
              <span className="care-late">
                {' '}
                {say('register.returned', { on: dayText(one.returned_on, language) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
