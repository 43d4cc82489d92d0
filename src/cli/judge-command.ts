import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { jsonFault } from '../core/json-fault.ts'
import type { LawBook } from '../guard/book.ts'
import { compareVerdict, type SituationDifference } from '../guard/situation-check.ts'
import type { SituationFault } from '../guard/situation-faults.ts'
import { readSituation, type Situation, type SituationVerdict } from '../guard/situation-form.ts'
import { answerSituation } from '../guard/situation.ts'
import { loadLaw } from '../store/law.ts'
import { ROOT, type Context } from './context.ts'
import { jsonElements, placeIn, type JsonBreak, type JsonElement } from './json-elements.ts'
import { EXIT, Stop, type Talk } from './talk.ts'
import { printable } from './verdict-line.ts'

type Options = { file?: string; check?: boolean }

/** What is counted for the end: the exit code follows from it. */
type Tally = { all: number; broken: number; good: number; bad: number; contested: number }

/** Answers situations one JSON line each, as they come; needs the law's folder and nothing else. */
export async function judgeCommand(context: Context, options: Options): Promise<number> {
  const { talk } = context
  const law = loadLaw(join(ROOT, 'law'))
  const tally: Tally = { all: 0, broken: 0, good: 0, bad: 0, contested: 0 }
  const letGo = endWithTheReader()
  try {
    for await (const element of jsonElements(chunksOf(talk, options.file))) {
      if (context.signal.aborted) throw new Stop(talk.word('interrupted'), EXIT.stopped)
      tally.all++
      const situation = read(talk, element)
      if (situation === undefined) {
        tally.broken++
        continue
      }
      const verdict = answerSituation(situation, law, talk.language)
      await printVerdict(situation, verdict, law, talk)
      if (options.check === true) check(talk, tally, nameOf(situation, element), situation, verdict)
    }
  } catch (error) {
    throw asStop(talk, options.file, error)
  } finally {
    letGo()
  }
  return end(talk, options, tally)
}

/** `forbear judge | head` closes our output early; that is no fault of anybody. */
function endWithTheReader(): () => void {
  const ended = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(EXIT.ok)
  }
  process.stdout.on('error', ended)
  return () => process.stdout.off('error', ended)
}

function chunksOf(talk: Talk, file: string | undefined): AsyncIterable<string> {
  if (file !== undefined && file !== '-') return createReadStream(file, { encoding: 'utf8' })
  if (process.stdin.isTTY) talk.say('judgeReads')
  return process.stdin.setEncoding('utf8')
}

function asStop(talk: Talk, file: string | undefined, error: unknown): unknown {
  const isOfSystem = error instanceof Error && 'syscall' in error && file !== undefined
  if (!isOfSystem) return error
  return new Stop(talk.word('judgeNoFile', { file, why: error.message }), EXIT.usage)
}

function read(talk: Talk, element: JsonElement | JsonBreak): Situation | undefined {
  if (!('text' in element)) {
    tellPlace(talk, { ...element.place, wrong: element.wrong, right: element.right })
    return undefined
  }
  const broken = jsonFault(element.text)
  if (broken !== undefined) {
    tellPlace(talk, { ...placeIn(element, broken.offset), ...broken })
    return undefined
  }
  const value: unknown = JSON.parse(element.text)
  const found = readSituation(value)
  if ('ok' in found) return found.ok
  for (const fault of found.faults) tellFault(talk, fault, element, value)
  return undefined
}

type Placed = Pick<SituationFault, 'wrong' | 'right'> & { line: number; column: number }

function tellPlace(talk: Talk, { line, column, wrong, right }: Placed): void {
  const where = talk.word('judgePlace', { line, column })
  tell(talk, { line, column }, where, { wrong, right })
}

/** The pointer is one into the file: into the list, where the file is a list. */
function tellFault(talk: Talk, fault: SituationFault, element: JsonElement, value: unknown): void {
  const list = element.index === undefined ? '' : `/${element.index}`
  const pointer = `${list}${fault.pointer}`
  const id = idOf(value)
  const shown = pointer === '' ? talk.word('judgeWhole') : pointer
  const where = id === undefined ? shown : talk.word('judgeOf', { pointer: shown, id })
  tell(talk, { pointer, id }, where, fault)
}

function tell(
  talk: Talk,
  at: object,
  where: string,
  fault: Pick<SituationFault, 'wrong' | 'right'>,
): void {
  const [wrong, right] = [fault.wrong[talk.language], fault.right[talk.language]]
  // Even under --quiet: what was not answered must be told of.
  const line = talk.json
    ? JSON.stringify({ ...at, wrong, right })
    : talk.word('judgeFault', { where, wrong, right })
  process.stderr.write(`${line}\n`)
}

const idOf = (value: unknown): string | undefined => {
  const id = (value as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id.slice(0, 60) : undefined
}

const nameOf = (situation: Situation, element: JsonElement | JsonBreak): string =>
  situation.id ?? `/${('index' in element ? element.index : undefined) ?? ''}`

async function printVerdict(
  situation: Situation,
  verdict: SituationVerdict,
  law: LawBook,
  talk: Talk,
): Promise<void> {
  const line = JSON.stringify(printable(situation, verdict, law, talk.language))
  // Waiting for the reader keeps a long list out of memory.
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
}

function check(
  talk: Talk,
  tally: Tally,
  id: string,
  situation: Situation,
  verdict: SituationVerdict,
): void {
  if (situation.expect === undefined) return
  const { differences, warnings } = compareVerdict(situation, verdict)
  const show = (key: 'checkLine' | 'checkContested', found: readonly SituationDifference[]) => {
    for (const { words } of found) {
      process.stderr.write(`${talk.word(key, { id, words: words[talk.language] })}\n`)
    }
  }
  show('checkLine', differences)
  show('checkContested', warnings)
  if (differences.length > 0) tally.bad++
  else tally.good++
  if (situation.contested === true && differences.length + warnings.length > 0) tally.contested++
}

function end(talk: Talk, options: Options, tally: Tally): number {
  const { all, broken, good, bad, contested } = tally
  if (options.check === true) {
    process.stderr.write(`${talk.word('checkDone', { good, bad, contested })}\n`)
    const silent = all - broken - good - bad
    if (silent > 0) talk.say('checkSilent', { silent })
  }
  if (broken > 0) {
    talk.say('judgeBroken', { broken, all })
    return EXIT.usage
  }
  return bad > 0 ? EXIT.refused : EXIT.ok
}
