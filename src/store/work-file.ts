import { z } from 'zod'
import { addDays, parseDay, type Day } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import type { Shift } from '../engine/shift.ts'
import { zoneOf } from '../guard/zone.ts'
import { libraryWords, readYaml, type FileFault } from './file-faults.ts'

/** What a worklist asks, and what it gives whoever works it. */
export type Worklist = {
  readonly worklist: string
  readonly nameZh: string
  readonly nameEn: string
  readonly minutesACase: number
  readonly skills: readonly string[]
  /** Languages that it is worked in; none: the borrower's own. */
  readonly languages: readonly Language[]
  readonly idleMinutes: number
  readonly stayDays: number
}

export type Language = 'zh' | 'en'

export type FilePerson = {
  readonly email?: string | undefined
  readonly user?: string | undefined
  readonly languages: readonly Language[]
  readonly skills: readonly string[]
  readonly shifts: readonly Shift[]
}

export type WorkFile = {
  readonly worklists: readonly Worklist[]
  readonly people: readonly FilePerson[]
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** What a person reads for our own rules; the schema's other messages are the library's, translated. */
const FAULTS = {
  time: { en: 'a time on the clock like "09:30", in quotes', zh: '应为加引号的时刻，如 "09:30"' },
  zone: {
    en: 'there is no such zone; write one like Asia/Shanghai',
    zh: '没有这个时区；请写成 Asia/Shanghai 这样',
  },
  day: { en: 'a day like 2026-11-21', zh: '应为日期，如 2026-11-21' },
  order: { en: 'it ends before it begins', zh: '结束早于开始' },
  who: {
    en: 'name the person once: either email or user',
    zh: '请用 email 或 user 其中之一指明一个人',
  },
  twice: { en: 'this person stands here twice', zh: '此人出现了两次' },
  name: { en: 'small letters, digits and hyphens only', zh: '只能用小写字母、数字和连字符' },
} as const

type FaultCode = keyof typeof FAULTS
const fault = (code: FaultCode) => ({ message: `fault:${code}` })

const Time = z
  .string(fault('time'))
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, fault('time'))
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
const DayText = z
  .string(fault('day'))
  .refine((text) => parseDay(text) !== undefined, fault('day'))
  .transform((text) => text as Day)
const Zone = z.string(fault('zone')).refine((name) => zoneOf(name) !== undefined, fault('zone'))
const Word = z.string(fault('name')).regex(/^[a-z0-9-]{1,60}$/, fault('name'))
const Languages = z.array(z.enum(['zh', 'en'])).max(2)

const ShiftIn = z
  .strictObject({
    days: z.array(z.enum(DAYS)).min(1).max(7).optional(),
    from: Time,
    until: Time,
    zone: Zone,
    since: DayText,
    /** The last day is the day before. */
    ends: DayText.optional(),
  })
  .refine((one) => one.ends === undefined || one.since < one.ends, {
    ...fault('order'),
    path: ['ends'],
  })
const OffIn = z
  .strictObject({ since: DayText, until: DayText, zone: Zone.optional() })
  .refine((one) => one.since < one.until, { ...fault('order'), path: ['until'] })

const PersonIn = z
  .strictObject({
    email: z.email().optional(),
    user: z.string().min(1).max(100).optional(),
    languages: Languages.min(1),
    skills: z.array(Word).max(20).default([]),
    shifts: z.array(ShiftIn).max(50).default([]),
    off: z.array(OffIn).max(200).default([]),
  })
  .refine((one) => (one.email === undefined) !== (one.user === undefined), fault('who'))

const minutes = (max: number) => z.int().min(1).max(max)
const Rules = {
  minutes: minutes(240).optional(),
  idle: minutes(240).optional(),
  stay: z.int().min(0).max(60).optional(),
}
const Name = z.string().trim().min(1).max(100)

const File = z.strictObject({
  apiVersion: z.literal('worklists/v1'),
  defaults: z.strictObject(Rules).default({}),
  worklists: z.record(
    Word,
    z.strictObject({
      zh: Name,
      en: Name,
      ...Rules,
      skills: z.array(Word).max(20).default([]),
      languages: Languages.default([]),
    }),
  ),
  people: z.array(PersonIn).max(5000).superRefine(onceEach),
})

function onceEach(
  people: readonly z.output<typeof PersonIn>[],
  check: z.core.$RefinementCtx,
): void {
  const seen = new Set<string>()
  people.forEach((person, i) => {
    const who = person.email ?? person.user ?? ''
    if (seen.has(who)) check.addIssue({ code: 'custom', ...fault('twice'), path: [i] })
    seen.add(who)
  })
}

/** What a worklist that nobody set up is worked by. */
export const USUAL = { minutes: 6, idle: 15, stay: 7 } as const

/** A set-up file, or every fault in it with its line and its field. */
export function readWorkFile(text: string): WorkFile | readonly FileFault[] {
  const found = readYaml(text, File, wordsOf)
  return 'read' in found ? fileOf(found.read) : found.faults
}

function fileOf(read: z.output<typeof File>): WorkFile {
  const { defaults } = read
  return {
    worklists: Object.entries(read.worklists).map(([worklist, one]) => ({
      worklist,
      nameZh: one.zh,
      nameEn: one.en,
      minutesACase: one.minutes ?? defaults.minutes ?? USUAL.minutes,
      skills: one.skills,
      languages: one.languages,
      idleMinutes: one.idle ?? defaults.idle ?? USUAL.idle,
      stayDays: one.stay ?? defaults.stay ?? USUAL.stay,
    })),
    people: read.people.map((person) => ({
      email: person.email,
      user: person.user,
      languages: person.languages,
      skills: person.skills,
      shifts: [
        ...person.shifts.map(shiftOf),
        ...person.off.map((off) => offOf(off, person.shifts)),
      ],
    })),
  }
}

const EVERY_DAY = 127

const shiftOf = (one: z.output<typeof ShiftIn>): Shift => ({
  kind: 'work',
  firstOn: one.since,
  untilOn: one.ends,
  days: one.days?.reduce((mask, name) => mask | (1 << DAYS.indexOf(name)), 0) ?? EVERY_DAY,
  fromMinute: one.from,
  // A night shift ends on the next day.
  untilMinute: one.until > one.from ? one.until : one.until + 1440,
  zone: one.zone,
})

/** Whole days off where the person works, so that a night that begins before them is off from midnight. */
const offOf = (
  off: z.output<typeof OffIn>,
  shifts: readonly z.output<typeof ShiftIn>[],
): Shift => ({
  kind: 'off',
  firstOn: off.since,
  untilOn: off.until > off.since ? off.until : addDays(off.since, 1),
  days: EVERY_DAY,
  fromMinute: 0,
  untilMinute: 1440,
  zone: off.zone ?? shifts[0]?.zone ?? 'UTC',
})

function wordsOf(issue: z.core.$ZodIssue): Words {
  const code = /^fault:(\w+)$/.exec(issue.message)?.[1] as FaultCode | undefined
  if (code !== undefined && code in FAULTS) return FAULTS[code]
  return issue.code === 'invalid_key' ? FAULTS.name : libraryWords(issue)
}
