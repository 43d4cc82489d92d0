import { bitsAt, priorityAt, rowAt, stageAt, type Output } from '../src/strategy/kernel.ts'
import { hash } from './kernel-book.ts'

/** How many answers an engine gave, and the sum of a hash of each: one wrong row shows. */
export type Check = { readonly lines: number; readonly total: number }

/** Sums of ten million hashes leave the whole numbers that a number holds: their last 48 bits do not. */
const FOLD = 2 ** 48
export const folded = (total: unknown): number => Number(BigInt(String(total)) % BigInt(FOLD))

const answerHash = (output: Output, n: number): number =>
  hash(
    (hash(rowAt(output, n), 77) + bitsAt(output, n)) >>> 0,
    stageAt(output, n) * 1000 + priorityAt(output, n),
  )

export const checkOf = (output: Output): Check => checkUpTo(output, Infinity)

/** The answers of the first rows of the book alone. */
export function checkUpTo(output: Output, rows: number): Check {
  let [lines, total] = [0, 0]
  for (; lines < output.count && rowAt(output, lines) < rows; lines++)
    total = (total + answerHash(output, lines)) % FOLD
  return { lines, total }
}

export function same(who: string, is: Check, should: Check): void {
  if (is.lines !== should.lines || is.total !== should.total)
    throw new Error(`bug: ${who} answers otherwise: ${JSON.stringify({ is, should })}`)
}
