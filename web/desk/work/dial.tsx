import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import type {
  CallStateWire,
  CaseWire,
  ContactId,
  LeaseWire,
  VoiceWire,
} from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import type { MessageKey } from '../messages.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useCalling } from './calling.ts'

const LOOK_MS = 1500

/** Whether calls can be dialled here; without a gateway people dial themselves. */
export const voiceQuery = queryOptions({ queryKey: ['voice'], queryFn: api.voice })

/** Asked for until the call is over; a call that somebody dialled by hand has no such page. */
export const callStateQuery = (contact: ContactId | null | undefined) =>
  queryOptions({
    queryKey: ['call', contact],
    queryFn: () => api.callState(contact ?? ''),
    enabled: contact !== null && contact !== undefined,
    retry: false,
    refetchInterval: ({ state }) =>
      state.status === 'error' || state.data?.over === true ? false : LOOK_MS,
  })

type Props = { found: CaseWire; lease: LeaseWire; blocked: string | undefined }

/** The gateway rings the collector first, then the borrower. */
export function Dial({ found, lease, blocked }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: voice } = useQuery(voiceQuery)
  const dial = useCalling(found, lease, api.dial)
  if (voice === undefined || voice.provider === null) return null
  if (voice.phone === null) return <OwnPhone />
  return (
    <>
      {dial.isError && <Alert type="error" role="alert" title={problemText(dial.error)} />}
      <div className="work-call">
        <Button
          size="large"
          loading={dial.isPending}
          disabled={blocked !== undefined}
          onClick={() => dial.mutate()}
        >
          {say('dial.dial')}
        </Button>
        <span className="muted">{say('dial.first', { phone: voice.phone })}</span>
      </div>
    </>
  )
}

function OwnPhone() {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (phone: string) => api.setPhone(phone),
    onSuccess: (now: VoiceWire) => queries.setQueryData(voiceQuery.queryKey, now),
  })
  return (
    <Form<{ phone: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ phone }) => save.mutate(phone.replaceAll(/[ ()-]/g, ''))}
    >
      {save.isError && <Alert type="error" role="alert" title={problemText(save.error)} />}
      <Form.Item
        name="phone"
        label={say('dial.phone')}
        extra={say('dial.phone_hint')}
        rules={[{ required: true, message: say('dial.phone_hint') }]}
      >
        <Input inputMode="tel" autoComplete="tel" maxLength={24} />
      </Form.Item>
      <Button htmlType="submit" loading={save.isPending}>
        {say('dial.save')}
      </Button>
    </Form>
  )
}

/** What the gateway told so far; nothing for a call that was dialled by hand. */
export function CallStatus({ state }: { state: CallStateWire | undefined }) {
  const say = useSay()
  if (state === undefined) return null
  const key = `dial.status.${state.status}` as MessageKey
  return (
    <p role="status">
      {say(key)}
      {state.abandoned ? ` ${say('dial.abandoned')}` : ''}
    </p>
  )
}
