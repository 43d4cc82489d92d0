import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { MoneyWire } from '../../../src/api/wire.ts'
import type {
  RemittanceLineWire,
  RemittanceOpenWire,
  RemittanceWire,
} from '../../../src/api/wire-remit.ts'
import { More, Table } from '../compliance/parts.tsx'
import { dayText, instantText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { MAY_WRITE } from '../strategy/propose.tsx'
import { negative, State } from './table.tsx'
import { approveRemittance, refuseRemittance, remittanceFile, remittanceQuery } from './queries.ts'

type Props = { readonly number: string; readonly portfolio: string | undefined }

/** One remittance: how its sum is made up, each line, the file, and the second person's word. */
export function Opened({ number, portfolio }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const list = useSuspenseInfiniteQuery(remittanceQuery(number))
  const [opened] = list.data.pages
  if (opened === undefined) return null
  const { remittance } = opened
  return (
    <div className="remittances">
      <p>
        <Link to="/remittances" search={{ portfolio }} activeProps={{}}>
          {say('remit.back')}
        </Link>
      </p>
      <h1>{say('remit.one', { number })}</h1>
      <p className="remit-of">
        {remittance.portfolio} · {remittance.creditor} · {say('remit.until')}{' '}
        {dayText(remittance.until, language)} <State row={remittance} />
      </p>
      <p className="muted">
        {say('remit.made_by')}{' '}
        {say('remit.made_at', {
          by: remittance.made_by,
          at: instantText(remittance.made_at, language),
        })}
      </p>
      {remittance.refused_because !== null && (
        <blockquote>{say('remit.refused_because', { why: remittance.refused_because })}</blockquote>
      )}
      <MadeUp opened={opened} />
      <Answers remittance={remittance} />
      <File remittance={remittance} />
      <section className="sheet">
        <h2>{say('remit.lines')}</h2>
        <Lines number={number} items={list.data.pages.flatMap((page) => page.items)} />
        <More list={list} />
      </section>
    </div>
  )
}

function MadeUp({ opened }: { opened: RemittanceOpenWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { remittance, share, minimum_added } = opened
  const sums: readonly (readonly [string, MoneyWire])[] = [
    [say('remit.collected'), remittance.collected],
    [say('remit.taken_back'), remittance.taken_back],
    [say('remit.commission'), negative(share)],
    [say('remit.minimum'), negative(minimum_added)],
    [say('remit.carried'), remittance.carried],
  ]
  return (
    <section className="sheet made-up remit-made-up">
      <h2>{say('remit.how')}</h2>
      <table>
        <tbody>
          {sums.map(([name, amount]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="figure">{moneyText(amount, language)}</td>
            </tr>
          ))}
          <tr className="total">
            <th scope="row">{say('remit.due')}</th>
            <td className="figure">{moneyText(remittance.due, language)}</td>
          </tr>
          <tr>
            <th scope="row">{say('remit.paid')}</th>
            <td className="figure">{moneyText(remittance.paid, language)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** Another person than the one who made it approves or refuses, once. */
function Answers({ remittance }: { remittance: RemittanceWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const [isRefusing, setRefusing] = useState(false)
  const approve = useMutation({
    mutationFn: () => approveRemittance(remittance.number),
    onSuccess: async () => {
      void message.success(say('remit.approved'))
      await queries.invalidateQueries()
    },
  })
  if (!remittance.awaits_approval) return null
  const mayNot = !MAY_WRITE.includes(me.role)
    ? say('remit.not_remitter')
    : remittance.made_by === me.name
      ? say('remit.own')
      : undefined
  return (
    <>
      <p className="remit-acts">
        <Button
          type="primary"
          disabled={mayNot !== undefined}
          loading={approve.isPending}
          onClick={() => approve.mutate()}
        >
          {say('remit.approve')}
        </Button>
        <Button danger disabled={mayNot !== undefined} onClick={() => setRefusing(true)}>
          {say('remit.refuse')}
        </Button>
        {mayNot !== undefined && <span className="muted">{mayNot}</span>}
      </p>
      {approve.error !== null && (
        <Alert type="error" role="alert" title={problemText(approve.error)} />
      )}
      {isRefusing && <RefuseForm number={remittance.number} onClose={() => setRefusing(false)} />}
    </>
  )
}

function RefuseForm({ number, onClose }: { number: string; onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ because: string }>()
  const refuse = useMutation({
    mutationFn: ({ because }: { because: string }) => refuseRemittance(number, because.trim()),
    onSuccess: async () => {
      form.resetFields()
      onClose()
      void message.success(say('remit.refused'))
      await queries.invalidateQueries()
    },
  })
  return (
    <ModalForm<{ because: string }>
      form={form}
      open
      title={say('remit.refuse_title', { number })}
      save={say('remit.refuse')}
      lead={say('remit.refuse_lead')}
      sending={refuse}
      focus="because"
      draft={`remit-refuse ${number}`}
      onFinish={(values) => refuse.mutate(values)}
      onClose={onClose}
    >
      <Form.Item
        name="because"
        label={say('remit.why')}
        rules={[{ required: true, whitespace: true, message: say('remit.needs_why') }]}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </ModalForm>
  )
}

function File({ remittance }: { remittance: RemittanceWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const { language } = usePreferences()
  const file = useMutation({
    mutationFn: () => remittanceFile(remittance.number),
    onSuccess: ({ name, text }) => save(name, text),
  })
  const none = remittance.awaits_approval
    ? say('remit.no_file_waits')
    : remittance.refused_by === null
      ? undefined
      : say('remit.no_file_refused')
  return (
    <>
      <p className="remit-acts">
        <Button
          disabled={none !== undefined}
          loading={file.isPending}
          onClick={() => file.mutate()}
        >
          {say('remit.file')}
        </Button>
        {none !== undefined && <span className="muted">{none}</span>}
      </p>
      {file.error !== null && <Alert type="error" role="alert" title={problemText(file.error)} />}
      {file.data !== undefined && (
        <p role="status" className="muted remit-hash">
          {say('remit.file_sums', {
            due: moneyText(remittance.due, language),
            hash: file.data.sha256,
          })}
        </p>
      )}
    </>
  )
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

function Lines({ number, items }: { number: string; items: readonly RemittanceLineWire[] }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <Table
      label={say('remit.lines_of', { number })}
      head={[
        say('remit.day'),
        say('remit.kind'),
        say('remit.account'),
        say('remit.item'),
        say('remit.amount'),
        say('remit.rate'),
      ]}
    >
      {items.map((line) => (
        <tr key={`${line.kind} ${line.item} ${line.account_ref}`}>
          <td>{dayText(line.on, language)}</td>
          <td>{say(`remit.kind.${line.kind}`)}</td>
          <td>
            <Account line={line} />
          </td>
          <td>
            <code>{line.item}</code>
          </td>
          <td className="figure">{moneyText(line.amount, language)}</td>
          <td className="figure">{line.commission_percent}%</td>
        </tr>
      ))}
    </Table>
  )
}

function Account({ line }: { line: RemittanceLineWire }) {
  const say = useSay()
  const name = line.account_ref === '' ? say('remit.no_account') : line.account_ref
  return line.case_id === null ? (
    name
  ) : (
    <Link to="/cases/$id" params={{ id: line.case_id }}>
      {name}
    </Link>
  )
}
