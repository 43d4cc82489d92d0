import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { askedParts } from '../engine/asked-parts.ts'
import { lintFree, type FreeWords } from '../engine/lint-free.ts'
import { smsSegments } from '../engine/template-lint.ts'
import { inTenant } from '../store/db.ts'
import { readSayFacts } from '../store/say-facts.ts'
import { firmIdOf } from '../store/guard-past.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { idIn } from './schemas.ts'
import type { LintWire } from './wire-say.ts'
import type { Language } from './wire.ts'

const TEXT_MAX = 10_000

const LintGiven = z
  .strictObject({
    text: z.string().max(TEXT_MAX),
    channel: z.enum(CHANNELS),
    language: z.enum(['zh', 'en']).optional(),
    audience: z.enum(['borrower', 'maybe_shared']).optional(),
    /** Whose ledger, sender and law the words are held against. */
    case_id: idIn('case').optional(),
    /** The text is all that leaves, so that the parts the law asks for must be in it. */
    whole: z.boolean().optional(),
  })
  .openapi('LintGiven')

const Lint: z.ZodType<LintWire> = z
  .object({
    clean: z.boolean(),
    segments: z.int(),
    findings: z.array(
      z.object({
        fault: z.string(),
        from: z.int(),
        to: z.int(),
        words: z.string(),
        what: z.string(),
        right: z.string(),
      }),
    ),
  })
  .openapi('Lint')

export function addLint(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/lint',
    summary: 'What may not be said in words that somebody is typing; nothing is kept or sent',
    body: LintGiven,
    status: 200,
    answer: Lint,
    problems: ['no_such_case'],
    handle: ({ actor, body, lang }) => lint(deps, actor, { body, lang }),
  })
}

type Asked = { readonly body: z.output<typeof LintGiven>; readonly lang: Language }

async function lint(
  deps: ApiDeps,
  actor: Actor,
  { body, lang }: Asked,
): Promise<LintWire | Declined> {
  const options = await optionsOf(deps, actor, { body, lang })
  if (options === undefined) return { declined: 'no_such_case' }
  const linted = lintFree(body.text, options)
  const findings = linted.is === 'clean' ? [] : linted.findings
  return {
    clean: linted.is === 'clean',
    segments: body.channel === 'sms' ? smsSegments(body.text) : 0,
    findings: findings.map(({ fault, from, to, words, what, right }) => ({
      fault,
      from,
      to,
      words,
      what: what[lang],
      right: right[lang],
    })),
  }
}

async function optionsOf(
  deps: ApiDeps,
  { tenantId }: Actor,
  { body, lang }: Asked,
): Promise<FreeWords | undefined> {
  const { channel, language, audience = 'borrower', case_id: borrowerId, whole } = body
  if (borrowerId === undefined) return { channel, audience, language: language ?? lang }
  const facts = await inTenant(deps.db, tenantId, (tx) =>
    readSayFacts(tx, { tenantId, borrowerId }),
  )
  if (facts === undefined) return undefined
  const { sender, amounts, jurisdictions, firm } = facts
  const rules = deps.law.rulesFor(jurisdictions, deps.today(), firmIdOf(tenantId))
  return {
    channel,
    audience,
    language: language ?? facts.language,
    amounts,
    sender,
    ...(whole === true && { whole: { sender, asked: askedParts(rules, { channel, firm }) } }),
  }
}
