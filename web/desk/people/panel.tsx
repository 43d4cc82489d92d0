import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import type {
  AddressHistoryWire,
  PersonId,
  ThirdCallWire,
  ThirdPersonsWire,
  ThirdPersonWire,
} from '../../../src/api/wire-people.ts'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { useActKey } from '../case/act-key.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { Traces } from './traces.tsx'

const historyQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'addresses'],
    queryFn: () => ask<AddressHistoryWire>({ method: 'GET', path: `/v1/cases/${id}/addresses` }),
  })

const personsQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'third-persons'],
    queryFn: () => ask<ThirdPersonsWire>({ method: 'GET', path: `/v1/cases/${id}/third-persons` }),
  })

/** What was learnt of each address, and who else may be asked, and whether they may. */
export function PeoplePanel({ found }: { found: CaseWire }) {
  return (
    <>
      <History found={found} />
      <Traces id={found.id} />
      <ThirdPersons found={found} />
    </>
  )
}

const dayOf = (at: string) => at.slice(0, 10)

function History({ found }: { found: CaseWire }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const { data } = useQuery(historyQuery(found.id))
  const maskedOf = (id: string) => found.addresses.find((one) => one.id === id)?.masked ?? ''
  return (
    <>
      <h3>{say('people.history')}</h3>
      {(data?.items.length ?? 0) === 0 && <p className="muted">{say('people.no_history')}</p>}
      <ul>
        {(data?.items ?? []).map((one) => (
          <li key={`${one.address_id} ${one.at} ${one.standing}`}>
            <code>{maskedOf(one.address_id)}</code>{' '}
            {say('people.event', {
              day: dayText(dayOf(one.at), language),
              standing: wordOf('address', one.standing),
              how: wordOf('people.how', one.how),
            })}
            {one.purpose !== null && (
              <small className="muted">
                {' '}
                {say('people.purpose', {
                  purpose: one.purpose,
                  ground: wordOf('people.ground', one.ground ?? ''),
                })}
              </small>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function ThirdPersons({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data } = useQuery(personsQuery(found.id))
  return (
    <>
      <h3>{say('people.third')}</h3>
      <p className="muted">{say('people.third_lead')}</p>
      {(data?.items.length ?? 0) === 0 && <p className="muted">{say('people.third_none')}</p>}
      <ul>
        {(data?.items ?? []).map((person) => (
          <li key={person.id}>
            <Person found={found} person={person} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Person({ found, person }: { found: CaseWire; person: ThirdPersonWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const { language } = usePreferences()
  const { call, refuse } = usePerson(found, person.id)
  const error = call.error ?? refuse.error
  const isGone = person.refused || person.name === null
  return (
    <>
      <strong>{person.name ?? say('people.refused')}</strong>{' '}
      <span className="mark">{say(`people.role.${person.role}`)}</span>{' '}
      {person.masked !== null && <code>{person.masked}</code>}{' '}
      <small className="muted">{person.basis}</small>
      {person.asked_at !== null && (
        <small className="muted">
          {' '}
          {say('people.asked', { day: dayText(dayOf(person.asked_at), language) })}
        </small>
      )}
      {error !== null && <Alert type="error" role="alert" title={problemText(error)} />}
      {call.data !== undefined && <Script call={call.data} />}
      {!isGone && (
        <div className="inbox-acts">
          {person.asked_at === null && (
            <Button onClick={() => call.mutate()} loading={call.isPending}>
              {say('people.ask')}
            </Button>
          )}
          <Button onClick={() => refuse.mutate()} loading={refuse.isPending}>
            {say('people.said_no')}
          </Button>
        </div>
      )}
    </>
  )
}

/** The number and the words stand together: there are no others. */
function Script({ call }: { call: ThirdCallWire }) {
  const say = useSay()
  return (
    <div role="status">
      <p>{say('people.number', { number: call.number })}</p>
      <p>
        {say('people.may_say')} <q>{call.script}</q>
      </p>
    </div>
  )
}

function usePerson(found: CaseWire, person: PersonId) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useActKey()
  const account = found.accounts.find((one) => one.lead) ?? found.accounts[0]
  const path = `/v1/cases/${found.id}/third-persons/${person}`
  const again = () => queries.invalidateQueries({ queryKey: ['case', found.id, 'third-persons'] })
  const call = useMutation({
    mutationFn: () =>
      ask<ThirdCallWire>({
        method: 'POST',
        path: `${path}/calls`,
        body: { account_id: account?.id },
        key: key.present(),
      }),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      await again()
    },
  })
  const refuse = useMutation({
    mutationFn: () =>
      ask<object>({ method: 'POST', path: `${path}/answers`, body: { said: 'refused' } }),
    onSuccess: async () => {
      await again()
      void message.success(say('people.gone'))
    },
  })
  return { call, refuse }
}
