import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { CHANNELS } from '../core/channel.ts'
import {
  TEMPLATE_AUDIENCES,
  TEMPLATE_KINDS,
  TEMPLATE_STAGES,
  VARIABLES,
  type AllowedTable,
  type Variable,
} from '../engine/template-form.ts'
import { TONES } from '../strategy/document.ts'

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/
const TEXT_MAX = 10_000

const Stages = z
  .array(z.enum(TEMPLATE_STAGES))
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'a stage stands there twice')

const TYPE = {
  kind: z.enum(TEMPLATE_KINDS),
  stages: Stages,
  tone: z.enum(TONES),
  audience: z.enum(TEMPLATE_AUDIENCES),
}

// Composed form, and one way to end a line: the bytes that are hashed are those that leave.
const Text = z
  .string()
  .max(TEXT_MAX)
  .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trimEnd())
  .refine((text) => text !== '', 'a text is empty')

/** A template as a person writes it; its shape alone, what it says is judged by `checkTemplate`. */
export const TemplateForm = z.strictObject({
  channel: z.enum(CHANNELS),
  name: z.string().regex(NAME).max(60),
  ...TYPE,
  texts: z.strictObject({ zh: Text, en: Text }),
})

const Variables = z.array(z.enum(Object.keys(VARIABLES) as [Variable, ...Variable[]]))
const AllowedFile = z.strictObject({
  schema: z.literal('template-rules/v1'),
  tones_at: z.record(z.enum(TEMPLATE_STAGES), z.array(z.enum(TONES))),
  kinds: z.record(
    z.enum(TEMPLATE_KINDS),
    z.strictObject({
      channels: z.array(z.enum(CHANNELS)).min(1),
      audiences: z.array(z.enum(TEMPLATE_AUDIENCES)).min(1),
      stages: Stages,
      tones: z.array(z.enum(TONES)).min(1),
      variables: Variables,
      asks: z.array(z.enum(['the_debt', 'private'])),
    }),
  ),
})
const TypesFile = z.strictObject({
  schema: z.literal('template-types/v1'),
  templates: z.record(z.string(), z.strictObject(TYPE)),
})

export type TemplateTypes = z.output<typeof TypesFile>['templates']

async function dataFile<T>(path: string, form: z.ZodType<T>): Promise<T> {
  const read = form.safeParse(parse(await readFile(path, 'utf8')))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(`${path}: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** What goes together; a stage or a kind that is missing stops the boot. */
export async function loadAllowed(folder: string): Promise<AllowedTable> {
  const { tones_at, kinds } = await dataFile(join(folder, 'allowed.yaml'), AllowedFile)
  return { tonesAt: tones_at, kinds }
}

export const loadTypes = async (folder: string): Promise<TemplateTypes> =>
  (await dataFile(join(folder, 'types.yaml'), TypesFile)).templates
