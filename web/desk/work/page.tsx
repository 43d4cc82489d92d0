import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Suspense, useState } from 'react'
import type { LeaseWire, NoneWire, WorkWire } from '../../../src/api/wire.ts'
import { CaseHead } from '../case/head.tsx'
import { PermissionStrip } from '../case/permission-strip.tsx'
import { Summary } from '../case/summary.tsx'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands } from '../command/registry.ts'
import { clockText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { caseQuery, meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { PageWaits, useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { CallbackForm } from './callback-form.tsx'
import { Callbacks } from './callbacks.tsx'
import { CallNotes } from './call-notes.tsx'
import { CallPanel } from './call-panel.tsx'
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
  const acts = useWorkCommands(lease, take)
  useTitle(lease === null ? say('work.title') : lease.case.name)
  return (
    <div className="work">
      <Standing work={work} />
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
              <TheCase key={lease.id} lease={lease} work={work} />
            </Suspense>
          )}
        </div>
        <aside className="work-aside">
          <NextButton lease={lease} isTaking={take.isPending} onNext={acts.next} />
          {lease !== null && <CaseActs onOpen={acts.open} />}
          <Callbacks />
          <CallNotes />
        </aside>
      </div>
      {lease !== null && <Forms lease={lease} take={take} acts={acts} />}
    </div>
  )
}

type Opened = 'release' | 'callback' | undefined
type Take = ReturnType<typeof useTakeNext>
type Acts = {
  readonly opened: Opened
  readonly open: (form: Opened) => void
  readonly next: () => void
}

/** N takes the next case; one that nobody worked is given back with a reason first. */
function useWorkCommands(lease: LeaseWire | null, take: Take): Acts {
  const say = useSay()
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
  return { opened, open, next }
}

function Forms({ lease, take, acts }: { lease: LeaseWire; take: Take; acts: Acts }) {
  const close = () => acts.open(undefined)
  return (
    <>
      <ReleaseForm lease={lease} open={acts.opened === 'release'} onClose={close} take={take} />
      <CallbackForm
        key={lease.id}
        found={lease.case}
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
function Standing({ work }: { work: WorkWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const at = work.shift_at === null ? undefined : instantText(work.shift_at, language)
  const shift =
    at === undefined
      ? say('work.no_shift')
      : say(work.at_work ? 'work.on_shift' : 'work.off_shift', { at })
  return (
    <header className="work-standing">
      {work.lease === null && <h1>{say('work.title')}</h1>}
      <p className="muted">{[shift, ...work.worklists.map((one) => one.name)].join(' · ')}</p>
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

function TheCase({ lease, work }: { lease: LeaseWire; work: WorkWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { id } = lease.case
  const { data: found } = useSuspenseQuery(caseQuery(id))
  useStay(lease.id)
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <>
      <CaseHead found={found} />
      <p className="work-why">
        <b>{lease.why.sentence}</b>{' '}
        <span className="muted">
          {say('work.back_at', { at: clockText(lease.expires_at, here, language) })}
        </span>
      </p>
      <PermissionStrip id={id} />
      <CallPanel lease={lease} found={found} work={work} />
      <Summary found={found} />
      <p>
        <Link to="/cases/$id" params={{ id }}>
          {say('work.whole')}
        </Link>
      </p>
    </>
  )
}
