import type { FormInstance } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { draftOf, dropDraft, keepDraft, type Draft } from './kept.ts'

type Options<Values extends object> = {
  readonly form: FormInstance<Values>
  /** Which form of which case; undefined: nothing of it is kept. */
  readonly place: string | undefined
  readonly open: boolean
  readonly sending: { readonly isPending: boolean; readonly error: Error | null }
}

/**
 * What is typed in a form is kept as it is typed, comes back after a closed tab or a lost connection,
 * and is gone once it was sent.
 */
export function useDraft<Values extends object>({ form, place, open, sending }: Options<Values>) {
  const here = open ? place : undefined
  const [seen, setSeen] = useState<string>()
  const [draft, setDraft] = useState<Draft>()
  if (here !== seen) {
    setSeen(here)
    setDraft(here === undefined ? undefined : draftOf(here))
  }
  useEffect(() => {
    if (draft !== undefined) form.setFieldsValue(draft.values as never)
  }, [draft, form])
  const wasSending = useRef(false)
  useEffect(() => {
    const isSent = wasSending.current && !sending.isPending && sending.error === null
    if (isSent && place !== undefined) dropDraft(place)
    wasSending.current = sending.isPending
  }, [sending.isPending, sending.error, place])
  return {
    restoredAt: draft?.at,
    keep: () => {
      if (place !== undefined)
        keepDraft(place, form.getFieldsValue(true) as Record<string, unknown>)
    },
    discard: () => {
      if (place !== undefined) dropDraft(place)
      setDraft(undefined)
      form.resetFields()
    },
  }
}
