import { useSuspenseQuery } from '@tanstack/react-query'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import { AppsPanel } from '../apps/panel.tsx'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, permissionsQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { PeoplePanel } from '../people/panel.tsx'
import { whyNot } from '../session.ts'
import { useAsOf } from '../shell/as-of.ts'
import { SparedPanel } from '../spared/panel.tsx'
import { AddressRow } from './address.tsx'
import { DECISION_TONE } from './permission-strip.tsx'
import { Reasons } from './reasons.tsx'

/** Each channel with what every rule says of it, and the addresses it would use. */
export function Contacts({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <section id="contacts" aria-labelledby="contacts-title" className="sheet">
      <h2 id="contacts-title">{say('case.contacts')}</h2>
      <h3>{say('address.title')}</h3>
      {found.addresses.length === 0 && <p className="muted">{say('address.none')}</p>}
      <ul className="addresses">
        {found.addresses.map((address) => (
          <AddressRow
            key={address.id}
            id={found.id}
            address={address}
            blockedBecause={whyNot(me, 'address.reveal')}
          />
        ))}
      </ul>
      <AppsPanel id={found.id} />
      <SparedPanel found={found} />
      <PeoplePanel found={found} />
      {useAsOf() === undefined && <Rules id={found.id} />}
    </section>
  )
}

/** What every rule says now; of a day that is over the log of decisions tells it. */
function Rules({ id }: { id: CaseId }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data } = useSuspenseQuery(permissionsQuery(id))
  return (
    <>
      <h3>
        {say('permission.rules')}
        <small>{say('permission.asked_at', { at: instantText(data.at, language) })}</small>
      </h3>
      {data.channels.map((channel) => (
        <article key={channel.channel} className="channel-rules">
          <h4>
            {say(`channel.${channel.channel}`)}
            <span className={`mark ${DECISION_TONE[channel.decision]}`}>
              {say(`verdict.${channel.decision}`)}
            </span>
            {channel.address !== null && <code>{channel.address.masked}</code>}
          </h4>
          {channel.address === null ? (
            <p className="muted">{say('permission.no_address')}</p>
          ) : (
            <Reasons reasons={channel.reasons} />
          )}
        </article>
      ))}
    </>
  )
}
