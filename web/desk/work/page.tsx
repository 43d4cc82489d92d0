import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Suspense, useState, type ReactNode } from 'react'
import type { CaseId, ContactId, LeaseWire, NoneWire, WorkWire } from '../../../src/api/wire.ts'
import { PlanForm } from '../agree/plan-form.tsx'
import { PromiseForm } from '../agree/promise-form.tsx'
import { CaseHead } from '../case/head.tsx'
import { HoldForm } from '../case/hold-form.tsx'
import { OnceOpened } from '../case/later.tsx'
import { PermissionStrip } from '../case/permission-strip.tsx'
import { Presence } from '../case/presence.tsx'
import { Summary } from '../case/summary.tsx'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands } from '../command/registry.ts'
import { clockText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { CareEar } from '../hear/ear.tsx'
import { caseQuery, meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { PageWaits, useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { CallbackForm } from './callback-form.tsx'
import { Callbacks } from './callbacks.tsx'
import { CallNotes } from './call-notes.tsx'
import { CallPanel } from './call-panel.tsx'
import { IdentityFirst, useIdentity, VeiledHead, type Identity } from './identity.tsx'
import { workQuery } from './queries.ts'
import { ReleaseForm } from './release-form.tsx'
import { useStay } from './stay.ts'
import { mustSayWhy, noneOf, useTakeNext } from './take.ts'
import './work.css'

/** One case at a time: the best that is lawful now, the call on it, how it ended, and the next. */
export function WorkPage() {
  const say = useSay()
  const { data: work } = useSuspenseQuery(workQuery)
  const take = useTakeNext()
  const problemText = useProblemText()
  const { lease } = work
  const acts = useWorkCommands(work, take)
  const identity = useIdentity(work.open_call)
  useTitle(lease === null ? say('work.title') : lease.case.name)
  return (
    <Heard lease={lease}>
      <div className="work">
        <Standing work={work} isVeiled={identity.isVeiled} />
        {take.isError && (
          <p role="alert" className="work-problem">
            {problemText(take.error)}
          </p>
        )}
        <div className="work-body">
          <div className="work-main">
            {lease === null ? (
              <Nothing none={noneOf(take.data)} />
            ) : (
              <Suspense fallback={<PageWaits />}>
                <TheCase key={lease.id} lease={lease} work={work} acts={acts} identity={identity} />
              </Suspense>
            )}
          </div>
          <aside className="work-aside">
            <NextButton lease={lease} isTaking={take.isPending} onNext={acts.next} />
            {lease !== null && <CaseActs onOpen={acts.open} />}
            <Callbacks />
            {!identity.isVeiled && <CallNotes />}
          </aside>
        </div>
        {lease !== null && <Forms lease={lease} take={take} acts={acts} />}
      </div>
    </Heard>
  )
}

/** What is typed in the call and in the forms over it is listened to alike. */
function Heard({ lease, children }: { lease: LeaseWire | null; children: ReactNode }) {
  const of = caseQuery(lease?.case.id ?? ('' as CaseId))
  const { data: found } = useQuery({ ...of, enabled: lease !== null })
  return <CareEar found={lease === null ? undefined : found}>{children}</CareEar>
}

type Opened = 'release' | 'callback' | 'promise' | 'plan' | 'hold' | undefined
type Take = ReturnType<typeof useTakeNext>
type Acts = {
  readonly opened: Opened
  readonly open: (form: Opened) => void
  readonly next: () => void
  /** The call during which a promise was recorded beside its wrap-up. */
  readonly promisedIn: ContactId | undefined
  readonly promised: () => void
}

/** N takes the next case; one that nobody worked is given back with a reason first. */
function useWorkCommands({ lease, open_call: call }: WorkWire, take: Take): Acts {
  const say = useSay()
  const [promisedIn, setPromisedIn] = useState<ContactId>()
  const { data: me } = useSuspenseQuery(meQuery)
  const [opened, open] = useState<Opened>()
  const next = () => {
    if (mustSayWhy(lease)) open('release')
    else take.mutate(lease === null ? {} : { done: lease.id })
  }
  const needsCase = lease === null ? say('command.needs.work') : undefined
  const blocked = whyNot(me, 'work.next')
  useCommands('page', {
    'case.next': { run: next, disabledBecause: blocked },
    'work.release': { run: () => open('release'), disabledBecause: blocked ?? needsCase },
    'work.callback': {
      run: () => open('callback'),
      disabledBecause: whyNot(me, 'callback.agree') ?? needsCase,
    },
  })
  const promised = () => setPromisedIn(call ?? undefined)
  return { opened, open, next, promisedIn, promised }
}

function Forms({ lease, take, acts }: { lease: LeaseWire; take: Take; acts: Acts }) {
  const close = () => acts.open(undefined)
  return (
    <>
      <ReleaseForm lease={lease} open={acts.opened === 'release'} onClose={close} take={take} />
      <Suspense fallback={null}>
        <AgreeForms key={`agree ${lease.id}`} lease={lease} acts={acts} />
      </Suspense>
    </>
  )
}

/** Made when they are asked for: they read what is agreed already. */
function AgreeForms({ lease, acts }: { lease: LeaseWire; acts: Acts }) {
  const { data: found } = useSuspenseQuery(caseQuery(lease.case.id))
  const close = () => acts.open(undefined)
  return (
    <>
      {acts.opened === 'promise' && (
        <PromiseForm found={found} open onKept={acts.promised} onClose={close} />
      )}
      {acts.opened === 'plan' && <PlanForm found={found} open onClose={close} />}
      {acts.opened === 'hold' && <HoldForm found={found} open onClose={close} />}
      <OnceOpened
        form={CallbackForm}
        found={found}
        open={acts.opened === 'callback'}
        onClose={close}
      />
    </>
  )
}

type NextProps = { lease: LeaseWire | null; isTaking: boolean; onNext: () => void }

function NextButton({ lease, isTaking, onNext }: NextProps) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const blocked = whyNot(me, 'work.next')
  return (
    <div className="act">
      <Button
        type={lease === null || lease.worked ? 'primary' : 'default'}
        block
        loading={isTaking}
        disabled={blocked !== undefined}
        onClick={onNext}
      >
        <span>{say('work.next')}</span>
        <KeyCaps keys={commandOf('case.next').keys} />
      </Button>
      {blocked !== undefined && <small className="muted">{blocked}</small>}
    </div>
  )
}

function CaseActs({ onOpen }: { onOpen: (form: 'release' | 'callback') => void }) {
  const say = useSay()
  return (
    <>
      <Button block onClick={() => onOpen('callback')}>
        <span>{say('callback.agree')}</span>
        <KeyCaps keys={commandOf('work.callback').keys} />
      </Button>
      <Button block onClick={() => onOpen('release')}>
        <span>{say('work.release')}</span>
        <KeyCaps keys={commandOf('work.release').keys} />
      </Button>
    </>
  )
}

/** Whether this person is at work, on their own clock, and on which lists. */
function Standing({ work, isVeiled }: { work: WorkWire; isVeiled: boolean }) {
  const say = useSay()
  const { language } = usePreferences()
  // The name of a list may say what somebody owes.
  const lists = isVeiled ? [] : work.worklists.map((one) => one.name)
  const at = work.shift_at === null ? undefined : instantText(work.shift_at, language)
  const shift =
    at === undefined
      ? say('work.no_shift')
      : say(work.at_work ? 'work.on_shift' : 'work.off_shift', { at })
  return (
    <header className="work-standing">
      {work.lease === null && <h1>{say('work.title')}</h1>}
      <p className="muted">{[shift, ...lists].join(' · ')}</p>
    </header>
  )
}

function Nothing({ none }: { none: NoneWire | null }) {
  const say = useSay()
  return (
    <section className="sheet work-nothing" role="status">
      <h2>{say('work.nothing')}</h2>
      <p>{none === null ? say('work.start') : none.sentence}</p>
    </section>
  )
}

type CaseProps = { lease: LeaseWire; work: WorkWire; acts: Acts; identity: Identity }

function TheCase({ lease, work, acts, identity }: CaseProps) {
  const say = useSay()
  const { language } = usePreferences()
  const { id } = lease.case
  const { data: found } = useSuspenseQuery(caseQuery(id))
  useStay(lease.id)
  useAgreeCommands(identity.isVeiled, acts.open)
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <>
      <Presence id={id} />
      {identity.isVeiled ? <VeiledHead found={found} /> : <CaseHead found={found} />}
      {!identity.isVeiled && (
        <p className="work-why">
          <b>{lease.why.sentence}</b>{' '}
          <span className="muted">
            {say('work.back_at', { at: clockText(lease.expires_at, here, language) })}
          </span>
        </p>
      )}
      {!identity.isVeiled && <PermissionStrip id={id} />}
      <IdentityFirst identity={identity} />
      <CallPanel
        lease={lease}
        found={found}
        work={work}
        isVeiled={identity.isVeiled}
        promisedIn={acts.promisedIn}
      />
      {!identity.isVeiled && <Summary found={found} />}
      <p>
        <Link to="/cases/$id" params={{ id }}>
          {say('work.whole')}
        </Link>
      </p>
    </>
  )
}

/** What is agreed in a call, once it is known with whom. */
function useAgreeCommands(isVeiled: boolean, open: Acts['open']): void {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const veiled = isVeiled ? say('identity.title') : undefined
  useCommands('page', {
    'case.promise': {
      run: () => open('promise'),
      disabledBecause: whyNot(me, 'promise.make') ?? veiled,
    },
    'case.plan': { run: () => open('plan'), disabledBecause: whyNot(me, 'offer.make') ?? veiled },
    'case.hold': { run: () => open('hold'), disabledBecause: whyNot(me, 'hold.place') ?? veiled },
  })
}
