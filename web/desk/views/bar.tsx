import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Checkbox, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { ViewWire } from '../../../src/api/wire.ts'
import { filterFromText, filterText, type CaseFilter } from '../cases/filter.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { REVIEWS_CALLS } from '../session.ts'
import { ModalForm } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { endView, keepAlert, keepView, viewsQuery } from './queries.ts'
import './views.css'

/** The lists that were kept, and the one that is looked at, which may be. */
export function ViewsBar({ filter }: { filter: CaseFilter }) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery(viewsQuery)
  const kept = (data?.items ?? []).filter((view) => view.page === 'cases')
  const query = filterText(filter)
  return (
    <div className="views-bar">
      {kept.length > 0 && (
        <ul aria-label={say('views.kept')}>
          {kept.map((view) => (
            <Kept
              key={view.number}
              view={view}
              isHere={query === filterText(filterFromText(view.search))}
            />
          ))}
        </ul>
      )}
      <Button size="small" onClick={() => setOpen(true)}>
        {say('views.keep')}
      </Button>
      {query !== '' && <code aria-label={say('views.query')}>GET /v1/cases?{query}</code>}
      <KeepForm query={query} open={isOpen} onClose={() => setOpen(false)} />
    </div>
  )
}

function Kept({ view, isHere }: { view: ViewWire; isHere: boolean }) {
  const say = useSay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => endView(view.number),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['views'] }),
    onError: (error) => void message.error(problemText(error)),
  })
  return (
    <li>
      <Link
        to="/cases"
        search={filterFromText(view.search)}
        aria-current={isHere ? 'page' : undefined}
        activeProps={{ 'aria-current': undefined }}
      >
        {view.name}
      </Link>
      {view.shared && <small> {say('views.shared_mark')}</small>}
      {view.mine && (
        <button
          type="button"
          aria-label={say('views.end', { name: view.name })}
          onClick={() => end.mutate()}
        >
          ×
        </button>
      )}
    </li>
  )
}

type Values = { name: string; shared?: boolean; over?: number | null }

function KeepForm(props: { query: string; open: boolean; onClose: () => void }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const queries = useQueryClient()
  const keep = useMutation({
    mutationFn: async ({ name, shared, over }: Values) => {
      const view = await keepView({
        name,
        page: 'cases',
        search: props.query,
        shared: shared === true,
      })
      if (typeof over !== 'number') return
      await keepAlert({ name, view: view.number, measure: 'cases', above: true, threshold: over })
    },
    onSuccess: async () => {
      form.resetFields()
      props.onClose()
      await Promise.all(
        ['views', 'today'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      )
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={props.open}
      title={say('views.keep')}
      save={say('views.keep')}
      sending={keep}
      onFinish={(values) => keep.mutate(values)}
      onClose={props.onClose}
      focus="name"
      lead={say('views.keep_lead', {
        query: props.query === '' ? say('views.query_all') : props.query,
      })}
    >
      <Form.Item
        name="name"
        label={say('views.name')}
        rules={[{ required: true, whitespace: true, message: say('views.needs_name') }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="shared" valuePropName="checked">
        <Checkbox>{say('views.shared')}</Checkbox>
      </Form.Item>
      {REVIEWS_CALLS[me.role] && (
        <Form.Item name="over" label={say('views.over')} extra={say('views.over_help')}>
          <InputNumber min={0} precision={0} />
        </Form.Item>
      )}
    </ModalForm>
  )
}
