import { Button, Form, Input, Modal } from 'antd'
import type { MoneyRowWire } from '../../../src/api/wire.ts'
import { minorOf } from '../format.ts'
import { useSay } from '../say.tsx'
import { EnterSends } from '../shell/modal-form.tsx'

type Part = { account: string; amount?: string }

/** Several accounts, each with its amount; the last may take what is left. */
export function SplitForm({
  row,
  onSplit,
  onClose,
}: {
  row: MoneyRowWire
  onSplit: (parts: { account: string; minor?: string | undefined }[]) => void
  onClose: () => void
}) {
  const say = useSay()
  const [form] = Form.useForm<{ parts: Part[] }>()
  const { currency } = row.left
  return (
    <Modal
      open
      title={say('money.split_title')}
      okText={say('money.split')}
      cancelText={say('app.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<{ parts: Part[] }>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ parts: [{ account: row.suggestion?.account_ref ?? '' }, { account: '' }] }}
        onFinish={({ parts }) =>
          onSplit(
            parts.map(({ account, amount }) => ({
              account: account.trim(),
              minor: amount ? minorOf(amount, currency) : undefined,
            })),
          )
        }
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
        <EnterSends />
      </Form>
    </Modal>
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

export function AsideForm({
  onAside,
  onClose,
}: {
  onAside: (why: string) => void
  onClose: () => void
}) {
  const say = useSay()
  return (
    <ReasonForm
      title={say('money.aside_title')}
      ok={say('money.aside')}
      onWhy={onAside}
      onClose={onClose}
    />
  )
}

export function NoteForm({
  onNote,
  onClose,
}: {
  onNote: (why: string) => void
  onClose: () => void
}) {
  const say = useSay()
  return (
    <ReasonForm
      title={say('money.note_title')}
      ok={say('money.unplaced_note')}
      onWhy={onNote}
      onClose={onClose}
    />
  )
}

export function WhyForm({ onWhy, onClose }: { onWhy: (why: string) => void; onClose: () => void }) {
  const say = useSay()
  return (
    <ReasonForm
      title={say('money.why_second')}
      ok={say('money.match')}
      onWhy={onWhy}
      onClose={onClose}
    />
  )
}

function ReasonForm({
  title,
  ok,
  onWhy,
  onClose,
}: {
  title: string
  ok: string
  onWhy: (why: string) => void
  onClose: () => void
}) {
  const say = useSay()
  const [form] = Form.useForm<{ why: string }>()
  return (
    <Modal
      open
      title={title}
      okText={ok}
      cancelText={say('app.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('why')}
    >
      <Form<{ why: string }>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ why }) => onWhy(why.trim())}
      >
        <Form.Item
          name="why"
          label={say('money.why')}
          rules={[{ required: true, whitespace: true, message: say('money.needs_why') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
