import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, App, Button } from 'antd'
import { useId, type FormEvent } from 'react'
import type { MeWire, Role, RoleSpanWire } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, staffQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { Field, More, Table, wordsOfForm } from './parts.tsx'
import { complianceApi, rolesQuery } from './queries.ts'
import { dayOfSearch } from './search.ts'

/** Who had which role from when to when, given and taken by whom; an administrator gives and takes here. */
export function Roles() {
  const say = useSay()
  const navigate = useNavigate()
  const { on } = useSearch({ from: '/desk/compliance/access' })
  const { data: me } = useSuspenseQuery(meQuery)
  const list = useSuspenseInfiniteQuery(rolesQuery(on))
  const items = list.data.pages.flatMap((page) => page.items)
  const blocked = whyNot(me, 'role.give')
  return (
    <section className="sheet">
      <h2>{say('roles.title')}</h2>
      <form
        className="watch-filter"
        onSubmit={(event) => {
          event.preventDefault()
          const day = dayOfSearch(wordsOfForm(event.currentTarget)['on'])
          void navigate({ to: '/compliance/access', search: { on: day } })
        }}
      >
        <Field label={say('roles.on')} name="on" value={on} type="date" />
        <Button htmlType="submit">{say('watch.find')}</Button>
      </form>
      {items.length === 0 && <p role="status">{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('roles.title')}
          head={[say('access.by'), say('roles.role'), say('roles.from'), say('roles.until')]}
        >
          {items.map((span) => (
            <Row key={span.id} span={span} />
          ))}
        </Table>
      )}
      <More list={list} />
      {blocked === undefined ? <Give me={me} /> : <p className="watch-after muted">{blocked}</p>}
    </section>
  )
}

function Row({ span }: { span: RoleSpanWire }) {
  const say = useSay()
  return (
    <tr>
      <td>
        {span.name}
        {span.kind === 'program' && <small className="muted"> {say('roles.program')}</small>}
      </td>
      <td>
        <span className={span.until === null ? 'mark good' : 'mark'}>
          {say(`role.${span.role}`)}
        </span>
      </td>
      <td>
        <Word at={span.from} by={span.given_by ?? say('roles.set_up')} why={span.given_why} />
      </td>
      <td>
        {span.until === null ? (
          say('roles.now')
        ) : (
          <Word at={span.until} by={span.taken_by ?? say('roles.not_kept')} why={span.taken_why} />
        )}
      </td>
    </tr>
  )
}

type WordProps = { readonly at: string; readonly by: string; readonly why: string | null }

/** When, by whom, and why. */
function Word({ at, by, why }: WordProps) {
  const { language } = usePreferences()
  return (
    <>
      <time dateTime={at}>{instantText(at, language)}</time> · {by}
      {why !== null && <div className="muted">{why}</div>}
    </>
  )
}

const ROLES = ['collector', 'manager', 'compliance', 'admin'] as const satisfies readonly Role[]

function Give({ me }: { me: MeWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const title = useId()
  const give = useMutation({
    mutationFn: complianceApi.giveRole,
    onSuccess: async () => {
      message.success(say('roles.given'))
      await queries.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  const kept = useKept('role', { reason: '' }, give)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const { who, role, reason } = wordsOfForm(form)
    if (who === undefined || reason === undefined) return
    const named = ROLES.find((one) => one === role)
    give.mutate({ userId: who, role: named, reason }, { onSuccess: () => form.reset() })
  }
  return (
    <>
      <h3 id={title}>{say('roles.give')}</h3>
      <form className="watch-form" aria-labelledby={title} onSubmit={onSubmit}>
        <Restored {...kept} />
        <Fields
          me={me}
          reason={kept.values.reason}
          onReason={(reason) => kept.change({ reason })}
        />
        <Button htmlType="submit" loading={give.isPending}>
          {say('roles.give')}
        </Button>
      </form>
      {give.error !== null && <Alert type="error" role="alert" title={problemText(give.error)} />}
    </>
  )
}

type FieldsProps = {
  readonly me: MeWire
  readonly reason: string
  readonly onReason: (reason: string) => void
}

function Fields({ me, reason, onReason }: FieldsProps) {
  const say = useSay()
  const { data: staff } = useSuspenseQuery(staffQuery)
  return (
    <>
      <label className="watch-field">
        <span>{say('access.by')}</span>
        <select name="who">
          {staff.items
            .filter((one) => one.user_id !== me.user_id)
            .map((one) => (
              <option key={one.user_id} value={one.user_id}>
                {one.name}
              </option>
            ))}
        </select>
      </label>
      <label className="watch-field">
        <span>{say('roles.role')}</span>
        <select name="role">
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {say(`role.${role}`)}
            </option>
          ))}
          <option value="none">{say('roles.none')}</option>
        </select>
      </label>
      <label className="watch-field">
        <span>{say('access.reason')}</span>
        <input
          name="reason"
          required
          maxLength={500}
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
      </label>
    </>
  )
}
