import { Button, Input } from 'antd'
import { useId } from 'react'
import { useSay } from '../say.tsx'
import { useKept, type Sending } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'

type Props = {
  readonly label: string
  readonly action: string
  /** Where its draft is kept: of what, and whose. */
  readonly draft: string
  readonly sending: Sending
  readonly onSend: (reason: string) => void
  readonly onCancel: () => void
}

/** Why somebody looks at what is kept apart, before they see it. */
export function ReasonForm({ label, action, draft, sending, onSend, onCancel }: Props) {
  const say = useSay()
  const id = useId()
  const kept = useKept(draft, { reason: '' }, sending)
  const { reason } = kept.values
  return (
    <form
      className="reveal"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') onSend(reason.trim())
      }}
    >
      <Restored {...kept} />
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        size="small"
        autoFocus
        maxLength={200}
        value={reason}
        onChange={(event) => kept.change({ reason: event.target.value })}
      />
      <Button
        size="small"
        type="primary"
        htmlType="submit"
        loading={sending.isPending}
        disabled={reason.trim() === ''}
      >
        {action}
      </Button>
      <Button size="small" onClick={onCancel}>
        {say('app.cancel')}
      </Button>
      {reason.trim() === '' && <small className="muted">{say('address.needs_reason')}</small>}
    </form>
  )
}
