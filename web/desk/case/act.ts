import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useActKey } from './act-key.ts'

type Acting<Body, Answer> = {
  readonly send: (key: string, body: Body) => Promise<Answer>
  /** What is said when it is done. */
  readonly said: (answer: Answer) => string | Promise<string>
  readonly onDone?: () => void
  /** Told what was sent, once it is done. */
  readonly onKept?: (body: Body) => void
}

/** One act under one key: sent twice it is done once, and then the whole case is read anew. */
export function useAct<Body, Answer>({ send, said, onDone, onKept }: Acting<Body, Answer>) {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: Body) => send(key.present(), body),
    onError: (error) => key.settle(error),
    onSuccess: async (answer, body) => {
      key.settle()
      onDone?.()
      onKept?.(body)
      await queries.invalidateQueries()
      void message.success(await said(answer))
    },
  })
}
