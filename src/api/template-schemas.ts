import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { TEMPLATE_AUDIENCES, TEMPLATE_KINDS, TEMPLATE_STAGES } from '../engine/template-form.ts'
import { TONES } from '../strategy/document.ts'
import { NameIn, VersionIn } from './change-parts.ts'
import { PROPOSAL } from './proposal-schema.ts'
import { InstantOut, MoneyOut, words } from './schemas.ts'
import type {
  TemplateCheckWire,
  TemplateOpenWire,
  TemplatePagesWire,
  TemplatesWire,
} from './wire-templates.ts'

const TEXT_MAX = 10_000
const FORM = {
  channel: z.enum(CHANNELS),
  name: NameIn,
  kind: z.enum(TEMPLATE_KINDS),
  stages: z.array(z.enum(TEMPLATE_STAGES)).min(1).max(TEMPLATE_STAGES.length),
  tone: z.enum(TONES),
  audience: z.enum(TEMPLATE_AUDIENCES),
}
const text = z.string().min(1).max(TEXT_MAX)

export const TemplateIn = z
  .strictObject({ ...FORM, texts: z.strictObject({ zh: text, en: text }) })
  .openapi('TemplateGiven')

export const TemplateProposalIn = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('template'),
      template: TemplateIn,
      words: words(2000).optional(),
    }),
    z.strictObject({
      kind: z.literal('template_rollback'),
      channel: z.enum(CHANNELS),
      name: NameIn,
      version: VersionIn,
      words: words(2000).optional(),
    }),
  ])
  .openapi('TemplateProposalGiven')

const TemplateOut = z
  .object({ ...FORM, name: z.string(), texts: z.object({ zh: z.string(), en: z.string() }) })
  .openapi('Template')

const tones = z.array(z.enum(TONES))
const Rules = z
  .object({
    tones_at: z.array(z.object({ stage: z.enum(TEMPLATE_STAGES), tones })),
    kinds: z.array(
      z.object({
        kind: z.enum(TEMPLATE_KINDS),
        channels: z.array(z.enum(CHANNELS)),
        audiences: z.array(z.enum(TEMPLATE_AUDIENCES)),
        stages: z.array(z.enum(TEMPLATE_STAGES)),
        tones,
        variables: z.array(z.string()),
        asks: z.array(z.string()),
      }),
    ),
    variables: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        debt: z.boolean(),
        may_be_absent: z.boolean(),
      }),
    ),
  })
  .openapi('TemplateRules')

export const TemplatesOut: z.ZodType<TemplatesWire> = z
  .object({
    items: z.array(
      z.object({
        ...FORM,
        name: z.string(),
        version: z.int(),
        hash: z.string(),
        sound: z.boolean(),
        author: z.string().nullable(),
        approver: z.string().nullable(),
        since: InstantOut,
        installed_differs: z.boolean(),
        waiting: z.int(),
      }),
    ),
    rules: Rules,
  })
  .openapi('Templates')

export const TemplateOpenOut: z.ZodType<TemplateOpenWire> = z
  .object({
    template: TemplateOut,
    version: z.int(),
    current: z.int(),
    history: z.array(
      z.object({
        version: z.int(),
        kind: z.enum(['installed', 'publish', 'rollback']),
        author: z.string().nullable(),
        approver: z.string().nullable(),
        at: InstantOut,
        hash: z.string(),
      }),
    ),
    waiting: z.array(z.object(PROPOSAL)),
    installed: TemplateOut.nullable(),
  })
  .openapi('TemplateOpen')

const alphabet = z.enum(['gsm7', 'ucs2']).nullable()
const whole = z.int().nullable()

export const TemplateCheckOut: z.ZodType<TemplateCheckWire> = z
  .object({
    sound: z.boolean(),
    findings: z.array(
      z.object({
        fault: z.string(),
        field: z.enum(['channel', 'kind', 'stages', 'tone', 'audience', 'texts']),
        language: z.enum(['zh', 'en']).nullable(),
        from: z.int(),
        to: z.int(),
        words: z.string(),
        what: z.string(),
        right: z.string(),
      }),
    ),
    previews: z.array(
      z.object({
        language: z.enum(['zh', 'en']),
        person: z.enum(['usual', 'no_day', 'longest', 'case']),
        subject: z.string().nullable(),
        text: z.string(),
        hash: z.string(),
        html: z.string().nullable(),
        sms: z
          .object({
            too_long: z.boolean(),
            alphabet,
            segments: whole,
            units: whole,
            left: whole,
          })
          .nullable(),
        costs: z.array(z.object({ country: z.string(), amount: MoneyOut, messages: z.int() })),
        warnings: z.array(
          z.object({ variable: z.string(), value: z.string(), segments: whole, alphabet }),
        ),
      }),
    ),
  })
  .openapi('TemplateCheck')

export const TemplatePagesOut: z.ZodType<TemplatePagesWire> = z
  .object({
    pages: z.int(),
    envelope: z.enum(['dl-window', 'c5-window', 'c4-window']).nullable(),
    svg: z.string().nullable(),
    pdf: z.string().nullable(),
    why: z.string().nullable(),
  })
  .openapi('TemplatePages')
