import { z } from '@hono/zod-openapi'
import { hear } from '../core/hear/hear.ts'
import { fillWords } from '../core/script/fill.ts'
import { careHeard, exitHeard } from '../core/script/heard-care.ts'
import { CARE_PROMPTS, type CarePrompt } from '../core/script/script.ts'
import { choicesAt, exitsAt, walk, wordsAt, type Position, type Walk } from '../core/script/walk.ts'
import { DISPOSITIONS } from '../engine/disposition.ts'
import { inTenant, type Tx } from '../store/db.ts'
import {
  keepScriptAnswer,
  readChosen,
  readScriptCall,
  type ScriptCall,
} from '../store/script-call.ts'
import { chooseScript, loadScripts, type LoadedScript } from '../store/scripts.ts'
import { tellAtOnce } from '../store/transcript.ts'
import { onceUnderLock } from './once-per-borrower.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { pairIn, words } from './schemas.ts'
import type { ApiDeps } from './env.ts'
import type { ScriptPage, ScriptWire } from './wire-quality.ts'
import type { Language } from './wire.ts'
import { DISPOSITION_NAMES } from './work-words.ts'

const ContactParams = z.strictObject({ id: pairIn('ctc') })

const At = z.string().regex(/^[a-z0-9_:]{1,80}$/)
const AnswerGiven = z
  .union([
    z.strictObject({
      at: At,
      answer: z.string().regex(/^(?:[1-9]|x[1-9]|back|care:[a-z_]{1,30})$/),
    }),
    z.strictObject({ at: At, typed: words(1000) }),
  ])
  .openapi('ScriptAnswerGiven')

const Choice = z.object({ answer: z.string(), words: z.string() })
const Script: z.ZodType<ScriptWire> = z
  .object({
    script: z.object({ name: z.string(), version: z.int(), title: z.string() }),
    language: z.enum(['zh', 'en']),
    at: z.string(),
    kind: z.enum(['say', 'identity', 'options', 'end', 'care', 'ended']),
    words: z.string().nullable(),
    confirmed: z.boolean(),
    choices: z.array(Choice),
    exits: z.array(Choice),
    cares: z.array(Choice),
    can_go_back: z.boolean(),
    ends: z.object({ code: z.string(), name: z.string() }).nullable(),
    to_person: z.boolean(),
    heard: z.string().nullable(),
  })
  .openapi('Script')
const Page: z.ZodType<ScriptPage> = z.object({ now: Script.nullable() }).openapi('ScriptPage')

export function addScripts(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/contacts/{id}/script',
    summary: 'What the script of this call says now; nothing of the debt before identity',
    params: ContactParams,
    status: 200,
    answer: Page,
    problems: ['no_such_contact', 'not_a_call', 'not_your_call'],
    handle: read,
  })
  addRoute(api, deps, {
    route: 'POST /v1/contacts/{id}/script/answers',
    summary:
      'What was answered, by its key or in the words of who was called; needs an Idempotency-Key',
    params: ContactParams,
    body: AnswerGiven,
    status: 201,
    answer: Script,
    problems: [
      'no_such_case',
      'no_such_contact',
      'not_a_call',
      'not_your_call',
      'no_script',
      'call_is_over',
      'script_moved_on',
      'no_such_answer',
      'key_missing',
      'key_reused',
    ],
    handle: answer,
  })
}

type Params = z.output<typeof ContactParams>
type Deps = Pick<Asked<Params, undefined, unknown>, 'deps' | 'actor' | 'params' | 'lang'>
type Open = { readonly call: ScriptCall; readonly loaded: LoadedScript | undefined }

const refOf = ({ actor, params }: Deps) => ({
  tenantId: actor.tenantId,
  borrowerId: params.id.borrowerId,
  contactId: params.id.n,
})

/** Whoever makes the call is led through it, and nobody else reads along. */
async function open(tx: Tx, asked: Deps): Promise<Open | Declined> {
  const { actor, deps } = asked
  const call = await readScriptCall(tx, refOf(asked))
  if (call === undefined) return { declined: 'no_such_contact' }
  if (call.channel !== 'call') return { declined: 'not_a_call' }
  if (call.madeBy !== `staff:${actor.userId}`) return { declined: 'not_your_call' }
  return { call, loaded: chooseScript(loadScripts(deps.home), call) }
}

async function read(asked: Asked<Params, undefined, undefined>): Promise<ScriptPage | Declined> {
  return inTenant(asked.deps.db, asked.actor.tenantId, async (tx) => {
    const opened = await open(tx, asked)
    if ('declined' in opened) return opened
    const { call, loaded } = opened
    if (loaded === undefined) return { now: null }
    const here = walk(loaded.script, await readChosen(tx, refOf(asked), loaded.hash))
    return {
      now: typeof here === 'string' ? null : wireOf(here, { call, loaded, lang: asked.lang }),
    }
  })
}

type AnswerAsked = Asked<Params, undefined, z.output<typeof AnswerGiven>>

