import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { CaseWire, ContactId, LeaseWire, WorkWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands } from '../command/registry.ts'
import { meQuery, permissionsQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { useMending } from './mending.ts'
import { workQuery } from './queries.ts'
import { useCalling } from './calling.ts'
import { CallScript, type ScriptEnd } from './call-script.tsx'
import { CallStatus, callStateQuery, Dial } from './dial.tsx'
import { useTakeNext } from './take.ts'
import { WrapUp } from './wrap-up.tsx'

type Props = {
  lease: LeaseWire
  found: CaseWire
  work: WorkWire
  isVeiled: boolean
  promisedIn: ContactId | undefined
}

/** The law stands on the button: when it may be pressed, else why not. Then how the call ended. */
export function CallPanel({ lease, found, work, isVeiled, promisedIn }: Props) {
  const say = useSay()
  const call = useCall(found, lease)
  const [script, setScript] = useState<ScriptEnd>()
  const mending = useMending(lease.id)
  const open = call.data?.id ?? work.open_call ?? mending.contact
  const { data: state } = useQuery(callStateQuery(open))
  if (lease.channel === null) return <NoCall lease={lease} />
  return (
    <section className="sheet" aria-labelledby="call-title">
      <h2 id="call-title">{say('work.call_title')}</h2>
      {open !== null && open !== undefined ? (
        <>
          <p className="work-dial" role="status">
            {call.data === undefined
              ? say('work.dialled')
              : say('work.dial', { number: call.data.number })}
          </p>
          <CallStatus state={state} />
          <CallScript key={open} contact={open} onEnd={setScript} />
          <WrapUp
            key={open}
            suggested={
              (script?.contact === open ? script.outcome : undefined) ??
              (promisedIn === open ? 'promise' : undefined) ??
              state?.disposition ??
              undefined
            }
            contact={open}
            lease={lease}
            zone={found.zones[0]}
            work={work}
            isVeiled={isVeiled}
            isPromised={promisedIn === open}
            onDone={async () => {
              mending.mended()
              await call.end()
            }}
          />
        </>
      ) : (
        <CallButton call={call} found={found} lease={lease} />
      )}
      {lease.worked && open === undefined && <p role="status">{say('work.recorded')}</p>}
    </section>
  )
}

type ButtonProps = { call: ReturnType<typeof useCall>; found: CaseWire; lease: LeaseWire }

function CallButton({ call, found, lease }: ButtonProps) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: asked } = useSuspenseQuery(permissionsQuery(found.id))
  const channel = asked.channels.find((one) => one.channel === 'call')
  const unlawful = channel?.decision === 'allow' ? undefined : (channel?.sentence ?? '')
  const blocked = whyNot(me, 'call.make') ?? unlawful
  useCommands('page', { 'work.call': { run: () => call.mutate(), disabledBecause: blocked } })
  return (
    <>
      {call.isError && <Alert type="error" role="alert" title={problemText(call.error)} />}
      <div className="work-call">
        <Button
          type="primary"
          size="large"
          loading={call.isPending}
          disabled={blocked !== undefined}
          onClick={() => call.mutate()}
        >
          <span>{say('work.call')}</span>
          <KeyCaps keys={commandOf('work.call').keys} />
        </Button>
        <span className={blocked === undefined ? 'work-lawful' : 'muted'}>
          {blocked ?? channel?.sentence}
        </span>
      </div>
      <Dial found={found} lease={lease} blocked={blocked} />
    </>
  )
}

function NoCall({ lease }: { lease: LeaseWire }) {
  const say = useSay()
  const take = useTakeNext()
  return (
    <section className="sheet">
      <p>{say('work.no_call')}</p>
      <Button
        type="primary"
        loading={take.isPending}
        onClick={() => take.mutate({ done: lease.id })}
      >
        {say('work.done')}
      </Button>
    </section>
  )
}

function useCall(found: CaseWire, lease: LeaseWire) {
  const queries = useQueryClient()
  const call = useCalling(found, lease, api.call)
  /** Its end was said: the page asks for what is so now, and shows the button again. */
  const end = async () => {
    queries.setQueryData<WorkWire>(workQuery.queryKey, (before) =>
      before === undefined ? before : { ...before, open_call: null },
    )
    call.reset()
    await queries.invalidateQueries()
  }
  return { ...call, end }
}
