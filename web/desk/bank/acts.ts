import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { MatchBody, MoneyDone, MoneyId } from '../../../src/api/wire.ts'
import { ApiProblem, newIdempotencyKey } from '../api.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { moneyApi } from './queries.ts'

export type Act =
  | { readonly do: 'match'; readonly id: MoneyId; readonly body: MatchBody }
  | { readonly do: 'aside'; readonly id: MoneyId; readonly why: string }
  | { readonly do: 'undo'; readonly id: MoneyId; readonly why: string }
  | {
      readonly do: 'return'
      readonly id: MoneyId
      readonly original: MoneyId
      readonly why: string
    }

/** One key an act: pressed twice, it is still done once. */
function run(act: Act): Promise<MoneyDone> {
  const key = newIdempotencyKey()
  if (act.do === 'match') return moneyApi.match(act.id, act.body, key)
  if (act.do === 'aside') return moneyApi.setAside(act.id, act.why, key)
  if (act.do === 'undo') return moneyApi.undo(act.id, act.why, key)
  return moneyApi.returns(act.id, { original: act.original, why: act.why }, key)
}

/** Whether the server wants a reason because a second person will have to agree. */
export const asksWhy = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem?.errors?.[0]?.code === 'reason_missing'

export function useAct(after: { onDone: (act: Act) => void; onAsksWhy: (act: Act) => void }) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: run,
    onSuccess: (made, act) => {
      void message.success(say(`money.done.${made.done}`))
      after.onDone(act)
    },
    onError: (error, act) => {
      if (asksWhy(error)) after.onAsksWhy(act)
      else void message.error(problemText(error))
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['money'] }),
  })
}