async function answer(asked: AnswerAsked): Promise<ScriptWire | Declined> {
  const { body, deps } = asked
  const { borrowerId, n } = asked.params.id
  const of = { ...asked, params: { id: borrowerId } }
  const now = await onceUnderLock<ScriptWire>(of, `script answer ${n}`, {
    run: inTenant,
    work: (tx) => answerOnce(tx, asked),
  })
  if ('declined' in now || !('typed' in body)) return now
  const tick = {
    now: deps.now(),
    today: deps.today(),
    personKey: deps.capKey,
    after: deps.afterKept,
  }
  if (now.at.startsWith('care:self_harm')) await tellAtOnce(deps.db, refOf(asked), body.typed, tick)
  return now
}

async function answerOnce(
  tx: Tx,
  asked: AnswerAsked,
): Promise<{ readonly done: ScriptWire } | Declined> {
  const { actor, body, deps, lang } = asked
  const opened = await open(tx, asked)
  if ('declined' in opened) return opened
  const { call, loaded } = opened
  if (loaded === undefined) return { declined: 'no_script' }
  if (call.isOver) return { declined: 'call_is_over' }
  const { script, hash } = loaded
  const ref = refOf(asked)
  const before = await readChosen(tx, ref, hash)
  const typed =
    'typed' in body ? heardOf(body.typed, { script, call, today: deps.today() }) : undefined
  const chosen = { at: body.at, answer: 'answer' in body ? body.answer : (typed?.answer ?? 'note') }
  const after = chosen.answer === 'note' ? before : [...before, chosen]
  const here = walk(script, after)
  if (here === 'moved_on') return { declined: 'script_moved_on' }
  if (here === 'no_such_answer') return { declined: 'no_such_answer' }
  if (chosen.answer === 'note' && here.name !== body.at) return { declined: 'script_moved_on' }
  await keepScriptAnswer(tx, ref, {
    ...chosen,
    script: { name: script.name, version: script.version, hash },
    typed: 'typed' in body && typed ? { words: body.typed, heard: typed.heard } : undefined,
    userId: actor.userId,
    now: deps.now(),
  })
  const heard = typed === undefined ? null : heardText(typed.answer, { loaded, lang })
  return { done: { ...wireOf(here, { call, loaded, lang }), heard } }
}

/** Typed words open a prompt of care before anything else, then an exit; else they are only kept. */
function heardOf(
  text: string,
  {
    script,
    call,
    today,
  }: { script: LoadedScript['script']; call: ScriptCall; today: ReturnType<ApiDeps['today']> },
) {
  const heard = hear(text, { today, currency: call.currency, language: call.language })
  const care = careHeard(heard, text)
  return { heard, answer: care === undefined ? exitHeard(script, heard) : `care:${care}` }
}

function heardText(
  chosen: string | undefined,
  { loaded, lang }: { loaded: LoadedScript; lang: Language },
): string | null {
  const care = CARE_PROMPTS.find((prompt) => chosen === `care:${prompt}`)
  if (care !== undefined) return CARE_NAMES[care][lang]
  const exit = /^x([1-9])$/.exec(chosen ?? '')?.[1]
  return loaded.script.always[Number(exit) - 1]?.words[lang] ?? null
}

const CARE_NAMES: Readonly<Record<CarePrompt, Readonly<Record<Language, string>>>> = {
  self_harm: { en: 'A life may be at risk', zh: '可能有生命危险' },
  bereavement: { en: 'Somebody has died', zh: '亲人去世' },
  illness: { en: 'Illness', zh: '生病' },
  vulnerable: { en: 'Needs more care', zh: '需要更多照顾' },
  abuse: { en: 'Harmed by somebody near', zh: '受到身边人伤害' },
  money_worries: { en: 'Money worries', zh: '经济压力' },
}

type Shown = { readonly call: ScriptCall; readonly loaded: LoadedScript; readonly lang: Language }

function wireOf(here: Walk, { call, loaded, lang }: Shown): ScriptWire {
  const { script } = loaded
  const said = wordsAt(script, here.at)
  const outcome = DISPOSITIONS.find((one) => one === here.ends)
  const inLang = (list: ReturnType<typeof choicesAt>) =>
    list.map((one) => ({ answer: one.answer, words: one.words[lang] }))
  const exits = exitsAt(script, here.at)
  return {
    script: { name: script.name, version: script.version, title: script.title[lang] },
    language: call.language,
    at: here.name,
    kind: kindOf(here.at, script),
    words:
      said === undefined ? null : fillWords(said[call.language], call.valuesFor(here.confirmed)),
    confirmed: here.confirmed,
    choices: inLang(choicesAt(script, here.at)),
    exits: inLang(exits),
    cares: promptsAt(here.at, exits.length > 0).map((one) => ({
      answer: `care:${one}`,
      words: CARE_NAMES[one][lang],
    })),
    can_go_back: here.way.length > 1,
    ends: outcome === undefined ? null : { code: outcome, name: DISPOSITION_NAMES[outcome][lang] },
    to_person: here.at.in === 'ended' && here.at.toPerson,
    heard: null,
  }
}

/** In a step every prompt; within one only what matters more. */
function promptsAt(at: Position, isOpen: boolean): readonly CarePrompt[] {
  if (at.in === 'care') return CARE_PROMPTS.slice(0, CARE_PROMPTS.indexOf(at.prompt))
  return isOpen ? CARE_PROMPTS : []
}

const kindOf = (at: Position, script: LoadedScript['script']): ScriptWire['kind'] =>
  at.in === 'step' ? (script.steps.get(at.step)?.kind ?? 'say') : at.in
