import type { Ladder, TableName, TablePart } from './source.ts'

/** What rows give, in the order in which people read it. */
const OUTS: Record<TableName, readonly string[]> = {
  stage: ['stage', 'tone'],
  treatments: ['treatment', 'do', 'every', 'at_most', 'quiet_after', 'approval', 'ask_again'],
  priority: ['add', 'per', 'up_to'],
  offer: ['instalments', 'first_payment', 'discount', 'approval'],
}

/** Those of the language, and whatever else some row has. */
export function outsOf(table: TablePart): readonly string[] {
  const written = table.rows.flatMap((row) => Object.keys(row.outs))
  return [...new Set([...OUTS[table.name], ...written])]
}

/** Where a finding may stand in a table of this ladder. */
export function columnsIn(ladder: Ladder): (table: string, row: number | null) => Set<string> {
  return (name, row) => {
    const table = ladder.tables.find((one) => one.name === name)
    if (table === undefined) return new Set()
    const inputs = table.inputs.map((input) => input.text)
    return new Set(row === null ? inputs : [...inputs, ...outsOf(table)])
  }
}
