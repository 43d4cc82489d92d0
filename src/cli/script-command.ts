import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { parseDay, type Day } from '../core/calendar.ts'
import { hear } from '../core/hear/hear.ts'
import { assert } from '../core/assert.ts'
import { fillWords } from '../core/script/fill.ts'
import { careHeard, exitHeard } from '../core/script/heard-care.ts'
import type { Script } from '../core/script/script.ts'
import { choicesAt, exitsAt, walk, wordsAt, type Chosen, type Walk } from '../core/script/walk.ts'
import { DISPOSITION_NAMES } from '../api/work-words.ts'
import { DISPOSITIONS } from '../engine/disposition.ts'
import { SAMPLE } from '../engine/script-words.ts'
import { readScript } from '../store/script-file.ts'
import type { FileFault } from '../store/file-faults.ts'
import type { Context } from './context.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

export type ScriptOptions = { readonly language?: 'zh' | 'en'; readonly answers?: string }

/** Call scripts as files: sound or not, and how one goes. Without a database. */
export async function scriptCommand(
  context: Context,
  options: ScriptOptions,
  what?: string,
  ...given: (string | readonly string[])[]
): Promise<number | undefined> {
  const files = given.flat()
  const [file] = files
  if (what === 'check' && file !== undefined) return check(context.talk, files)
  if (what === 'try' && file !== undefined && files.length === 1)
    return tryOut(context.talk, file, options)
  const text = [what ?? '', ...files].join(' ').trim()
  throw new Stop(context.talk.word('scriptBad', { text }), EXIT.usage)
}

async function readOne(talk: Talk, file: string): Promise<Script | readonly FileFault[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Stop(talk.word('scriptNoFile', { file, why: error.message }), EXIT.refused)
  })
  return readScript(text)
}

async function check(talk: Talk, files: readonly string[]): Promise<number | undefined> {
  const lines: string[] = []
  const faults: (FileFault & { readonly file: string })[] = []
  for (const file of files) {
    const read = await readOne(talk, file)
    if ('steps' in read) {
      const { name, version, steps } = read
      lines.push(talk.word('scriptSound', { file, name, version, steps: steps.size }))
    } else faults.push(...read.map((fault) => ({ ...fault, file })))
  }
  talk.data({ sound: lines.length, faults }, () =>
    [...lines, ...faults.map((fault) => faultLine(talk, fault))].join('\n'),
  )
  if (faults.length === 0) return undefined
  talk.say('scriptFaults', { n: faults.length, files: new Set(faults.map((f) => f.file)).size })
  return EXIT.refused
}

const faultLine = (talk: Talk, fault: FileFault & { readonly file: string }): string => {
  const { file, line, field, words } = fault
  return talk.word('scriptFault', { file, line, field, why: words[talk.language] })
}

type Trial = { readonly script: Script; readonly language: 'zh' | 'en' }

async function tryOut(
  talk: Talk,
  file: string,
  options: ScriptOptions,
): Promise<number | undefined> {
  const script = await readOne(talk, file)
  if (!('steps' in script)) {
    const faults = script.map((fault) => ({ ...fault, file }))
    talk.data({ faults }, () => faults.map((fault) => faultLine(talk, fault)).join('\n'))
    return EXIT.refused
  }
  const trial = { script, language: options.language ?? talk.language }
  const chosen: Chosen[] = []
  const shown = [stepText(talk, trial, must(trial, chosen))]
  for (const typed of (options.answers ?? '').split(',').map((one) => one.trim())) {
    if (typed === '') continue
    choose(talk, trial, chosen, typed)
    shown.push(`> ${typed}`, stepText(talk, trial, must(trial, chosen)))
  }
  const here = must(trial, chosen)
  const { way, confirmed } = here
  talk.data({ way, confirmed, at: here.name, ends: here.ends ?? null }, () => shown.join('\n\n'))
  if (options.answers === undefined && process.stdin.isTTY) await talkOn(talk, trial, chosen)
  return undefined
}

async function talkOn(talk: Talk, trial: Trial, chosen: Chosen[]): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  while (must(trial, chosen).ends === undefined) {
    const typed = (await lines.question('> ')).trim()
    if (typed === '') break
    try {
      choose(talk, trial, chosen, typed)
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      process.stderr.write(`${error.message}\n`)
      continue
    }
    process.stdout.write(`\n${stepText(talk, trial, must(trial, chosen))}\n\n`)
  }
  lines.close()
}

/** Every answer before was taken, so that the call stands somewhere. */
function must({ script }: Trial, chosen: readonly Chosen[]): Walk {
  const here = walk(script, chosen)
  assert(typeof here === 'object', 'each answer fitted when it was given')
  return here
}

const ANY_DAY = parseDay('2026-01-01') as Day

/** A key, or the words of whoever is called: what they mean opens a prompt of care, else an exit. */
function choose(talk: Talk, trial: Trial, chosen: Chosen[], typed: string): void {
  const { script, language } = trial
  const at = must(trial, chosen).name
  const heard = hear(typed, { today: ANY_DAY, currency: 'CNY', language })
  const care = careHeard(heard, typed)
  const isKey = /^(?:[1-9]|x[1-9]|back|care:[a-z_]+)$/.test(typed)
  const answer = isKey
    ? typed
    : care === undefined
      ? (exitHeard(script, heard) ?? typed)
      : `care:${care}`
  if (typeof walk(script, [...chosen, { at, answer }]) === 'string')
    throw new Stop(talk.word('scriptNoAnswer', { step: at, text: typed }), EXIT.refused)
  chosen.push({ at, answer })
}

function stepText(talk: Talk, { script, language }: Trial, here: Walk): string {
  const words = wordsAt(script, here.at)
  const choices = [...choicesAt(script, here.at), ...exitsAt(script, here.at)]
  const outcome = DISPOSITIONS.find((one) => one === here.ends)
  return [
    `[${here.name}]`,
    ...(words === undefined ? [] : [fillWords(words[language], SAMPLE[language])]),
    ...choices.map((choice) => `  ${choice.answer.padEnd(3)} ${choice.words[talk.language]}`),
    ...(outcome === undefined
      ? []
      : [talk.word('scriptEnds', { name: DISPOSITION_NAMES[outcome][talk.language] })]),
  ].join('\n')
}
