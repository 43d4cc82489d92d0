import {
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseInfiniteQuery,
} from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import type { MessageWire, ThreadItem, ThreadPage } from '../../../src/api/wire-inbox.ts'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import { PromiseForm } from '../agree/promise-form.tsx'
import { OpenForm } from '../care/open-form.tsx'
import { caseCareQuery } from '../care/queries.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands, type CommandId } from '../command/registry.ts'
import { decimalOf } from '../format.ts'
import { CareEar } from '../hear/ear.tsx'
import { caseQuery, meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { useDone } from '../undo/done.tsx'
import { undoBy } from '../undo/last.ts'
import { CallbackForm } from '../work/callback-form.tsx'
import { AnswerForm } from './answer.tsx'
import { MistakeForm } from './mistake-form.tsx'
import { inboxApi, threadQuery } from './queries.ts'
import { Thread } from './thread.tsx'

type Opened = 'promise' | 'callback' | 'dispute' | 'mistake' | undefined

/** One thread, what was heard in it, and every act one key away. */
export function Conversation({ id }: { id: CaseId }) {
  const say = useSay()
  const problemText = useProblemText()
  const pages = useSuspenseInfiniteQuery(threadQuery(id))
  const [first] = pages.data.pages
  const items = pages.data.pages.flatMap((page) => page.items)
  const message = items.find((item) => item.message !== null)?.message ?? undefined
  const [opened, setOpened] = useState<Opened>()
  const field = useRef<InputRef>(null)
  const { data: found } = useQuery({ ...caseQuery(id), retry: false })
  const { step, undo } = useSteps(id, first)
  useActs({ thread: first, message, found, step: step.mutate, setOpened, field })
  if (first === undefined) return null
  return (
    <section
      className="card inbox-conversation"
      aria-label={say('inbox.thread', { name: first.name })}
    >
      <div className="inbox-item-head">
        <h2>{first.name}</h2>
        {found !== undefined && (
          <Link to="/cases/$id" params={{ id }}>
            {say('inbox.open_case')}
          </Link>
        )}
      </div>
      <Acts
        thread={first}
        found={found}
        message={message}
        onStep={step.mutate}
        onOpen={setOpened}
      />
      {step.error !== null && <Alert type="error" role="alert" title={problemText(step.error)} />}
      <Thread
        items={items}
        name={first.name}
        onMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        onUndo={undo}
      />
      <AnswerForm id={id} thread={first} field={field} />
      <CareEar found={found}>
        <Forms
          id={id}
          found={found}
          message={message}
          opened={opened}
          onClose={() => setOpened(undefined)}
        />
      </CareEar>
    </section>
  )
}

function useSteps(id: CaseId, thread: ThreadPage | undefined) {
  const say = useSay()
  const queries = useQueryClient()
  const done = useDone()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const step = useMutation({
    mutationFn: (state: 'taken' | 'closed') => inboxApi.step(id, state, thread?.seen ?? null),
    onSuccess: async (_, state) => {
      await queries.invalidateQueries()
      done(
        say(state === 'taken' ? 'inbox.took' : 'inbox.closed'),
        undoBy(() => inboxApi.step(id, 'open', null)),
      )
    },
  })
  const undo = async ({ undo: answer }: ThreadItem) => {
    if (answer === null) return
    try {
      await inboxApi.undo(id, answer)
      void message.info(say('inbox.undone'))
    } catch (error) {
      void message.warning(problemText(error))
    }
    await queries.invalidateQueries()
  }
  return { step, undo: (item: ThreadItem) => void undo(item) }
}

type Having = {
  readonly thread: ThreadPage | undefined
  readonly message: MessageWire | undefined
  readonly found: CaseWire | undefined
}

function useActs({
  thread,
  message,
  found,
  step,
  setOpened,
  field,
}: Having & {
  step: (state: 'taken' | 'closed') => void
  setOpened: (opened: Opened) => void
  field: React.RefObject<InputRef | null>
}) {
  const say = useSay()
  const { data: me } = useQuery(meQuery)
  const noCase = found === undefined ? say('command.needs.case') : undefined
  const mayNot = (action: 'promise.make' | 'callback.agree') =>
    me === undefined ? noCase : (whyNot(me, action) ?? noCase)
  const waits = thread?.state === 'open' || thread?.state === 'taken'
  const nothing = waits ? undefined : say('inbox.none')
  useCommands('page', {
    'inbox.take': { run: () => step('taken'), disabledBecause: nothing },
    'inbox.close': { run: () => step('closed'), disabledBecause: nothing },
    'inbox.answer': {
      run: () => field.current?.focus(),
      disabledBecause: thread?.blocked ?? undefined,
    },
    'inbox.mistake': {
      run: () => setOpened('mistake'),
      disabledBecause: message === undefined ? say('inbox.none') : undefined,
    },
    'inbox.dispute': { run: () => setOpened('dispute'), disabledBecause: noCase },
    'case.promise': { run: () => setOpened('promise'), disabledBecause: mayNot('promise.make') },
    'work.callback': {
      run: () => setOpened('callback'),
      disabledBecause: mayNot('callback.agree'),
    },
  })
}

function Acts({
  thread,
  found,
  message,
  onStep,
  onOpen,
}: {
  thread: ThreadPage
  found: CaseWire | undefined
  message: MessageWire | undefined
  onStep: (state: 'taken' | 'closed') => void
  onOpen: (opened: Opened) => void
}) {
  const say = useSay()
  const waits = thread.state === 'open' || thread.state === 'taken'
  const act = (label: string, id: CommandId, run: () => void, isMain = false) => (
    <Button key={id} onClick={run} type={isMain ? 'primary' : 'default'}>
      {label} <KeyCaps keys={commandOf(id).keys} />
    </Button>
  )
  return (
    <div className="inbox-acts">
      {waits &&
        !thread.is_mine &&
        act(say('inbox.take'), 'inbox.take', () => onStep('taken'), true)}
      {waits && act(say('inbox.close'), 'inbox.close', () => onStep('closed'))}
      {found !== undefined &&
        hasPromise(message) &&
        act(say('inbox.make_promise'), 'case.promise', () => onOpen('promise'))}
      {found !== undefined &&
        act(say('inbox.agree_call'), 'work.callback', () => onOpen('callback'))}
      {found !== undefined && act(say('inbox.dispute'), 'inbox.dispute', () => onOpen('dispute'))}
      {message !== undefined && act(say('inbox.mistake'), 'inbox.mistake', () => onOpen('mistake'))}
    </div>
  )
}

function Forms({
  id,
  found,
  message,
  opened,
  onClose,
}: {
  id: CaseId
  found: CaseWire | undefined
  message: MessageWire | undefined
  opened: Opened
  onClose: () => void
}) {
  const { data: care } = useQuery({ ...caseCareQuery(id), enabled: opened === 'dispute' })
  const proposed = proposedBy(message)
  return (
    <>
      {opened === 'mistake' && message !== undefined && (
        <MistakeForm id={id} message={message} open onClose={onClose} />
      )}
      {opened === 'promise' && found !== undefined && (
        <PromiseForm found={found} open proposed={proposed} onClose={onClose} />
      )}
      {opened === 'callback' && found !== undefined && (
        <CallbackForm found={found} open onClose={onClose} />
      )}
      {opened === 'dispute' && found !== undefined && care !== undefined && (
        <OpenForm found={found} kinds={care.kinds} open onClose={onClose} />
      )}
    </>
  )
}

const hasPromise = (message: MessageWire | undefined): boolean =>
  message !== undefined && message.promise !== null

/** What was written, as far as it was said. */
function proposedBy(message: MessageWire | undefined) {
  const { amount, due_on: on } = message?.promise ?? { amount: null, due_on: null }
  return {
    channel: 'sms',
    ...(amount !== null && { amount: decimalOf(amount) }),
    ...(on !== null && { on }),
  } as const
}
