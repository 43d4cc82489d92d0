import { Button, Dropdown } from 'antd'
import { memo } from 'react'
import type { FindingWire, RowHitsWire } from '../../../src/api/wire.ts'
import { countText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { Cell } from './cell.tsx'
import * as edit from './edit.ts'
import type { RowPart, TableName } from './source.ts'

/** What every row of every table can do. */
export type RowActing = {
  readonly change: (make: (text: string) => string) => void
  readonly onFocus: (name: string) => void
  readonly onChoose: (row: number) => void
}

type RowProps = RowActing & {
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

/** Drawn again only where something of it is shown otherwise. */
export const Row = memo(
  OneRow,
  (was, is) => was.change === is.change && shownOf(was) === shownOf(is),
)

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
function Hits({ table, row, change, most, onChoose, isChosen, found }: RowProps) {
  const say = useSay()
  const { language } = usePreferences()
  const count = countText(found?.hits ?? 0, language)
  return (
    <td className="hits">
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

export function Lines({ findings }: { findings: readonly FindingWire[] }) {
  if (findings.length === 0) return null
  return (
    <ul className="table-findings">
      {findings.map((found) => (
        <li key={`${found.code} ${found.sentence}`}>{found.sentence}</li>
      ))}
    </ul>
  )
}
