import type { Place } from '../core/say/fault.ts'
import type { Fault } from '../core/say/finding-words.ts'
import type { Words } from '../core/words.ts'
import { faultWords, type TemplateFault } from './template-faults.ts'
import {
  TEMPLATE_LANGUAGES,
  VARIABLES,
  type AllowedTable,
  type TemplateAudience,
  type TemplateDocument,
  type TemplateKind,
  type TemplateLanguage,
} from './template-form.ts'
import { lintText, type AskedPart } from './template-lint.ts'
import { sampleOf, type SampleOf } from './template-samples.ts'
import { fill, readText, sourceOf, type ReadText } from './template-text.ts'

/** Where it is wrong: a field, and in a text the place of the words that somebody wrote. */
export type TemplateFinding = Place & {
  readonly fault: TemplateFault | Fault
  readonly field: 'channel' | 'kind' | 'stages' | 'tone' | 'audience' | 'texts'
  readonly language: TemplateLanguage | undefined
  readonly words: string
  readonly what: Words
  readonly right: Words
}

export type CheckedBy = {
  readonly allowed: AllowedTable
  /** What the name stands for in the installation; undefined where it is the tenant's own name. */
  readonly fixed?: { readonly kind: TemplateKind; readonly audience: TemplateAudience } | undefined
  /** What the law of the tenant's places asks every text of this channel to say. */
  readonly asked?: readonly AskedPart[] | undefined
}

/** Everything that is wrong with a template, in every language and every branch; empty: nothing. */
export function checkTemplate(document: TemplateDocument, by: CheckedBy): TemplateFinding[] {
  return [
    ...typeFaults(document, by),
    ...TEMPLATE_LANGUAGES.flatMap((language) => textFaults(document, language, by)),
  ]
}

type Given = Pick<TemplateFinding, 'fault' | 'field'> &
  Partial<Pick<TemplateFinding, 'language' | 'words' | 'from' | 'to'>>

const finding = ({ language, words = '', from = 0, to = 0, ...given }: Given): TemplateFinding => ({
  ...given,
  language,
  words,
  from,
  to,
  ...faultWords(given.fault),
})

function typeFaults(document: TemplateDocument, { allowed, fixed }: CheckedBy): TemplateFinding[] {
  const { kind, channel, audience, stages, tone } = document
  const of = allowed.kinds[kind]
  const found: TemplateFinding[] = []
  if (fixed !== undefined && (fixed.kind !== kind || fixed.audience !== audience))
    found.push(finding({ fault: 'kind_is_fixed', field: 'kind', words: fixed.kind }))
  if (!of.channels.includes(channel))
    found.push(finding({ fault: 'channel_not_of_kind', field: 'channel', words: channel }))
  if (!of.audiences.includes(audience))
    found.push(finding({ fault: 'audience_not_of_kind', field: 'audience', words: audience }))
  if (!of.tones.includes(tone))
    found.push(finding({ fault: 'tone_not_of_kind', field: 'tone', words: tone }))
  for (const stage of stages) {
    if (!of.stages.includes(stage))
      found.push(finding({ fault: 'stage_not_of_kind', field: 'stages', words: stage }))
    if (!allowed.tonesAt[stage].includes(tone))
      found.push(finding({ fault: 'tone_too_firm', field: 'tone', words: `${tone} · ${stage}` }))
  }
  return found
}

function textFaults(
  document: TemplateDocument,
  language: TemplateLanguage,
  by: CheckedBy,
): TemplateFinding[] {
  const source = document.texts[language]
  const read = readText(source)
  const field = 'texts'
  const found = [
    ...read.findings.map((one) => finding({ ...one, field, language })),
    ...variableFaults(document, read, by).map((one) => finding({ ...one, field, language })),
    ...subjectFaults(document.channel, source).map((fault) =>
      finding({
        fault,
        field,
        language,
        words: source.slice(0, 20),
        to: Math.min(20, source.length),
      }),
    ),
  ]
  // What cannot be read cannot be rendered, so its words are judged when it can.
  if (read.findings.length > 0) return found
  const said = branchesOf(read).flatMap((sample) =>
    saidFaults(document, { language, read, sample, by }),
  )
  return [...found, ...onceEach(said.map((one) => finding({ ...one, field, language })))]
}

function variableFaults(
  { kind, audience }: TemplateDocument,
  { uses }: ReadText,
  { allowed }: CheckedBy,
): Omit<Given, 'field'>[] {
  return uses.flatMap(({ of, from, to }): Omit<Given, 'field'>[] => {
    const at = { words: of, from, to }
    if (audience === 'third_person' && VARIABLES[of].debt)
      return [{ fault: 'debt_to_third_person', ...at }]
    return allowed.kinds[kind].variables.includes(of)
      ? []
      : [{ fault: 'variable_not_of_kind', ...at }]
  })
}

function subjectFaults(channel: string, source: string): TemplateFault[] {
  const has = /^Subject: [^\n]+\n\n/.test(source)
  if (channel === 'email') return has ? [] : ['subject_missing']
  // An app may show a title above the text; what is meant as one and is none is a fault too.
  if (channel === 'message' && has) return []
  return source.startsWith('Subject:') ? ['subject_not_here'] : []
}

/** Every way that the text can come out; a value that it does not name makes no other text. */
function branchesOf({ uses }: ReadText): SampleOf[] {
  const names = new Set(uses.map((use) => use.of))
  const days = names.has('due_on') ? [true, false] : [true]
  const firms = names.has('collector') ? [false, true] : [false]
  return days.flatMap((dueOn) => firms.map((agency) => ({ dueOn, agency })))
}

type Said = {
  readonly language: TemplateLanguage
  readonly read: ReadText
  readonly sample: SampleOf
  readonly by: CheckedBy
}

function saidFaults(
  { channel, audience, kind }: TemplateDocument,
  { language, read, sample, by }: Said,
): Omit<Given, 'field'>[] {
  const { sender, amounts, values } = sampleOf(language, sample)
  const filled = fill(read.pieces, values)
  const { findings } = lintText({
    channel,
    language,
    text: filled.text.trimEnd(),
    sender,
    amounts,
    audience: audience === 'third_person' ? 'maybe_shared' : 'borrower',
    asked: [
      ...by.allowed.kinds[kind].asks,
      ...(by.asked ?? []).filter((part) => part !== 'collector' || sample.agency),
    ],
  })
  return findings
    .filter(({ fault }) => !(sample.agency && OF_ITS_LENGTH.has(fault)))
    .map((one) => ({ ...one, ...sourceOf(filled, one) }))
}

/** What an agency must add to a text is no fault of the text. */
const OF_ITS_LENGTH: ReadonlySet<Fault> = new Set<Fault>(['too_many_segments', 'too_hard_to_read'])

/** The same words in two branches are one thing to mend. */
function onceEach(all: readonly TemplateFinding[]): TemplateFinding[] {
  const byPlace = new Map(all.map((one) => [`${one.fault} ${one.from} ${one.to}`, one]))
  return [...byPlace.values()].toSorted((a, b) => a.from - b.from)
}
