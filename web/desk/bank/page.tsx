import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MoneyId, MoneyRowWire } from '../../../src/api/wire.ts'
import { useCommands } from '../command/registry.ts'
import { countText, dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import type { Sending } from '../shell/draft.ts'
import { useTitle } from '../shell/title.ts'
import { useAct, type Act } from './acts.ts'
import { MoneyDetail } from './detail.tsx'
import { AsideForm, SplitForm, WhyForm } from './forms.tsx'
import { MoneyList } from './list.tsx'
import { waitingQuery } from './queries.ts'
import { Unplaced } from './unplaced.tsx'
import { FileDrop } from './upload.tsx'
import './bank.css'

type Opened =
  | { readonly form: 'split'; readonly row: MoneyRowWire }
  | { readonly form: 'aside'; readonly row: MoneyRowWire }
  | { readonly form: 'why'; readonly act: Act }

/** Money that no rule was certain of: whose it is, one key at a time. */
export function BankPage() {
  const say = useSay()
  useTitle(say('money.title'))
  const [opened, setOpened] = useState<Opened>()
  const waiting = useWaiting()
  const { row } = waiting
  const { act, last, accept, undo } = useDecisions(waiting, setOpened)
  // A refusal is said over the page.
  const sending: Sending = { isPending: act.isPending, variables: act.variables, error: null }
  useMoneyCommands({ waiting, act, last, accept, undo, setOpened })
  return (
    <div className="money">
      <Head />
      <FileDrop />
      <Unplaced />
      <div className="money-body">
        <MoneyList
          rows={waiting.rows}
          chosen={row?.id}
          onChoose={(id) => waiting.choose(waiting.rows.findIndex((one) => one.id === id))}
          onEnd={waiting.more}
        />
        {row !== undefined && (
          <MoneyDetail
            key={row.id}
            row={row}
            sending={sending}
            canUndo={last !== undefined}
            onAccept={accept}
            onReturn={(original) =>
              act.mutate({ do: 'return', id: row.id, original, why: say('money.returned') })
            }
            onSplit={() => setOpened({ form: 'split', row })}
            onAside={() => setOpened({ form: 'aside', row })}
            onUndo={undo}
          />
        )}
      </div>
      {opened && (
        <OpenedForm
          opened={opened}
          sending={sending}
          onAct={act.mutate}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

/** What waits, and which of it is chosen: the URL says so, else the first. */
function useWaiting() {
  const navigate = useNavigate()
  const { item } = useSearch({ from: '/desk/money' })
  const waiting = useSuspenseInfiniteQuery(waitingQuery)
  const rows = waiting.data.pages.flatMap((page) => page.items)
  const found = rows.findIndex((row) => row.id === item)
  const at = Math.max(0, found)
  const choose = (index: number) => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (next !== undefined)
      void navigate({ to: '/money', search: { item: next.id }, replace: true, resetScroll: false })
  }
  const more = () => {
    if (waiting.hasNextPage && !waiting.isFetchingNextPage) void waiting.fetchNextPage()
  }
  return { rows, at, row: rows[at], choose, more }
}

type Waiting = ReturnType<typeof useWaiting>

function useDecisions(
  { rows, at, row, choose }: Waiting,
  setOpened: (opened: Opened | undefined) => void,
) {
  const say = useSay()
  const [last, setLast] = useState<MoneyId>()
  const act = useAct({
    onDone: (done) => {
      setOpened(undefined)
      setLast(done.do === 'undo' ? undefined : done.id)
      // The next one stays under the eyes; what was decided leaves the list.
      if (done.id === row?.id && rows[at + 1] !== undefined) choose(at + 1)
    },
    onAsksWhy: (asked) => setOpened({ form: 'why', act: asked }),
  })
  const accept = (account: string) =>
    row && act.mutate({ do: 'match', id: row.id, body: { parts: [{ account }] } })
  const undo = () => last && act.mutate({ do: 'undo', id: last, why: say('money.undo_why') })
  return { act, last, accept, undo }
}

function useMoneyCommands({
  waiting: { at, row, choose },
  act,
  last,
  accept,
  undo,
  setOpened,
}: ReturnType<typeof useDecisions> & {
  waiting: Waiting
  setOpened: (opened: Opened | undefined) => void
}) {
  const say = useSay()
  const best = row?.suggestion
  const isReady = best && !row?.asked && !act.isPending
  useCommands('page', {
    'list.down': { run: () => choose(at + 1) },
    'list.up': { run: () => choose(at - 1) },
    'money.accept': {
      run: () => best && accept(best.account_ref),
      disabledBecause: isReady ? undefined : say('money.no_suggestions'),
    },
    'money.split': { run: () => row && setOpened({ form: 'split', row }) },
    'money.aside': { run: () => row && setOpened({ form: 'aside', row }) },
    'money.undo': {
      run: undo,
      disabledBecause: last === undefined ? say('money.none_hint') : undefined,
    },
  })
}

function OpenedForm({
  opened,
  sending,
  onAct,
  onClose,
}: {
  opened: Opened
  sending: Sending
  onAct: (act: Act) => void
  onClose: () => void
}) {
  if (opened.form === 'split')
    return (
      <SplitForm
        row={opened.row}
        sending={sending}
        onClose={onClose}
        onSplit={(parts) => onAct({ do: 'match', id: opened.row.id, body: { parts } })}
      />
    )
  if (opened.form === 'aside')
    return (
      <AsideForm
        of={opened.row.id}
        sending={sending}
        onClose={onClose}
        onWhy={(why) => onAct({ do: 'aside', id: opened.row.id, why })}
      />
    )
  const { act } = opened
  return (
    <WhyForm
      of={act.id}
      sending={sending}
      onClose={onClose}
      onWhy={(why) => {
        if (act.do === 'match') onAct({ ...act, body: { ...act.body, why } })
      }}
    />
  )
}

function Head() {
  const say = useSay()
  const { language } = usePreferences()
  const { data } = useSuspenseInfiniteQuery(waitingQuery)
  const sums = data.pages[0]?.sums ?? []
  return (
    <div className="money-head">
      <h1>{say('money.title')}</h1>
      <p className="muted" role="status">
        {sums
          .map((sum) =>
            say('money.sum', {
              amount: moneyText(sum.amount, language),
              count: countText(sum.items, language),
              day: dayText(sum.oldest_on, language),
            }),
          )
          .join(' · ')}
      </p>
    </div>
  )
}
