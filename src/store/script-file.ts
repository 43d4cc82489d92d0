import { z } from 'zod'
import { HEARD } from '../core/hear/heard.ts'
import { parseDay } from '../core/calendar.ts'
import { CARE_PROMPTS, STEP_KINDS } from '../core/script/script.ts'
import type { Script, ScriptCare, ScriptFault } from '../core/script/script.ts'
import type { Words } from '../core/words.ts'
import { DISPOSITIONS } from '../engine/disposition.ts'
import { scriptFaults, type ScriptFaultCode } from '../engine/script-check.ts'
import { scriptFaultWords } from '../engine/script-fault-words.ts'
import { libraryWords, readYaml, type FileFault } from './file-faults.ts'

const Sentence = z.string().trim().min(1).max(800)
const Both = z.strictObject({ en: Sentence, zh: Sentence })
const Id = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/)
const Outcome = z.enum(DISPOSITIONS)

const AnswerForm = z
  .strictObject({
    en: Sentence,
    zh: Sentence,
    next: Id.optional(),
    care: z.enum(CARE_PROMPTS).optional(),
    confirms: z.literal(true).optional(),
  })
  .refine(({ next, care }) => (next === undefined) !== (care === undefined), fault('one_way'))

const StepForm = z.strictObject({
  kind: z.enum(STEP_KINDS).default('say'),
  words: Both,
  answers: z.array(AnswerForm).max(20).default([]),
  ends: Outcome.optional(),
})

const CareForm = z.strictObject({
  pause: Both,
  listen: Both,
  signpost: Both,
  answers: z
    .array(
      z
        .strictObject({
          en: Sentence,
          zh: Sentence,
          back: z.literal(true).optional(),
          ends: Outcome.optional(),
          to: z.literal('person').optional(),
        })
        .refine(
          ({ back, ends }) => (back === undefined) !== (ends === undefined),
          fault('one_end'),
        ),
    )
    .min(1)
    .max(9),
})

const File = z
  .strictObject({
    apiVersion: z.literal('script/v1'),
    name: z.string().regex(/^[a-z0-9-]{1,60}$/),
    version: z.int().min(1).max(1_000_000),
    effective_on: z.string().refine((text) => parseDay(text) !== undefined, fault('day')),
    title: Both,
    places: z
      .array(z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/))
      .min(1)
      .max(50),
    stages: z
      .array(z.string().regex(/^[a-z0-9_-]{1,60}$/))
      .max(50)
      .default([]),
    emergency: z
      .array(z.string().regex(/^[0-9][0-9 -]{1,18}$/))
      .min(1)
      .max(10),
    start: Id,
    steps: z.record(Id, StepForm).refine((steps) => Object.keys(steps).length <= 80, fault('long')),
    always: z
      .array(
        z.strictObject({
          heard: z.array(z.enum(HEARD)).min(1).max(10),
          en: Sentence,
          zh: Sentence,
          next: Id,
        }),
      )
      .max(9)
      .default([]),
    care: z.strictObject(
      Object.fromEntries(CARE_PROMPTS.map((prompt) => [prompt, CareForm])) as Record<
        (typeof CARE_PROMPTS)[number],
        typeof CareForm
      >,
    ),
  })
  .superRefine((read, check) => {
    for (const found of scriptFaults(scriptOf(read)))
      check.addIssue({ code: 'custom', path: [...found.at], params: { found } })
  })

const FAULTS = {
  one_way: {
    en: 'an answer leads to one place: either next: or care:',
    zh: '一个回答只能通向一处：next: 或 care: 二选一',
  },
  one_end: {
    en: 'an answer of a prompt either goes back: true or ends: with an outcome',
    zh: '关怀提示的回答要么 back: true，要么用 ends: 写明结果',
  },
  day: { en: 'a day like 2026-11-21', zh: '应为日期，如 2026-11-21' },
  long: { en: 'more than 80 steps; divide the script', zh: '步骤超过 80 个；请拆分话术' },
} as const

function fault(code: keyof typeof FAULTS) {
  return { message: `fault:${code}` }
}

/** A call script, or every fault of it with its line, its step and what would be right. */
export function readScript(text: string): Script | readonly FileFault[] {
  const found = readYaml(text, File, wordsOf)
  return 'read' in found ? scriptOf(found.read) : found.faults
}

function wordsOf(issue: z.core.$ZodIssue): Words {
  const code = /^fault:(\w+)$/.exec(issue.message)?.[1]
  if (code !== undefined && code in FAULTS) return FAULTS[code as keyof typeof FAULTS]
  const found = issue.code === 'custom' ? issue.params?.['found'] : undefined
  return found === undefined
    ? libraryWords(issue)
    : scriptFaultWords(found as ScriptFault<ScriptFaultCode>)
}

function scriptOf(read: z.output<typeof File>): Script {
  const steps = Object.entries(read.steps).map(([id, step]) => ({
    id,
    kind: step.kind,
    words: step.words,
    ends: step.ends,
    answers: step.answers.map(({ en, zh, next, care, confirms }) => ({
      words: { en, zh },
      next: care === undefined ? { step: next ?? '' } : { care },
      confirms: confirms === true,
    })),
  }))
  return {
    name: read.name,
    version: read.version,
    title: read.title,
    places: read.places,
    stages: read.stages,
    emergency: read.emergency,
    start: read.start,
    steps: new Map(steps.map((step) => [step.id, step])),
    always: read.always.map(({ heard, en, zh, next }) => ({
      heard,
      words: { en, zh },
      step: next,
    })),
    care: {
      self_harm: careOf(read.care.self_harm),
      bereavement: careOf(read.care.bereavement),
      illness: careOf(read.care.illness),
      vulnerable: careOf(read.care.vulnerable),
      abuse: careOf(read.care.abuse),
      money_worries: careOf(read.care.money_worries),
    },
  }
}

const careOf = ({ answers, ...parts }: z.output<typeof CareForm>): ScriptCare => ({
  ...parts,
  answers: answers.map(({ en, zh, ends, to }) => ({
    words: { en, zh },
    ends,
    toPerson: to === 'person',
  })),
})
