import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useSay, useWordOf } from '../say.tsx'
import './compliance.css'

/** What every page of the officer begins with. */
export function PageHead({ title, lead }: { title: string; lead: string }) {
  return (
    <div className="watch-head">
      <h1>{title}</h1>
      <p className="muted">{lead}</p>
    </div>
  )
}

type TableProps = {
  readonly label: string
  readonly head: readonly string[]
  /** The names of those columns that hold figures: a name stands above them where they stand. */
  readonly figures?: readonly string[]
  readonly children: ReactNode
}

/** A table that scrolls by itself, so that the page never does sideways. */
export function Table({ label, head, figures = [], children }: TableProps) {
  return (
    <div className="wide watch-wide" tabIndex={0} role="region" aria-label={label}>
      <table className="lines">
        <thead>
          <tr>
            {head.map((one) => (
              <th scope="col" key={one} className={figures.includes(one) ? 'figure' : undefined}>
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

type ChoiceProps = {
  readonly label: string
  readonly name: string
  readonly value: string | undefined
  readonly options: readonly (readonly [string, string])[]
}

/** A plain list to choose from, with everything as the first choice. */
export function Choice({ label, name, value, options }: ChoiceProps) {
  const say = useSay()
  return (
    <label className="watch-field">
      <span>{label}</span>
      <select name={name} defaultValue={value ?? ''} key={value ?? ''}>
        <option value="">{say('watch.all')}</option>
        {options.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

type FieldProps = {
  readonly label: string
  readonly name: string
  readonly value: string | undefined
  readonly type?: 'text' | 'date'
}

export function Field({ label, name, value, type = 'text' }: FieldProps) {
  return (
    <label className="watch-field">
      <span>{label}</span>
      <input type={type} name={name} defaultValue={value ?? ''} key={value ?? ''} />
    </label>
  )
}

/** What a filter form says, without what was left empty. */
export function wordsOfForm(form: HTMLFormElement): Record<string, string | undefined> {
  const entries = [...new FormData(form).entries()]
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined,
    ]),
  )
}

export function More({ list }: { list: { hasNextPage: boolean; fetchNextPage: () => unknown } }) {
  const say = useSay()
  return list.hasNextPage ? (
    <Button onClick={() => void list.fetchNextPage()}>{say('watch.more')}</Button>
  ) : null
}

/** The numbers of a reason, each with its name: 2 of 7 in 7 days. */
export function Numbers({
  numbers,
}: {
  numbers: readonly { readonly name: string; readonly value: string }[]
}) {
  const wordOf = useNumberName()
  if (numbers.length === 0) return null
  return (
    <span className="watch-numbers">
      {numbers.map(({ name, value }) => (
        <span key={name}>
          <small>{wordOf(name)}</small> <b className="figure">{value}</b>
        </span>
      ))}
    </span>
  )
}

function useNumberName(): (name: string) => string {
  const wordOf = useWordOf()
  return (name) => wordOf('watch.number', name)
}
