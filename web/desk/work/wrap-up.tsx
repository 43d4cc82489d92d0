import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Form, Input, type InputRef } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import type { ContactId, DispositionWire, LeaseWire, WorkWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useActKey } from '../case/act-key.ts'
import { useCommands } from '../command/registry.ts'
import { minorOf, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useDone } from '../undo/done.tsx'
import { Earliest } from './earliest.tsx'
import { findOutcomes } from './find.ts'
import { mayEndUnknown } from './identity.tsx'
import { useMending } from './mending.ts'

type Props = {
  contact: ContactId
  lease: LeaseWire
  zone: string | undefined
  work: WorkWire
  /** Where the script of the call ended; undefined: nowhere yet. */
  suggested?: string | undefined
  /** A promise was recorded while this call was on: it is not made a second time. */
  isPromised: boolean
  /** Nobody knows yet who answered: only endings that need no right person are there. */
  isVeiled: boolean
  onDone: () => Promise<void>
}

type Values = { words?: string; at?: string; forMe?: boolean; amount?: string; on?: string }

/** One key chooses, Enter records: a number, a word or pinyin initials find the outcome. */
export function WrapUp({
  contact,
  lease,
  zone,
  work,
  suggested,
  isVeiled,
  isPromised,
  onDone,
}: Props) {
  const say = useSay()
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<string>()
  const [seen, setSeen] = useState<string>()
  if (suggested !== seen) {
    setSeen(suggested)
    setPicked(suggested)
    setText('')
  }
  const [form] = Form.useForm<Values>()
  const found = findOutcomes(work.dispositions, text).filter(
    ({ code }) => !isVeiled || mayEndUnknown(code),
  )
  const chosen = found.find((one) => one.code === picked) ?? (text === '' ? undefined : found[0])
  const record = useRecord({ contact, lease, isPromised, onDone })
  const draft = useDraft({ form, place: `wrap-up ${contact}`, open: true, sending: record })
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="wrap-up"
      onValuesChange={draft.keep}
      onFinish={(values) => chosen && record.mutate({ chosen, values })}
    >
      <Refused error={record.error} zone={zone} onTake={(at) => form.setFieldValue('at', at)} />
      <h3>{say('work.wrap')}</h3>
      <Restored {...draft} />
      <Finder text={text} onText={setText} suggested={suggested} />
      <Outcomes all={work.dispositions} found={found} chosen={chosen} onPick={setPicked} />
      {chosen !== undefined && !(isPromised && chosen.needs === 'promise') && (
        <More chosen={chosen} lease={lease} zone={zone} />
      )}
      <Form.Item name="words" label={say('work.words')}>
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 1, maxRows: 4 }} />
      </Form.Item>
      {chosen !== undefined && chosen.does !== null && <p className="work-does">{chosen.does}</p>}
      <Button
        type="primary"
        htmlType="submit"
        disabled={chosen === undefined}
        loading={record.isPending}
      >
        {say('work.record', { name: chosen?.name ?? '…' })}
      </Button>{' '}
      {chosen === undefined && <small className="muted">{say('work.wrap_choose')}</small>}
    </Form>
  )
}

type RefusedProps = Pick<Props, 'zone'> & {
  error: Error | null
  onTake: (at: string) => void
}

function Refused({ error, zone, onTake }: RefusedProps) {
  const problemText = useProblemText()
  if (error === null) return null
  return (
    <Alert
      type="error"
      role="alert"
      title={problemText(error)}
      description={<Earliest error={error} zone={zone} onTake={onTake} />}
    />
  )
}

type FinderProps = Pick<Props, 'suggested'> & { text: string; onText: (text: string) => void }

function Finder({ text, onText, suggested }: FinderProps) {
  const say = useSay()
  const id = useId()
  const field = useRef<InputRef>(null)
  useCommands('page', { 'work.wrap': { run: () => field.current?.focus() } })
  // The script has ended, or a promise was made: what is left is Enter.
  useEffect(() => {
    if (suggested !== undefined) field.current?.focus()
  }, [suggested])
  return (
    <div className="work-find">
      <label htmlFor={id}>{say('work.wrap_find')}</label>
      <Input
        id={id}
        ref={field}
        value={text}
        autoComplete="off"
        onChange={(e) => onText(e.target.value)}
      />
    </div>
  )
}

