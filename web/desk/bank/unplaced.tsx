import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { PaymentWordWire } from '../../../src/api/wire.ts'
import { countText, instantText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { NoteForm } from './forms.tsx'
import { paymentWordsQuery, unplacedApi } from './queries.ts'

type Act =
  | { readonly do: 'try' }
  | { readonly do: 'note'; readonly word: PaymentWordWire; readonly why: string }

/** What payment providers and the lender's own systems told of money and nobody could place. */
export function Unplaced() {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useQuery(paymentWordsQuery)
  const [noting, setNoting] = useState<PaymentWordWire>()
  const act = useUnplaced(() => setNoting(undefined))
  const items = data?.items ?? []
  if (items.length === 0) return null
  const reason = whyNot(me, 'money.match')
  return (
    <section className="sheet money-unplaced" aria-labelledby="money-unplaced">
      <h2 id="money-unplaced">
        {say('money.unplaced', { count: countText(items.length, language) })}
      </h2>
      <Button
        disabled={reason !== undefined}
        loading={act.isPending}
        onClick={() => act.mutate({ do: 'try' })}
      >
        {say('money.unplaced_try')}
      </Button>{' '}
      {reason !== undefined && <span className="muted">{reason}</span>}
      <ul>
        {items.map((word) => (
          <li key={`${word.provider} ${word.id}`}>
            <Told word={word} />
            <Button size="small" disabled={reason !== undefined} onClick={() => setNoting(word)}>
              {say('money.unplaced_note')}
            </Button>
          </li>
        ))}
      </ul>
      {noting !== undefined && (
        <NoteForm
          of={`${noting.provider} ${noting.id}`}
          sending={{ isPending: act.isPending, variables: act.variables, error: null }}
          onClose={() => setNoting(undefined)}
          onWhy={(why) => act.mutate({ do: 'note', word: noting, why })}
        />
      )}
    </section>
  )
}

function Told({ word }: { word: PaymentWordWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const facts = [
    instantText(word.at, language),
    word.provider,
    say(`money.word.${word.kind}`),
    word.amount === null ? undefined : moneyText(word.amount, language),
    word.account ?? undefined,
    word.ref ?? word.id,
  ]
  return (
    <p>
      <b>{facts.filter((fact) => fact !== undefined).join(' · ')}</b>
      <br />
      {word.why}
    </p>
  )
}

function useUnplaced(onDone: () => void) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { language } = usePreferences()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (act: Act) =>
      act.do === 'try' ? unplacedApi.tryAgain() : unplacedApi.note(act.word, act.why),
    onSuccess: ({ placed }, act) => {
      const count = countText(placed, language)
      void message.success(
        act.do === 'try' ? say('money.unplaced_tried', { count }) : say('money.unplaced_noted'),
      )
      onDone()
    },
    onError: (error) => void message.error(problemText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['money'] }),
  })
}
