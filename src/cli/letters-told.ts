import { stat } from 'node:fs/promises'
import { parseDay, type Day } from '../core/calendar.ts'
import { readRecords } from '../intake/csv.ts'
import {
  RETURN_REASONS,
  tellHandedOver,
  tellReturned,
  type ReturnReason,
  type ToldLetter,
} from '../store/letter-told.ts'
import type { LettersAsk } from './letters-command.ts'
import { EXIT, Stop } from './talk.ts'

const COLUMNS = { 'handed-over': ['file', 'date'], returned: ['file', 'date', 'reason'] } as const
type What = keyof typeof COLUMNS

type Line = {
  readonly attemptKey: string
  readonly on: Day
  readonly reason: ReturnReason
}

/** What the print house or the post tells, as CSV: the whole file is read before anything is kept. */
export async function tellFile(ask: LettersAsk, what: What): Promise<void> {
  const { talk, db, tenantId, now, given: file } = ask
  if (file === undefined) throw new Stop(talk.word('lettersNeeds', { key: 'FILE' }), EXIT.usage)
  await stat(file).catch((error: Error) => {
    throw new Stop(talk.word('lettersNoFile', { file, why: error.message }))
  })
  const lines = await readLines(ask, file, what)
  const counts: Record<ToldLetter, number> = { told: 0, again: 0, unknown: 0 }
  for (const line of lines) {
    const told =
      what === 'returned'
        ? await tellReturned(db, tenantId, line, now)
        : await tellHandedOver(db, tenantId, line, now)
    counts[told] += 1
  }
  talk.data(counts, () => talk.word('lettersTold', counts))
  if (counts.unknown > 0) throw new Stop(talk.word('lettersTold', counts))
}

async function readLines({ talk }: LettersAsk, file: string, what: What): Promise<readonly Line[]> {
  const columns = COLUMNS[what]
  const lines: Line[] = []
  for await (const { row, cells, broken, empty } of readRecords(file, ',')) {
    if (empty) continue
    const plain = cells.map((cell) => cell.trim().toLowerCase())
    if (row === 1) {
      if (columns.some((name, i) => plain[i] !== name))
        throw new Stop(talk.word('lettersHead', { file, columns: columns.join(',') }))
      continue
    }
    const line = broken ? undefined : lineOf(plain, what)
    if (line === undefined)
      throw new Stop(talk.word('lettersRow', { file, row, text: cells.join(',').slice(0, 120) }))
    lines.push(line)
  }
  return lines
}

function lineOf(
  [name = '', day = '', reason = '']: readonly string[],
  what: What,
): Line | undefined {
  const attemptKey = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.pdf)?$/.exec(name)?.[1]
  const on = parseDay(day)
  if (attemptKey === undefined || on === undefined) return undefined
  const why = what === 'returned' ? RETURN_REASONS.find((one) => one === reason) : 'other'
  return why && { attemptKey, on, reason: why }
}
