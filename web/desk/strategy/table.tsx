import { Button, Dropdown } from 'antd'
import { Fragment, memo, useState } from 'react'
import type { FindingWire, RowHitsWire } from '../../../src/api/wire.ts'
import { countText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { Cell } from './cell.tsx'
import { outsOf } from './columns.ts'
import * as edit from './edit.ts'
import type { Placed } from './live.ts'
import type { RowPart, TableName, TablePart } from './source.ts'

export type TableProps = {
  readonly table: TablePart
  readonly placed: Placed
  /** By row; undefined while nothing was counted. */
  readonly hits: readonly RowHitsWire[] | undefined
  readonly isOld: boolean
  /** Rows that spoke for the account that is explained. */
  readonly spoke: readonly number[]
  readonly chosen: number | undefined
  readonly change: (make: (text: string) => string) => void
  readonly onFocus: (name: string) => void
  readonly onChoose: (row: number) => void
}

/** A decision table as people read it: what it asks, what it gives, whom it hits. */
export function LadderTable(props: TableProps) {
  const say = useSay()
  const wordOf = useWordOf()
  const { table, placed, hits } = props
  const title = say(`ladder.table.${table.name}`)
  const outs = outsOf(table)
  const most = Math.max(1, ...(hits ?? []).map((row) => row.hits))
  return (
    <section className="ladder-part" aria-labelledby={`table-${table.name}`}>
      <h2 id={`table-${table.name}`}>
        {title}
        <small>{say(`ladder.about.${table.name}`)}</small>
      </h2>
      <Lines findings={placed.at(table.name, null, null)} />
      <div className="ladder-scroll" role="region" aria-label={title} tabIndex={0}>
        <table className="ladder-table">
          <thead>
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
                isOld={props.isOld}
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

/** A fact that the table does not ask yet. */
const unasked = ({ inputs }: TablePart) =>
  ['account.days_past_due', 'account.product', 'account.bucket', 'account.arrears'].find((name) =>
    inputs.every((input) => input.text !== name),
  ) ?? 'account.outstanding'

function Lines({ findings }: { findings: readonly FindingWire[] }) {
  if (findings.length === 0) return null
  return (
    <ul className="table-findings">
      {findings.map((found) => (
        <li key={`${found.code} ${found.sentence}`}>{found.sentence}</li>
      ))}
    </ul>
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

type RowProps = Pick<TableProps, 'isOld' | 'change' | 'onFocus' | 'onChoose'> & {
  readonly table: TableName
  readonly inputs: readonly string[]
  readonly outs: readonly string[]
  readonly row: RowPart
  readonly findings: readonly FindingWire[]
  readonly found: RowHitsWire | undefined
  readonly most: number
  readonly isChosen: boolean
  readonly hasSpoken: boolean
}

/** What a row shows, without the places in the text, which move with every letter above it. */
const shownOf = ({ row, ...props }: RowProps) =>
  JSON.stringify([
    { ...props, change: 0, onFocus: 0, onChoose: 0 },
    row.cells.map((cell) => cell.text),
    Object.entries(row.outs).map(([key, part]) => [key, part.text]),
  ])

const Row = memo(OneRow, (was, is) => was.change === is.change && shownOf(was) === shownOf(is))

function OneRow(props: RowProps) {
  const say = useSay()
  const { table, inputs, outs, row, findings, found, change, onFocus, hasSpoken } = props
  const at = { table, row: row.no }
  const columns = new Set([...inputs, ...outs])
  const of = (column: string) => findings.filter((one) => one.column === column)
  const beside = findings.filter((one) => one.column === null || !columns.has(one.column))
  const names = [
    found?.hits === 0 ? 'dead' : '',
    props.isChosen ? 'chosen' : '',
    hasSpoken ? 'spoke' : '',
  ]
  return (
    <>
      <tr className={names.join(' ')}>
        <th scope="row">
          {row.no} <span>{row.outs['treatment']?.text ?? row.outs['stage']?.text}</span>
          {hasSpoken && <span className="only-read">{say('ladder.spoke')}</span>}
        </th>
        <Hits {...props} />
        {inputs.map((input, column) => (
          <td key={column}>
            <Cell
              value={row.cells[column]?.text ?? ''}
              at={`${table}.${row.no}.${column}`}
              label={say('ladder.cell', { row: row.no, column: input })}
              findings={of(input)}
              onChange={(value) => change((text) => edit.setCell(text, { ...at, column, value }))}
              onFocus={() => onFocus(input)}
              onPaste={(block) => change((text) => edit.pasteBlock(text, { ...at, column, block }))}
            />
          </td>
        ))}
        <td className="add" />
        {outs.map((key) => (
          <td key={key} className="out">
            <Cell
              value={row.outs[key]?.text ?? ''}
              at={`${table}.${row.no}.${key}`}
              label={say('ladder.cell', { row: row.no, column: key })}
              findings={of(key)}
              onChange={(value) => change((text) => edit.setOut(text, { ...at, key, value }))}
              onFocus={() => onFocus(key)}
            />
          </td>
        ))}
      </tr>
      {beside.length > 0 && (
        <tr className="row-findings">
          <td colSpan={columns.size + 3}>
            <Lines findings={beside} />
          </td>
        </tr>
      )}
    </>
  )
}

/** Whom the row hits stands beside its name, in sight however wide the table is. */
function Hits({ table, row, change, most, isOld, onChoose, isChosen, found }: RowProps) {
  const say = useSay()
  const { language } = usePreferences()
  const count = countText(found?.hits ?? 0, language)
  return (
    <td className={isOld ? 'hits old' : 'hits'}>
      <div>
        {found === undefined ? (
          '…'
        ) : (
          <button
            type="button"
            aria-pressed={isChosen}
            aria-label={say('ladder.hits_of', { row: row.no, count })}
            onClick={() => onChoose(row.no)}
          >
            <span className="figure">{count}</span>
            <span className="bar" style={{ width: `${Math.round((48 * found.hits) / most)}px` }} />
          </button>
        )}
        <RowActs table={table} row={row} change={change} />
      </div>
    </td>
  )
}

function RowActs({ table, row, change }: Pick<RowProps, 'table' | 'row' | 'change'>) {
  const say = useSay()
  const at = { table, row: row.no }
  const acts = {
    copy: (text: string) => edit.copyRow(text, at),
    up: (text: string) => edit.moveRow(text, { ...at, by: -1 }),
    down: (text: string) => edit.moveRow(text, { ...at, by: 1 }),
    remove: (text: string) => edit.removeRow(text, at),
  } as const
  const names = Object.keys(acts) as (keyof typeof acts)[]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: names.map((key) => ({ key, label: say(`ladder.row_act.${key}`) })),
        onClick: ({ key }) => change(acts[key as keyof typeof acts]),
      }}
    >
      <Button size="small" type="text" aria-label={say('ladder.acts_of', { row: row.no })}>
        ⋯
      </Button>
    </Dropdown>
  )
}
