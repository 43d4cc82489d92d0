import { Button, Form, Input } from 'antd'
import type { MoneyRowWire } from '../../../src/api/wire.ts'
import { minorOf } from '../format.ts'
import { useSay } from '../say.tsx'
import type { Sending } from '../shell/draft.ts'
import { ModalForm } from '../shell/modal-form.tsx'

type Part = { account: string; amount?: string }

/** Several accounts, each with its amount; the last may take what is left. */
export function SplitForm({
  row,
  sending,
  onSplit,
  onClose,
}: {
  row: MoneyRowWire
  sending: Sending
  onSplit: (parts: { account: string; minor?: string | undefined }[]) => void
  onClose: () => void
}) {
  const say = useSay()
  const [form] = Form.useForm<{ parts: Part[] }>()
  const { currency } = row.left
  return (
    <ModalForm<{ parts: Part[] }>
      form={form}
      open
      title={say('money.split_title')}
      save={say('money.split')}
      sending={sending}
      draft={`money-split ${row.id}`}
      initialValues={{ parts: [{ account: row.suggestion?.account_ref ?? '' }, { account: '' }] }}
      onFinish={({ parts }) =>
        onSplit(
          parts.map(({ account, amount }) => ({
            account: account.trim(),
            minor: amount ? minorOf(amount, currency) : undefined,
          })),
        )
      }
      onClose={onClose}
    >
      <Form.List name="parts">
        {(fields, { add }) => (
          <>
            {fields.map((field) => (
              <PartFields key={field.key} at={field.name} currency={currency} />
            ))}
            <Button onClick={() => add({ account: '' })}>{say('money.add_part')}</Button>
          </>
        )}
      </Form.List>
    </ModalForm>
  )
}

function PartFields({ at, currency }: { at: number; currency: string }) {
  const say = useSay()
  return (
    <div className="money-part">
      <Form.Item
        name={[at, 'account']}
        label={`${say('money.account')} ${at + 1}`}
        rules={[{ required: true, message: say('money.needs_account') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name={[at, 'amount']}
        label={say('money.amount_in', { currency })}
        rules={[
          {
            validator: async (_, text: string | undefined) => {
              if (text && minorOf(text, currency) === undefined)
                throw new Error(say('work.needs_amount'))
            },
          },
        ]}
      >
        <Input inputMode="decimal" placeholder={say('money.all_left')} />
      </Form.Item>
    </div>
  )
}

type WhyProps = {
  /** What waits for the reason. */
  of: string
  sending: Sending
  onWhy: (why: string) => void
  onClose: () => void
}

export function AsideForm(props: WhyProps) {
  const say = useSay()
  return <Why {...props} kind="aside" title={say('money.aside_title')} ok={say('money.aside')} />
}

export function NoteForm(props: WhyProps) {
  const say = useSay()
  const ok = say('money.unplaced_note')
  return <Why {...props} kind="note" title={say('money.note_title')} ok={ok} />
}

export function WhyForm(props: WhyProps) {
  const say = useSay()
  return <Why {...props} kind="why" title={say('money.why_second')} ok={say('money.match')} />
}

type Titled = { kind: 'aside' | 'note' | 'why'; title: string; ok: string }

function Why({ kind, title, ok, of, sending, onWhy, onClose }: WhyProps & Titled) {
  const say = useSay()
  const [form] = Form.useForm<{ why: string }>()
  return (
    <ModalForm<{ why: string }>
      form={form}
      open
      title={title}
      save={ok}
      sending={sending}
      focus="why"
      draft={`money-${kind} ${of}`}
      onFinish={({ why }) => onWhy(why.trim())}
      onClose={onClose}
    >
      <Form.Item
        name="why"
        label={say('money.why')}
        rules={[{ required: true, whitespace: true, message: say('money.needs_why') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
    </ModalForm>
  )
}
