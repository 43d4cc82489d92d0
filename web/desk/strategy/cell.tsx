import { useId, useState } from 'react'
import type { FindingWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'
import { endChange } from './draft.ts'

type Props = {
  readonly value: string
  readonly label: string
  /** 'treatments.3.2': how the arrow keys find the cell above and below. */
  readonly at: string
  readonly findings: readonly FindingWire[]
  readonly list?: string | undefined
  readonly autoFocus?: boolean
  readonly onChange: (value: string) => void
  readonly onFocus: () => void
  readonly onLeave?: () => void
  readonly onPaste?: (block: readonly (readonly string[])[]) => void
}

/** One cell, written in place; what is wrong with it stands under it. */
export function Cell(props: Props) {
  const { value, label, at, findings, list, onChange, onFocus, onPaste, onLeave } = props
  const id = useId()
  // What is typed stays as it is typed, even where the text writes it otherwise.
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? value
  const change = (next: string) => {
    setTyped(next)
    onChange(next)
  }
  return (
    <>
      <input
        className="ladder-input"
        data-at={at}
        aria-label={label}
        aria-invalid={findings.length > 0}
        aria-describedby={findings.length > 0 ? id : undefined}
        value={shown}
        size={Math.min(Math.max(shown.length, 3) + (list === undefined ? 0 : 3), 34)}
        list={list}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.currentTarget.value)}
        onFocus={onFocus}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the name that was pressed
        autoFocus={props.autoFocus === true}
        onBlur={() => {
          setTyped(undefined)
          endChange()
          onLeave?.()
        }}
        onKeyDown={(event) => {
          const by = stepOf(event)
          if (by !== 0 && focusCell(at, by)) event.preventDefault()
        }}
        onPaste={(event) => {
          const block = blockOf(event.clipboardData.getData('text/plain'))
          if (onPaste === undefined || block === undefined) return
          event.preventDefault()
          setTyped(undefined)
          onPaste(block)
        }}
      />
      {findings.length > 0 && (
        <div id={id} className="cell-findings">
          {findings.map((found) => (
            <Told
              key={`${found.code} ${found.sentence}`}
              found={found}
              value={value}
              onMend={change}
            />
          ))}
        </div>
      )}
    </>
  )
}

type ToldProps = {
  readonly found: FindingWire
  readonly value: string
  readonly onMend: (value: string) => void
}

function Told({ found, value, onMend }: ToldProps) {
  const say = useSay()
  const { mend } = found
  const isHere = mend !== null && mend.text !== '' && value.includes(mend.text)
  return (
    <p>
      {found.sentence}{' '}
      {mend !== null && isHere && (
        <button
          type="button"
          className="mend"
          onClick={() => {
            endChange()
            onMend(value.replace(mend.text, mend.near))
          }}
        >
          {say('ladder.mend', { near: mend.near })}
        </button>
      )}
    </p>
  )
}

/** Enter and the arrows go down and up a column, as in a spreadsheet. */
function stepOf(event: React.KeyboardEvent): -1 | 0 | 1 {
  if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return 0
  if (event.currentTarget.getAttribute('list') !== null && event.key !== 'Enter') return 0
  if (event.key === 'ArrowDown') return 1
  if (event.key === 'ArrowUp') return -1
  return event.key === 'Enter' ? (event.shiftKey ? -1 : 1) : 0
}

function focusCell(at: string, by: -1 | 1): boolean {
  const [table, row, column] = at.split('.')
  const next = document.querySelector<HTMLInputElement>(
    `[data-at="${CSS.escape(`${table}.${Number(row) + by}.${column}`)}"]`,
  )
  next?.focus()
  next?.select()
  return next !== null
}

/** Lines and tabs, as a spreadsheet copies them; undefined for a single value. */
function blockOf(text: string): readonly (readonly string[])[] | undefined {
  if (!/[\t\n]/.test(text.trimEnd())) return undefined
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split('\t'))
}
