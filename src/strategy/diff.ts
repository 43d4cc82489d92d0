import type { Cell } from './cell.ts'
import type { Action, Cadence, OfferLimit, Rule, Strategy, Table } from './document.ts'

export type TableName = 'stage' | 'treatments' | 'priority' | 'offer'

/** One row that differs, named as people name it: by what it gives, not by where it stands. */
export type RowChange = {
  readonly table: TableName
  readonly row: string
  readonly change: 'added' | 'removed' | 'changed' | 'moved'
  /** The cells that differ; of an added or removed row all that ask or say something. */
  readonly cells: readonly CellChange[]
}

/** '' where the row or its column is not there. */
export type CellChange = {
  readonly column: string
  readonly before: string
  readonly after: string
}

/** What changes between two versions, as rows of the tables: order within a table counts too. */
export function diffStrategies(before: Strategy, after: Strategy): readonly RowChange[] {
  return (['stage', 'treatments', 'priority', 'offer'] as const).flatMap((table) =>
    diffRows(table, rowsOf(before, table), rowsOf(after, table)),
  )
}

type Row = { readonly key: string; readonly fields: ReadonlyMap<string, string> }

function diffRows(table: TableName, before: readonly Row[], after: readonly Row[]): RowChange[] {
  const [was, is] = [byKey(before), byKey(after)]
  const removed = before.filter((row) => !is.has(row.key))
  const kept = before.filter((row) => is.has(row.key)).map((row) => row.key)
  const keptNow = after.filter((row) => was.has(row.key)).map((row) => row.key)
  const moved = new Set(outOfOrder(kept, keptNow))
  const changes = after.flatMap(({ key, fields }): RowChange[] => {
    const old = was.get(key)
    const cells = cellsChanged(old ?? new Map(), fields)
    if (old === undefined) return [{ table, row: key, change: 'added', cells }]
    if (cells.length > 0) return [{ table, row: key, change: 'changed', cells }]
    return moved.has(key) ? [{ table, row: key, change: 'moved', cells }] : []
  })
  const gone = removed.map(({ key, fields }): RowChange => {
    return { table, row: key, change: 'removed', cells: cellsChanged(fields, new Map()) }
  })
  return [...gone, ...changes]
}

const byKey = (rows: readonly Row[]) => new Map(rows.map((row) => [row.key, row.fields]))

/** The rows outside the longest run of rows that kept their order. */
function outOfOrder(before: readonly string[], after: readonly string[]): readonly string[] {
  const place = new Map(before.map((key, i) => [key, i]))
  const best: string[][] = []
  for (const key of after) {
    const earlier = best.filter((run) => (place.get(run.at(-1) ?? '') ?? 0) < (place.get(key) ?? 0))
    const longest = earlier.toSorted((a, b) => b.length - a.length)[0] ?? []
    best.push([...longest, key])
  }
  const kept = new Set(best.toSorted((a, b) => b.length - a.length)[0])
  return after.filter((key) => !kept.has(key))
}

function cellsChanged(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): CellChange[] {
  const columns = [...new Set([...before.keys(), ...after.keys()])]
  return columns.flatMap((column) => {
    const [was, is] = [before.get(column) ?? '', after.get(column) ?? '']
    return was === is ? [] : [{ column, before: was, after: is }]
  })
}

function rowsOf(strategy: Strategy, name: TableName): Row[] {
  const table: Table<object> | undefined = strategy[name]
  if (table === undefined) return []
  const seen = new Map<string, number>()
  return table.rules.map((rule) => {
    const { treatment, stage } = rule.out as { treatment?: string; stage?: string }
    const named = treatment ?? stage ?? ''
    const times = (seen.get(named) ?? 0) + 1
    seen.set(named, times)
    const key = named === '' ? String(rule.rowNo) : times === 1 ? named : `${named} (${times})`
    return { key, fields: fieldsOf(table, rule) }
  })
}

/** A column that asks nothing and one that is not there say the same. */
function fieldsOf(table: Table<object>, rule: Rule<object>): ReadonlyMap<string, string> {
  const cells = table.inputs.map((column, i) => [column.name, cellText(rule.cells[i])] as const)
  const out = Object.entries(rule.out).map(([name, value]) => [name, outText(name, value)] as const)
  return new Map([...cells, ...out].filter(([, text]) => text !== ''))
}

const cellText = (cell: Cell | undefined): string =>
  cell === undefined || cell.is === 'any' ? '' : cell.text

function outText(name: string, value: unknown): string {
  if (value === undefined) return ''
  if (name === 'action') return actionText(value as Action)
  if (name === 'cadence') return cadenceText(value as Cadence)
  if (name === 'roles') return rolesText(value as readonly OfferLimit[])
  if (name.endsWith('BasisPoints')) return `${Number(value) / 100}%`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function actionText(action: Action): string {
  switch (action.do) {
    case 'nothing':
      return 'nothing'
    case 'write':
      return `${action.channel}: ${action.template}`
    case 'meet':
      return `${action.channel}: ${action.worklist}${action.template === undefined ? '' : ` + ${action.template}`}`
    case 'list':
      return `worklist: ${action.worklist}`
    case 'refer':
      return `refer: ${action.to}`
    case 'propose':
      return `propose: ${action.reward}`
  }
}

const rolesText = (roles: readonly OfferLimit[]): string =>
  roles
    .map((one) => `${one.role} ${one.discountBasisPoints / 100}% in ${one.instalments}`)
    .join('; ')

function cadenceText({ every, atMost, quietAfter }: Cadence): string {
  const quiet = Object.entries(quietAfter).flatMap(([after, days]) =>
    days === undefined ? [] : [`${after} ${days}d`],
  )
  return [
    ...(every === undefined ? [] : [`every ${every}d`]),
    ...(atMost === undefined ? [] : [`at_most ${atMost}`]),
    ...(quiet.length === 0 ? [] : [`quiet_after ${quiet.join(', ')}`]),
  ].join('; ')
}
