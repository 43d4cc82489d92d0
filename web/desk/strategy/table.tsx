import { Button, Dropdown } from 'antd'
import { memo } from 'react'
import type { FindingWire, RowHitsWire } from '../../../src/api/wire.ts'
import { countText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { Cell } from './cell.tsx'
import { outsOf } from './columns.ts'
import * as edit from './edit.ts'
import type { Placed } from './live.ts'
import type { RowPart, TablePart } from './source.ts'

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
  readonly onFocus: (name: string, isOut: boolean) => void
  readonly onChoose: (row: number) => void
}

/** A decision table as people read it: what it asks, what it gives, whom it hits. */
export const LadderTable = memo(function LadderTable(props: TableProps) {
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
              <th scope="col" className="hits">
                {say('ladder.hits')}
              </th>
              <th scope="col">
                <span className="only-read">{say('ladder.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <Row key={row.no} {...props} row={row} outs={outs} most={most} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
})

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
  return (
    <th scope="col">
      <Cell
        value={name}
        at={`${table.name}.0.${column}`}
        label={say('ladder.fact_of', { column: column + 1 })}
        list="ladder-facts"
        findings={placed.at(table.name, null, name)}
        onChange={(value) =>
          change((text) => edit.setInput(text, { table: table.name, column, value }))
        }
        onFocus={() => onFocus(name, false)}
      />
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

type RowProps = TableProps & { row: RowPart; outs: readonly string[]; most: number }

function Row(props: RowProps) {
  const say = useSay()
  const { table, placed, row, outs, hits, chosen, spoke, change, onFocus } = props
  const found = hits?.find((one) => one.row === row.no)
  const isDead = found !== undefined && found.hits === 0
  const at = { table: table.name, row: row.no }
  const beside = placed.at(table.name, row.no, null)
  const names = [
    isDead ? 'dead' : '',
    chosen === row.no ? 'chosen' : '',
    spoke.includes(row.no) ? 'spoke' : '',
  ].join(' ')
  return (
    <>
      <tr className={names}>
        <th scope="row">
          {row.no}
          {spoke.includes(row.no) && <span className="only-read">{say('ladder.spoke')}</span>}
        </th>
        {table.inputs.map((input, column) => (
          <td key={column}>
            <Cell
              value={row.cells[column]?.text ?? ''}
              at={`${table.name}.${row.no}.${column}`}
              label={say('ladder.cell', { row: row.no, column: input.text })}
              findings={placed.at(table.name, row.no, input.text)}
              onChange={(value) => change((text) => edit.setCell(text, { ...at, column, value }))}
              onFocus={() => onFocus(input.text, false)}
              onPaste={(block) => change((text) => edit.pasteBlock(text, { ...at, column, block }))}
            />
          </td>
        ))}
        <td className="add" />
        {outs.map((key) => (
          <td key={key} className="out">
            <Cell
              value={row.outs[key]?.text ?? ''}
              at={`${table.name}.${row.no}.${key}`}
              label={say('ladder.cell', { row: row.no, column: key })}
              findings={placed.at(table.name, row.no, key)}
              onChange={(value) => change((text) => edit.setOut(text, { ...at, key, value }))}
              onFocus={() => onFocus(key, true)}
            />
          </td>
        ))}
        <Hits {...props} found={found} />
        <td>
          <RowActs {...props} />
        </td>
      </tr>
      {beside.length > 0 && (
        <tr className="row-findings">
          <td colSpan={table.inputs.length + outs.length + 4}>
            <Lines findings={beside} />
          </td>
        </tr>
      )}
    </>
  )
}

function Hits({
  row,
  most,
  isOld,
  onChoose,
  chosen,
  found,
}: RowProps & { found: RowHitsWire | undefined }) {
  const say = useSay()
  const { language } = usePreferences()
  if (found === undefined) return <td className="hits">…</td>
  const count = countText(found.hits, language)
  return (
    <td className={isOld ? 'hits old' : 'hits'}>
      <button
        type="button"
        aria-pressed={chosen === row.no}
        aria-label={say('ladder.hits_of', { row: row.no, count })}
        onClick={() => onChoose(row.no)}
      >
        <span className="figure">{count}</span>
        <span className="bar" style={{ width: `${Math.round((48 * found.hits) / most)}px` }} />
      </button>
      {found.hits === 0 && <small>{say('ladder.nobody')}</small>}
    </td>
  )
}

function RowActs({ table, row, change }: RowProps) {
  const say = useSay()
  const at = { table: table.name, row: row.no }
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
