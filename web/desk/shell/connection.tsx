import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ask } from '../api.ts'
import { isMessageKey } from '../messages.ts'
import { useSay } from '../say.tsx'
import { dropUnsent, subscribeUnsent, unsentNow, type Unsent } from './kept.ts'
import { useProblemText } from './page-state.tsx'

/** Says that the line is down, and offers again what got no answer while it was. */
export function Connection() {
  const say = useSay()
  const isOnline = useOnline()
  const unsent = useSyncExternalStore(subscribeUnsent, unsentNow, unsentNow)
  return (
    <div role="status" className="connection">
      {!isOnline && <p className="connection-lost">{say('connection.lost')}</p>}
      {unsent.map((one) => (
        <Again key={one.key} one={one} isOnline={isOnline} />
      ))}
    </div>
  )
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(() => navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return isOnline
}

function Again({ one, isOnline }: { one: Unsent; isOnline: boolean }) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const again = useMutation({
    mutationFn: () =>
      ask<unknown>({ method: 'POST', path: one.path, body: one.body, key: one.key }),
    onSettled: () => queries.invalidateQueries(),
  })
  const key = `connection.what.${one.path.split('/').at(-1) ?? ''}`
  const what = isMessageKey(key) ? say(key) : say('connection.what')
  return (
    <p className="connection-unsent">
      <span>{say('connection.unsent', { what })}</span>
      {again.isError && <span>{problemText(again.error)}</span>}
      <Button
        size="small"
        type="primary"
        disabled={!isOnline}
        loading={again.isPending}
        onClick={() => again.mutate()}
      >
        {say('connection.again')}
      </Button>
      <Button size="small" onClick={() => dropUnsent(one.key)}>
        {say('connection.drop')}
      </Button>
    </p>
  )
}
