import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { AddressWire, CaseId } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import type { Tone } from '../cases/columns.tsx'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { ReasonForm } from './reason-form.tsx'

const STANDING_TONE: Record<AddressWire['standing'], Tone> = {
  unverified: 'plain',
  works: 'good',
  fails: 'bad',
  recycled: 'bad',
  not_his: 'bad',
}

type Props = { id: CaseId; address: AddressWire; blockedBecause: string | undefined }

export function AddressRow({ id, address, blockedBecause }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const [asks, setAsks] = useState(false)
  const reveal = useMutation({
    mutationFn: (reason: string) => api.reveal(id, address.id, reason),
    onSuccess: () => setAsks(false),
    onError: (error) => message.error(problemText(error)),
  })
  return (
    <li>
      <span className="address-kind">{say(`address.${address.kind}`)}</span>
      <code>{reveal.data?.value ?? address.masked}</code>
      <span className={`mark ${STANDING_TONE[address.standing]}`}>
        {say(`address.${address.standing}`)}
      </span>
      {reveal.data === undefined && !asks && (
        <span className="act">
          <Button
            size="small"
            disabled={blockedBecause !== undefined}
            onClick={() => setAsks(true)}
          >
            {say('address.reveal')}
          </Button>
          {blockedBecause !== undefined && <small className="muted">{blockedBecause}</small>}
        </span>
      )}
      {asks && (
        <ReasonForm
          label={say('address.reveal_why')}
          action={say('address.show')}
          draft={`reveal ${address.id}`}
          sending={reveal}
          onSend={(reason) => reveal.mutate(reason)}
          onCancel={() => setAsks(false)}
        />
      )}
    </li>
  )
}
