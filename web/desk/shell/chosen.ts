import { useCommands } from '../command/registry.ts'

type Listed<Row, Id> = {
  readonly rows: readonly Row[]
  readonly idOf: (row: Row) => Id
  /** Which one the URL names; without it the first. */
  readonly asked: Id | undefined
  readonly open: (id: Id) => void
}

/** A list beside what it opens: one row of it is open, and J and K open its neighbours. */
export function useChosen<Row, Id>({ rows, idOf, asked, open }: Listed<Row, Id>): Id | undefined {
  const [first] = rows
  const chosen = asked ?? (first === undefined ? undefined : idOf(first))
  const at = rows.findIndex((row) => idOf(row) === chosen)
  const choose = (index: number) => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (next !== undefined) open(idOf(next))
  }
  useCommands('page', {
    'list.down': { run: () => choose(at + 1) },
    'list.up': { run: () => choose(at - 1) },
  })
  return chosen
}
