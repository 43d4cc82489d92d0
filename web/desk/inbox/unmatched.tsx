import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { UnmatchedItem } from '../../../src/api/wire-inbox.ts'
import type { CaseId, CaseRow } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useDone } from '../undo/done.tsx'
import { inboxApi, unmatchedQuery } from './queries.ts'

/** Messages of nobody yet: a person says whose they are, or that they are nobody's. */
export function Unmatched() {
  const say = useSay()
  const { data } = useSuspenseQuery(unmatchedQuery)
  return (
    <div className="inbox-nobody">
      <p className="muted">{say('inbox.unmatched_lead')}</p>
      {data.items.length === 0 && <p>{say('inbox.none')}</p>}
      <ul>
        {data.items.map((item) => (
          <li key={item.id} className="card">
            <One item={item} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function One({ item }: { item: UnmatchedItem }) {
  const say = useSay()
  const problemText = useProblemText()
  const { language } = usePreferences()
  const { attach, close } = useEnds(item)
  const error = attach.error ?? close.error
  return (
    <>
      <p className="inbox-item-head">
        <small className="muted">
          {[
            instantText(item.received_at, language),
            say(`channel.${item.channel}`),
            item.sender,
          ].join(' · ')}
        </small>
        <span className="mark">{item.class_name}</span>
      </p>
      <p className="inbox-words">{item.words}</p>
      {error !== null && <Alert type="error" role="alert" title={problemText(error)} />}
      <div className="inbox-acts">
        {item.candidates.map((one) => (
          <Button key={one.case_id} onClick={() => attach.mutate(one.case_id)}>
            {say('inbox.is_of', { name: one.name })}
          </Button>
        ))}
        {item.candidates.length === 0 && <Find onChoose={(id) => attach.mutate(id)} />}
        <Button onClick={() => close.mutate(say('inbox.why_nobody'))}>{say('inbox.nobody')}</Button>
      </div>
    </>
  )
}

function useEnds(item: UnmatchedItem) {
  const say = useSay()
  const queries = useQueryClient()
  const done = useDone()
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: ['inbox'] })
    done(say('inbox.attached'), { cannot: 'undo.cannot.attached' })
  }
  const attach = useMutation({
    mutationFn: (id: CaseId) => inboxApi.attach(item.id, id),
    onSuccess,
  })
  const close = useMutation({
    mutationFn: (why: string) => inboxApi.closeNobodys(item.id, why),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  })
  return { attach, close }
}

function Find({ onChoose }: { onChoose: (id: CaseId) => void }) {
  const say = useSay()
  const [found, setFound] = useState<readonly CaseRow[]>([])
  const find = useMutation({
    mutationFn: inboxApi.find,
    onSuccess: (page) => setFound(page.items),
  })
  return (
    <>
      <Input.Search
        aria-label={say('inbox.find')}
        placeholder={say('inbox.find')}
        loading={find.isPending}
        onSearch={(text) => text.trim() !== '' && find.mutate(text.trim())}
      />
      {found.map((row) => (
        <Button key={row.id} onClick={() => onChoose(row.id)}>
          {say('inbox.is_of', { name: row.name })}
        </Button>
      ))}
    </>
  )
}
