import { z } from 'zod'
import { RuleCase } from './case-form.ts'
import { COVERS } from './covers-form.ts'
import { Citation, DayText, RuleId, Words } from './form.ts'
import { PRIMITIVE_FORMS } from './primitive-forms.ts'

/** The form of a rule's file in `law/`: one rule, its source, its dated values, its own cases. */

export const PRIMITIVES = Object.keys(PRIMITIVE_FORMS) as readonly Primitive[]
export type Primitive = keyof typeof PRIMITIVE_FORMS

/** The value in force from each day on; null: no longer in force from that day on. */
const dated = <T extends z.ZodType>(value: T) =>
  z
    .record(DayText, value.nullable())
    .refine((days) => Object.keys(days).length > 0, 'no dated value')
    .optional()

type DatedForms = {
  [K in Primitive]: z.ZodOptional<
    z.ZodRecord<z.ZodString, z.ZodNullable<(typeof PRIMITIVE_FORMS)[K]>>
  >
}

// A table of one form each; the language cannot follow its keys through `fromEntries`.
const DATED = Object.fromEntries(
  Object.entries(PRIMITIVE_FORMS).map(([name, form]) => [name, dated(form)]),
) as unknown as DatedForms

const Part = z
  .strictObject({
    /** Tells parts of one rule apart, in slots and in words. */
    name: z
      .string()
      .regex(/^[a-z]+$/)
      .optional(),
    covers: COVERS.partial().optional(),
    ...DATED,
  })
  .refine((part) => PRIMITIVES.filter((name) => part[name] !== undefined).length === 1, {
    error: `a part says exactly one of ${Object.keys(PRIMITIVE_FORMS).join(', ')}`,
  })

export const RuleFile = z.strictObject({
  id: RuleId,
  title: Words,
  source: z.array(Citation).min(1),
  strength: z.enum(['prohibited', 'presumed', 'advised', 'factor']),
  /** How the pack's author knows it. 'house': no law, but what this house does by itself. */
  mark: z.enum(['primary', 'verbatim', 'secondary', 'unverified', 'house']),
  /** What the author leaves open, and how the pack reads it, in a sentence or a few. */
  note: Words.optional(),
  /** The zone of the cases. */
  zone: z.string(),
  covers: COVERS,
  says: z.array(Part).min(1),
  cases: z.array(RuleCase).min(2),
})

export type RuleFile = z.infer<typeof RuleFile>
export type RulePart = RuleFile['says'][number]
