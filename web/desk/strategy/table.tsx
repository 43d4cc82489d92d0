import { Button } from 'antd'
import { Fragment, useState } from 'react'
import type { FindingWire, RowHitsWire } from '../../../src/api/wire.ts'
import { useSay, useWordOf } from '../say.tsx'
import { Cell } from './cell.tsx'
import { outsOf } from './columns.ts'
import * as edit from './edit.ts'
import type { Placed } from './live.ts'
import { Lines, Row, type RowActing } from './row.tsx'
import type { TablePart } from './source.ts'

export type TableProps = RowActing & {
  /** The hits are those of an earlier text. */
  readonly isOld: boolean
  readonly table: TablePart
  readonly placed: Placed
  /** What is sound and yet worth a look: rows that partly overlap. */
  readonly notes: readonly FindingWire[]
  /** By row; undefined while nothing was counted. */
  readonly hits: readonly RowHitsWire[] | undefined
  /** Rows that spoke for the account that is explained. */
  readonly spoke: readonly number[]
  readonly chosen: number | undefined
}

/** A decision table as people read it: what it asks, what it gives, whom it hits. */
export function LadderTable(props: TableProps) {
  const say = useSay()
  const { table, placed, hits } = props
  const title = say(`ladder.table.${table.name}`)
  const outs = outsOf(table)
  const most = Math.max(1, ...(hits ?? []).map((row) => row.hits))
  return (
    <section
      // Said of the whole table at once: its rows need not be drawn again for it.
      className={props.isOld ? 'ladder-part counts-old' : 'ladder-part'}
      aria-labelledby={`table-${table.name}`}
    >
      <h2 id={`table-${table.name}`}>
        {title}
        <small>{say(`ladder.about.${table.name}`)}</small>
      </h2>
      <Lines findings={placed.at(table.name, null, null)} />
      <Overlaps notes={props.notes} />
      <div className="ladder-scroll" role="region" aria-label={title} tabIndex={0}>
        <table className="ladder-table">
          <thead>
            <Heads {...props} outs={outs} title={title} />
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <Row
                key={row.no}
                table={table.name}
                inputs={table.inputs.map((input) => input.text)}
                outs={outs}
                row={row}
                findings={placed.inRow(table.name, row.no)}
                found={hits?.find((one) => one.row === row.no)}
                most={most}
                isChosen={props.chosen === row.no}
                hasSpoken={props.spoke.includes(row.no)}
                change={props.change}
                onFocus={props.onFocus}
                onChoose={props.onChoose}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Which accounts two rows both fit, and which of them decides: nothing to mend, but to have meant. */
function Overlaps({ notes }: Pick<TableProps, 'notes'>) {
  const say = useSay()
  if (notes.length === 0) return null
  return (
    <details className="table-notes">
      <summary>{say('ladder.overlaps', { count: notes.length })}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note.sentence}>{note.sentence}</li>
        ))}
      </ul>
    </details>
  )
}

/** A fact that the table does not ask yet. */
const unasked = ({ inputs }: TablePart) =>
  ['account.days_past_due', 'account.product', 'account.bucket', 'account.arrears'].find((name) =>
    inputs.every((input) => input.text !== name),
  ) ?? 'account.outstanding'

function Heads(props: TableProps & { outs: readonly string[]; title: string }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { table, outs, title } = props
  return (
    <tr>
      <th scope="col">
        <span className="only-read">{say('ladder.row')}</span>
      </th>
      <th scope="col" className="hits">
        {say('ladder.hits')}
      </th>
      {table.inputs.map((input, column) => (
        <Head key={column} {...props} name={input.text} column={column} />
      ))}
      <th scope="col" className="add">
        <Button
          size="small"
          type="text"
          aria-label={say('ladder.add_column', { table: title })}
          onClick={() =>
            props.change((text) =>
              edit.addColumn(text, { table: table.name, value: unasked(table) }),
            )
          }
        >
          +
        </Button>
      </th>
      {outs.map((out) => (
        <th key={out} scope="col" className="out">
          {wordOf('ladder.out', out)}
          <code>{out}</code>
        </th>
      ))}
    </tr>
  )
}

function Head(props: TableProps & { name: string; column: number }) {
  const say = useSay()
  const { table, placed, name, column, change, onFocus } = props
  const findings = placed.at(table.name, null, name)
  const [isOpen, setOpen] = useState(false)
  const label = say('ladder.fact_of', { column: column + 1 })
  return (
    <th scope="col">
      {isOpen || findings.length > 0 ? (
        <Cell
          value={name}
          at={`${table.name}.0.${column}`}
          label={label}
          list="ladder-facts"
          findings={findings}
          autoFocus={isOpen}
          onChange={(value) =>
            change((text) => edit.setInput(text, { table: table.name, column, value }))
          }
          onFocus={() => onFocus(name)}
          onLeave={() => setOpen(false)}
        />
      ) : (
        <button
          type="button"
          className="fact-name"
          aria-label={`${label}: ${name}`}
          onFocus={() => onFocus(name)}
          onClick={() => setOpen(true)}
        >
          <Breakable name={name} />
        </button>
      )}
      {table.inputs.length > 1 && (
        <button
          type="button"
          className="column-off"
          aria-label={say('ladder.remove_column', { name })}
          onClick={() => change((text) => edit.removeColumn(text, { table: table.name, column }))}
        >
          ×
        </button>
      )}
    </th>
  )
}

/** A long name may go on in the next line after a dot or a stroke. */
const Breakable = ({ name }: { name: string }) =>
  name.split(/(?<=[._])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
