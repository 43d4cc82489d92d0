import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useDone } from '../undo/done.tsx'
import { keepLastAct, type Undo } from '../undo/last.ts'
import { useActKey } from './act-key.ts'

type Acting<Body, Answer> = {
  readonly send: (key: string, body: Body) => Promise<Answer>
  /** What is said when it is done. */
  readonly said: (answer: Answer) => string | Promise<string>
  /** What U does about it. */
  readonly undo: Undo | ((answer: Answer) => Undo)
  readonly onDone?: () => void
  /** Told what was sent, once it is done. */
  readonly onKept?: (body: Body) => void
}

/** One act under one key: sent twice it is done once, and then the whole case is read anew. */
export function useAct<Body, Answer>({ send, said, undo, onDone, onKept }: Acting<Body, Answer>) {
  const queries = useQueryClient()
  const done = useDone()
  const key = useActKey()
  return useMutation({
    // While one act is on its way, U takes back no older one.
    onMutate: () => keepLastAct(undefined),
    mutationFn: (body: Body) => send(key.present(), body),
    onError: (error) => key.settle(error),
    onSuccess: async (answer, body) => {
      key.settle()
      done(await said(answer), typeof undo === 'function' ? undo(answer) : undo)
      onDone?.()
      onKept?.(body)
      await queries.invalidateQueries()
    },
  })
}
