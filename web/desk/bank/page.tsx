import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MoneyId, MoneyRowWire } from '../../../src/api/wire.ts'
import { useCommands } from '../command/registry.ts'
import { countText, dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { useAct, type Act } from './acts.ts'
import { MoneyDetail } from './detail.tsx'
import { AsideForm, SplitForm, WhyForm } from './forms.tsx'
import { MoneyList } from './list.tsx'
import { waitingQuery } from './queries.ts'
import { FileDrop } from './upload.tsx'
import './bank.css'

type Opened =
  | { readonly form: 'split' | 'aside'; readonly row: MoneyRowWire }
  | { readonly form: 'why'; readonly act: Act }

/** Money that no rule was certain of: whose it is, one key at a time. */
export function BankPage() {
  const say = useSay()
  const navigate = useNavigate()
  const { item } = useSearch({ from: '/desk/money' })
  const [opened, setOpened] = useState<Opened>()
  const [last, setLast] = useState<MoneyId>()
  const waiting = useSuspenseInfiniteQuery(waitingQuery)
  const rows = waiting.data.pages.flatMap((page) => page.items)
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === item),
  )
  const row = rows[at]
  useTitle(say('money.title'))
  const choose = (index: number) => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (next !== undefined)
      void navigate({ to: '/money', search: { item: next.id }, replace: true, resetScroll: false })
  }
  const act = useAct({
    onDone: (done) => {
      setOpened(undefined)
      if (done.do !== 'undo') setLast(done.id)
      // The next one stays under the eyes; what was decided leaves the list.
      if (done.id === row?.id && rows[at + 1] !== undefined) choose(at + 1)
    },
    onAsksWhy: (asked) => setOpened({ form: 'why', act: asked }),
  })
  const accept = (account: string) =>
    row && act.mutate({ do: 'match', id: row.id, body: { parts: [{ account }] } })
  const undo = () =>
    last &&
    act.mutate(
      { do: 'undo', id: last, why: say('money.undo_why') },
      { onSuccess: () => setLast(undefined) },
    )
  const best = row?.suggestion
  useCommands('page', {
    'list.down': { run: () => choose(at + 1) },
    'list.up': { run: () => choose(at - 1) },
    'money.accept': {
      run: () => best && accept(best.account_ref),
      disabledBecause:
        best && !row?.asked && !act.isPending ? undefined : say('money.no_suggestions'),
    },
    'money.split': { run: () => row && setOpened({ form: 'split', row }) },
    'money.aside': { run: () => row && setOpened({ form: 'aside', row }) },
    'money.undo': {
      run: undo,
      disabledBecause: last === undefined ? say('money.none_hint') : undefined,
    },
  })
  return (
    <div className="money">
      <Head />
      <FileDrop />
      <div className="money-body">
        <MoneyList
          rows={rows}
          chosen={row?.id}
          onChoose={(id) => choose(rows.findIndex((one) => one.id === id))}
          onEnd={() => {
            if (waiting.hasNextPage && !waiting.isFetchingNextPage) void waiting.fetchNextPage()
          }}
        />
        {row !== undefined && (
          <MoneyDetail
            key={row.id}
            row={row}
            pending={act.isPending}
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
      {opened?.form === 'split' && (
        <SplitForm
          row={opened.row}
          onClose={() => setOpened(undefined)}
          onSplit={(parts) => act.mutate({ do: 'match', id: opened.row.id, body: { parts } })}
        />
      )}
      {opened?.form === 'aside' && (
        <AsideForm
          onClose={() => setOpened(undefined)}
          onAside={(why) => act.mutate({ do: 'aside', id: opened.row.id, why })}
        />
      )}
      {opened?.form === 'why' && (
        <WhyForm
          onClose={() => setOpened(undefined)}
          onWhy={(why) => {
            if (opened.act.do === 'match')
              act.mutate({ ...opened.act, body: { ...opened.act.body, why } })
          }}
        />
      )}
    </div>
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
