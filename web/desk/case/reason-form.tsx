import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useSay } from '../say.tsx'

type Props = {
  readonly label: string
  readonly action: string
  readonly isSending: boolean
  readonly onSend: (reason: string) => void
  readonly onCancel: () => void
}

/** Why somebody looks at what is kept apart, before they see it. */
export function ReasonForm({ label, action, isSending, onSend, onCancel }: Props) {
  const say = useSay()
  const id = useId()
  const [reason, setReason] = useState('')
  return (
    <form
      className="reveal"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') onSend(reason.trim())
      }}
    >
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        size="small"
        autoFocus
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        size="small"
        type="primary"
        htmlType="submit"
        loading={isSending}
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
