import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CaseId, PresenceWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { useSay } from '../say.tsx'

const EVERY_MS = 15_000

const tell = (id: CaseId, body: { readonly left?: boolean }) =>
  ask<PresenceWire>({
    method: 'POST',
    path: `/v1/cases/${encodeURIComponent(id)}/presence`,
    body,
  })

/** Two people on one case see each other; whoever leaves is gone at once, whoever falls silent soon. */
export function Presence({ id }: { id: CaseId }) {
  const say = useSay()
  const { data } = useQuery({
    queryKey: ['presence', id],
    queryFn: () => tell(id, {}),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: 'always',
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  useEffect(() => () => void tell(id, { left: true }).catch(() => undefined), [id])
  const others = data?.others ?? []
  return (
    <p role="status" className={others.length === 0 ? undefined : 'presence'}>
      {others.length > 0 &&
        say('presence.also', {
          names: others.map(({ name }) => name).join(say('presence.list')),
        })}
    </p>
  )
}
