import { queryOptions } from '@tanstack/react-query'
import type { ScriptAnswerBody, ScriptPage, ScriptWire } from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const scriptQuery = (contact: ContactId) =>
  queryOptions({
    queryKey: ['script', contact],
    queryFn: () => ask<ScriptPage>({ method: 'GET', path: `/v1/contacts/${contact}/script` }),
    retry: false,
    staleTime: Infinity,
  })

export const answerScript = (contact: ContactId, body: ScriptAnswerBody, key: string) =>
  ask<ScriptWire>({
    method: 'POST',
    path: `/v1/contacts/${contact}/script/answers`,
    body,
    key,
  })
