import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Input, type InputRef } from 'antd'
import { useId, useState, type KeyboardEvent, type RefObject } from 'react'
import type { CaseId, MeWire, SearchWire } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf } from '../command/registry.ts'
import { Icon } from '../icons.tsx'
import { useSay } from '../say.tsx'
import { READS_CASES } from '../session.ts'
import { Hit } from './hit.tsx'
import { searchQuery, useRested } from './queries.ts'
import './search.css'

type Props = { me: MeWire; searchBox: RefObject<InputRef | null> }

/** Finds by anything while one types: arrows choose, Enter opens, and with nothing chosen opens the list. */
export function SearchBox({ me, searchBox }: Props) {
  const say = useSay()
  const listId = useId()
  const isOpen = READS_CASES[me.role]
  const box = useBox(isOpen, () => searchBox.current?.blur())
  return (
    <form
      role="search"
      className="top-search"
      onSubmit={(event) => {
        event.preventDefault()
        box.enter()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) box.close()
      }}
    >
      <Input
        ref={searchBox}
        name="q"
        allowClear
        autoComplete="off"
        maxLength={500}
        disabled={!isOpen}
        value={box.text}
        role="combobox"
        aria-expanded={box.isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={box.isShown ? `${listId}-${box.at}` : undefined}
        prefix={<Icon of="search" />}
        suffix={<KeyCaps keys={commandOf('search.focus').keys} />}
        aria-label={say('top.search_label')}
        placeholder={isOpen ? say('top.search') : say('rail.admin_reason')}
        onChange={(event) => box.type(event.target.value)}
        onFocus={box.show}
        onKeyDown={box.press}
      />
      {box.isShown && (
        <Results id={listId} found={box.found} at={box.at} onPick={(id) => box.open(id)} />
      )}
    </form>
  )
}

function useBox(isOpen: boolean, blur: () => void) {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [isShowing, setShowing] = useState(false)
  const rested = useRested(text)
  const { data } = useQuery({ ...searchQuery(rested), enabled: isOpen && rested.trim() !== '' })
  const isShown = isShowing && text.trim() !== '' && data !== undefined
  const close = () => setShowing(false)
  const open = (id: CaseId) => {
    close()
    setText('')
    blur()
    void navigate({ to: '/cases/$id', params: { id } })
  }
  const enter = () => {
    const wanted = text.trim()
    if (wanted === '') return
    // What stands in the list may belong to fewer letters than were typed since.
    const chosen = isShown && rested === text ? data.items[at] : undefined
    if (chosen !== undefined) open(chosen.case_id)
    else {
      close()
      void navigate({ to: '/cases', search: { q: wanted.slice(0, 100) } })
    }
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const last = (data?.items.length ?? 0) - 1
    if (event.key === 'Escape') {
      if (isShown) close()
      else blur()
    }
    if (!isShown || last < 0 || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    event.preventDefault()
    setAt(Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), last))
  }
  const type = (value: string) => {
    setText(value)
    setAt(0)
    setShowing(true)
  }
  return {
    text,
    at,
    found: data,
    isShown,
    type,
    press,
    enter,
    open,
    close,
    show: () => setShowing(true),
  }
}

type ResultsProps = {
  id: string
  found: SearchWire | undefined
  at: number
  onPick: (id: CaseId) => void
}

function Results({ id, found, at, onPick }: ResultsProps) {
  const say = useSay()
  const items = found?.items ?? []
  return (
    <div className="found-list">
      <ul id={id} role="listbox" aria-label={say('search.results')}>
        {items.map((hit, n) => (
          <li
            key={hit.case_id}
            id={`${id}-${n}`}
            role="option"
            aria-selected={n === at}
            className={n === at ? 'hit chosen' : 'hit'}
            // The field keeps the focus, so that the next letter goes on where one was.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(hit.case_id)}
          >
            <Hit hit={hit} />
          </li>
        ))}
      </ul>
      <p className="muted found-end" role="status">
        {items.length === 0 && say('search.none')}
        {found?.more === true && say('search.more')}
      </p>
    </div>
  )
}
