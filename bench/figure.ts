/** One measured number against its goal. `goal` undefined: shown, not judged. */
export type Figure = {
  readonly bench: string
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** Met at or below this value. */
  readonly goal?: number
}

export type Say = (line: string) => void

/** The line that a machine reads: {bench, figure, value, unit, goal, met}. */
export function figureLine(figure: Figure): string {
  const { bench, value, unit } = figure
  const goal = figure.goal ?? null
  const met = figure.goal === undefined ? null : value <= figure.goal
  return JSON.stringify({ bench, figure: figure.figure, value, unit, goal, met })
}

/** The line that a person reads. */
export function figureText(figure: Figure): string {
  const goal =
    figure.goal === undefined
      ? ''
      : `  goal at most ${figure.goal}: ${figure.value <= figure.goal ? 'met' : 'MISSED'}`
  return `${figure.bench.padEnd(8)} ${figure.figure.padEnd(44)} ${String(figure.value).padStart(10)} ${figure.unit}${goal}`
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
