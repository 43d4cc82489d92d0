import type { FormInstance } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { draftOf, dropDraft, keepDraft, type Draft } from './kept.ts'

/** An act on its way, with what it was given to send. */
export type Sending = {
  readonly isPending: boolean
  readonly error: Error | null
  readonly variables: unknown
}

type Options<Values extends object> = {
  readonly form: FormInstance<Values>
  /** Which form of which case. */
  readonly place: string
  readonly open: boolean
  readonly sending: Sending
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
  useSent(sending, () => {
    dropDraft(place)
    setDraft(undefined)
  })
  return {
    restoredAt: draft?.at,
    keep: () => keepDraft(place, form.getFieldsValue(true) as Record<string, unknown>),
    discard: () => {
      dropDraft(place)
      setDraft(undefined)
      form.resetFields()
    },
  }
}

const onTheirWay = new Map<unknown, () => void>()

/**
 * The client of queries says at once that an act was answered: before anything is read anew, and also
 * where its form went away.
 */
export function wasAnswered(variables: unknown, isDone: boolean): void {
  const onSent = onTheirWay.get(variables)
  onTheirWay.delete(variables)
  if (isDone) onSent?.()
}

function useSent({ isPending, error, variables }: Sending, onSent: () => void): void {
  const leaving = useRef<{ readonly of: unknown; isSent: boolean }>(undefined)
  useEffect(() => {
    const known = leaving.current
    if (isPending && known?.of !== variables) {
      const act = { of: variables, isSent: false }
      leaving.current = act
      onTheirWay.set(variables, () => {
        act.isSent = true
        onSent()
      })
    }
    if (isPending || known === undefined) return
    // What the client did not tell of is told by the act's own state.
    if (error === null && !known.isSent) onSent()
    leaving.current = undefined
  })
}

const isSame = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other)

type Held<Values> = {
  readonly place: string
  readonly draft: Draft | undefined
  readonly values: Values
}

function held<Values extends object>(place: string, first: Values): Held<Values> {
  const draft = draftOf(place)
  const values = { ...first, ...draft?.values }
  // What says the same as what stands is no draft of anything.
  return { place, draft: isSame(values, first) ? undefined : draft, values }
}

/** The same for a form that holds its values itself: `first` is what it begins with. */
export function useKept<Values extends object>(place: string, first: Values, sending?: Sending) {
  const [now, setNow] = useState(() => held(place, first))
  if (now.place !== place) setNow(held(place, first))
  const { values } = now
  const drop = (left: Values) => {
    dropDraft(place)
    setNow({ place, draft: undefined, values: left })
  }
  useSent(sending ?? IDLE, () => drop(first))
  return {
    values,
    restoredAt: now.draft?.at,
    change: (part: Partial<Values>) => {
      const next = { ...values, ...part }
      setNow({ ...now, values: next })
      if (isSame(next, first)) dropDraft(place)
      else keepDraft(place, next)
    },
    discard: () => drop(first),
    /** It was sent and stays on the screen. */
    sent: () => drop(values),
  }
}

const IDLE: Sending = { isPending: false, error: null, variables: undefined }
