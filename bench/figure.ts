/** One measured number against its goal. `goal` undefined: shown, not judged. */
export type Figure = {
  readonly bench: string
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** Met at or below this value. */
  readonly goal?: number
  /** Met at or above this value. */
  readonly atLeast?: number
}

export type Say = (line: string) => void

/** The line that a machine reads: {bench, figure, value, unit, goal, met}. */
export function figureLine(figure: Figure): string {
  const { bench, value, unit } = figure
  const goal = figure.goal ?? figure.atLeast ?? null
  return JSON.stringify({ bench, figure: figure.figure, value, unit, goal, met: isMet(figure) })
}

/** The line that a person reads. */
export function figureText(figure: Figure): string {
  const { goal, atLeast } = figure
  const wanted = goal !== undefined ? `at most ${goal}` : `at least ${atLeast}`
  const met = isMet(figure)
  const judged = met === null ? '' : `  goal ${wanted}: ${met ? 'met' : 'MISSED'}`
  return `${figure.bench.padEnd(8)} ${figure.figure.padEnd(44)} ${String(figure.value).padStart(10)} ${figure.unit}${judged}`
}

/** null where there is no goal. */
function isMet({ value, goal, atLeast }: Figure): boolean | null {
  if (goal !== undefined) return value <= goal
  return atLeast === undefined ? null : value >= atLeast
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

/** Seconds that a piece of work took, and what it gave. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const start = process.hrtime.bigint()
  const result = await work()
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, result }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