type OutcomesProps = {
  all: readonly DispositionWire[]
  found: readonly DispositionWire[]
  chosen: DispositionWire | undefined
  onPick: (code: string) => void
}

/** Native radios: the arrow keys move, and every screen reader knows them. */
function Outcomes({ all, found, chosen, onPick }: OutcomesProps) {
  const say = useSay()
  const name = useId()
  if (found.length === 0) return <p className="muted">{say('work.wrap_none')}</p>
  return (
    <fieldset className="outcomes">
      <legend className="only-read">{say('work.wrap_list')}</legend>
      {found.map((one) => (
        <label key={one.code} className={one.code === chosen?.code ? 'outcome chosen' : 'outcome'}>
          <input
            type="radio"
            name={name}
            checked={one.code === chosen?.code}
            onChange={() => onPick(one.code)}
          />
          <kbd aria-hidden="true">{all.indexOf(one) + 1}</kbd>
          <span>{one.name}</span>
        </label>
      ))}
    </fieldset>
  )
}

type MoreProps = Pick<Props, 'lease' | 'zone'> & { chosen: DispositionWire }

/** What some outcomes cannot be kept without. */
function More({ chosen, lease, zone }: MoreProps) {
  const say = useSay()
  const { language } = usePreferences()
  const { currency } = lease.case.arrears
  if (chosen.needs === 'callback') {
    return (
      <>
        <Form.Item
          name="at"
          label={say('callback.at', { zone: zone === undefined ? '' : zoneText(zone, language) })}
          rules={[{ required: true, message: say('work.needs_time') }]}
        >
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="forMe" valuePropName="checked" initialValue>
          <Checkbox>{say('callback.for_me')}</Checkbox>
        </Form.Item>
      </>
    )
  }
  if (chosen.needs === 'promise') {
    return (
      <div className="work-promise">
        <Form.Item
          name="amount"
          label={say('work.amount', { currency })}
          rules={[
            {
              validator: (_, text: string | undefined) =>
                minorOf(text ?? '', currency) === undefined
                  ? Promise.reject(new Error(say('work.needs_amount')))
                  : Promise.resolve(),
            },
          ]}
        >
          <Input inputMode="decimal" />
        </Form.Item>
        <Form.Item
          name="on"
          label={say('work.due_on')}
          rules={[{ required: true, message: say('work.needs_day') }]}
        >
          <Input type="date" />
        </Form.Item>
      </div>
    )
  }
  return null
}

type Recording = { chosen: DispositionWire; values: Values }

/** The promise first: what it refuses must be mended before the outcome says that there is one. */
type RecordProps = Pick<Props, 'contact' | 'lease' | 'isPromised' | 'onDone'>

function useRecord({ contact, lease, isPromised, onDone }: RecordProps) {
  const say = useSay()
  const done = useDone()
  const { mendCall } = useMending(lease.id)
  const keys = { outcome: useActKey(), promise: useActKey() }
  return useMutation({
    mutationFn: async ({ chosen, values }: Recording) => {
      if (chosen.needs === 'promise' && !isPromised)
        await promise(lease, values, keys.promise.present())
      const words = values.words?.trim()
      const callback =
        chosen.needs === 'callback' && values.at !== undefined
          ? { at: values.at.slice(0, 16), for_me: values.forMe === true }
          : undefined
      return api.outcome(
        contact,
        {
          disposition: chosen.code,
          ...(words ? { words } : {}),
          ...(callback === undefined ? {} : { callback }),
        },
        keys.outcome.present(),
      )
    },
    onError: (error) => {
      keys.outcome.settle(error)
      // A promise that was kept stays kept under its key, whatever became of the outcome.
    },
    onSuccess: async (_, { chosen }) => {
      keys.outcome.settle()
      keys.promise.settle()
      await onDone()
      done(say('undo.call_ended', { name: chosen.name }), {
        run: () => Promise.resolve(mendCall(lease.id, contact)),
      })
    },
  })
}

function promise(lease: LeaseWire, { amount = '', on = '' }: Values, key: string) {
  const { currency } = lease.case.arrears
  const minor = minorOf(amount, currency) ?? ''
  const body = { account_id: lease.account_id, amount: { minor, currency }, due_on: on }
  return api.promise(lease.case.id, { ...body, source: 'call', channel: 'call' }, key)
}
