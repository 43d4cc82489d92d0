import { Form, Input } from 'antd'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import type { LeaseWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { workQuery } from './queries.ts'
import type { useTakeNext } from './take.ts'
import { isOver } from './take.ts'

type Props = {
  lease: LeaseWire
  open: boolean
  onClose: () => void
  take: ReturnType<typeof useTakeNext>
}
type Values = { reason: string; words?: string }

/** A bad pick is one key and why; then the next one comes. */
export function ReleaseForm({ lease, open, onClose, take }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const { data: work } = useSuspenseQuery(workQuery)
  const release = useMutation({
    mutationFn: async ({ reason, words }: Values) => {
      const body = { reason, ...(words?.trim() ? { words: words.trim() } : {}) }
      // One that went back by itself is given back already.
      await api.release(lease.id, body).catch((error: unknown) => {
        if (!isOver(error)) throw error
      })
      await take.mutateAsync({})
    },
    onSuccess: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('work.release_title')}
      save={say('work.release_and_next')}
      lead={say('work.release_lead')}
      sending={release}
      draft={`release ${lease.id}`}
      onFinish={(values) => release.mutate(values)}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={say('work.release_reason')}
        rules={[{ required: true, message: say('work.needs_reason') }]}
      >
        <Reasons reasons={work.release_reasons} />
      </Form.Item>
      <Form.Item name="words" label={say('work.words')}>
        <Input maxLength={500} />
      </Form.Item>
    </ModalForm>
  )
}

type ReasonsProps = {
  reasons: readonly { readonly code: string; readonly name: string }[]
  value?: string
  onChange?: (code: string) => void
  id?: string
}

/** The digit of a reason chooses it. */
function Reasons({ reasons, value, onChange, id }: ReasonsProps) {
  const say = useSay()
  const choose = (n: number) => {
    const found = reasons[n - 1]
    if (found !== undefined) onChange?.(found.code)
  }
  return (
    <fieldset id={id} className="outcomes" onKeyDown={(event) => choose(Number(event.key))}>
      <legend className="only-read">{say('work.release_reason')}</legend>
      {reasons.map((one, n) => (
        <label key={one.code} className={one.code === value ? 'outcome chosen' : 'outcome'}>
          <input
            type="radio"
            name="release-reason"
            autoFocus={n === 0}
            checked={one.code === value}
            onChange={() => onChange?.(one.code)}
          />
          <kbd aria-hidden="true">{n + 1}</kbd>
          <span>{one.name}</span>
        </label>
      ))}
    </fieldset>
  )
}
