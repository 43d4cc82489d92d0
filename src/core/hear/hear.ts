import type { Heard, HeardClass, HeardOne, HearOptions } from './heard.ts'
import { HEARD, STOPS } from './heard.ts'
import { said, viewsOf } from './meanings.ts'
import { promiseIn } from './promised.ts'
import { ownWords } from './quoted.ts'
import { callWindowIn } from './call-window.ts'
import { deniesOnly } from './not-owed.ts'
import { sparedIn } from './spared.ts'

const HEARD_CHARACTERS_MAX = 4000

/**
 * What a reply means. Several things at once are several classes; whatever might be a wish to be
 * left alone is one until a person has read it. A text longer than can be read stops contact too.
 */
export function hear(text: string, options: HearOptions): Heard {
  // A bound before normalising as well, since one character may become eighteen.
  const bounded = text.slice(0, 4 * HEARD_CHARACTERS_MAX).normalize('NFKC')
  const own = ownWords(bounded, options.ours ?? [])
  const read = own.slice(0, HEARD_CHARACTERS_MAX)
  const views = viewsOf(read)
  const found = standing(said(views), read)
  const tooLong = own.length > read.length || text.length > 4 * HEARD_CHARACTERS_MAX
  if (tooLong && !found.some(({ what }) => what === 'stop')) {
    found.push({ what: 'stop', certainty: 'unsure', words: '' })
  }
  const classes =
    found.length === 0 ? [{ what: 'other', certainty: 'sure', words: '' } as const] : found
  const promise = withPromise(classes, read, options)
  const callAfter = has(classes, 'call_back') ? callWindowIn(read, options.today) : undefined
  // What a machine returns asks for nothing.
  const spared = has(classes, 'automatic') ? undefined : sparedIn(read)
  return concluded({
    language: languageOf(views.hasHan, read, options),
    classes: promise.classes,
    ...(promise.promise === undefined ? {} : { promise: promise.promise }),
    ...(callAfter === undefined ? {} : { callAfter }),
    ...(spared === undefined ? {} : { spared }),
    ...(has(classes, 'fraud') && deniesOnly(read) ? { notOwed: true as const } : {}),
  })
}

const has = (classes: readonly HeardOne[], what: HeardClass): boolean =>
  classes.some((one) => one.what === what)

/** Puts the classes in order, and says from them what comes first and whether contact stops. */
export function concluded(heard: Omit<Heard, 'first' | 'stops'>): Heard {
  const classes = heard.classes.toSorted((a, b) => HEARD.indexOf(a.what) - HEARD.indexOf(b.what))
  const first = classes[0]?.what ?? 'other'
  return { ...heard, classes, first, stops: classes.some(({ what }) => STOPS.has(what)) }
}

/** A promise is an amount or a day that somebody means to pay; a bare 'will pay' is one unsurely. */
function withPromise(classes: readonly HeardOne[], read: string, options: HearOptions) {
  const denied = (['refusal_to_pay', 'already_paid', 'fraud'] as const).some((what) =>
    has(classes, what),
  )
  const spoken = has(classes, 'promise')
  const promise = promiseIn(read, options, spoken)
  const bare = classes.every(({ what }) => what === 'other' || what === 'agree')
  if (!spoken && (denied || promise === undefined || !bare)) return { classes, promise: undefined }
  if (spoken && promise !== undefined) return { classes, promise }
  if (spoken) {
    const unsure = classes.map((one) =>
      one.what === 'promise' ? { ...one, certainty: 'unsure' as const } : one,
    )
    return { classes: unsure, promise: undefined }
  }
  const complete =
    promise?.dueOn !== undefined &&
    (promise.amountMinor !== undefined || promise.part !== undefined)
  if (!complete) return { classes, promise: undefined }
  return {
    classes: [{ what: 'promise', certainty: 'unsure', words: read.trim() } as const],
    promise,
  }
}

/** What does not stand beside something stronger: a machine's answer beside none but a stop. */
const SILENCED: Readonly<Partial<Record<HeardClass, readonly HeardClass[]>>> = {
  automatic: [
    'call_back',
    'question',
    'agree',
    'greeting',
    'third_person',
    'complaint',
    'promise',
    'not_me',
    'already_paid',
  ],
  third_person: ['not_me', 'question', 'call_back'],
  fraud: ['dispute', 'not_me', 'question'],
  self_harm: ['refusal_to_pay', 'question', 'promise', 'call_back'],
  stop: ['question', 'call_back'],
  wrong_number: ['question', 'dispute'],
  not_me: ['question', 'dispute'],
  bereavement: ['question', 'not_me', 'promise', 'call_back'],
  promise: ['question'],
  cannot_pay: ['question'],
  call_back: ['question'],
  dispute: ['question'],
  refusal_to_pay: ['question', 'cannot_pay', 'promise'],
  lawyer: ['question', 'call_back'],
  already_paid: ['promise', 'cannot_pay'],
  abuse: ['question'],
}

function standing(found: readonly HeardOne[], text: string): HeardOne[] {
  const kinds = new Set(found.map(({ what }) => what))
  const silent = new Set(found.flatMap(({ what }) => SILENCED[what] ?? []))
  if (kinds.size > 1) silent.add('greeting')
  if ([...kinds].some((what) => what !== 'greeting' && what !== 'agree')) silent.add('agree')
  if (kinds.has('promise') && kinds.has('already_paid') && /明天|后天|tomorrow/.test(text))
    silent.delete('promise')
  const out: HeardOne[] = []
  for (const one of found) {
    if (!silent.has(one.what) && !has(out, one.what)) out.push(one)
  }
  if (out.length === 0 && /[?？]\s*$/.test(text.trim())) {
    return [{ what: 'question', certainty: 'unsure', words: text.trim() }]
  }
  return out
}

function languageOf(hasHan: boolean, text: string, options: HearOptions): 'zh' | 'en' {
  if (hasHan) return 'zh'
  if (options.language !== undefined && !/[A-Za-z]{3}/.test(text)) return options.language
  return /[A-Za-z]/.test(text) ? 'en' : (options.language ?? 'en')
}
