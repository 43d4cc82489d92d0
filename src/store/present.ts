/** A row of the database in which what is not there is null. */
export type Nullable<T> = {
  readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K]
}

/** The same as the rest of the program has it: what is not there is undefined. Columns are named as its fields are. */
export function present<T extends object>(row: Nullable<T>): T {
  const found: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) found[name] = value ?? undefined
  return found as T
}
