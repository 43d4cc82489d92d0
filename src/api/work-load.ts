import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { readLoad, type Load } from '../store/work-load.ts'
import type { WorkSetup } from '../store/work-setup.ts'
import { readSetup } from '../store/work-setup.ts'
import type { ReleaseReason } from '../store/work-lease.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { listName, NamedOut } from './lease-wire.ts'
import { addRoute, type Api } from './route.ts'
import { idOut, InstantOut } from './schemas.ts'
import type { Language } from './wire.ts'
import { CALLBACKS, loadKeyText, type LoadKey, type LoadPart } from '../store/load-people.ts'
import type { LoadWarningWire, LoadWire, Named } from './wire-work.ts'
import { END_NAMES, RELEASE_NAMES } from './work-words.ts'
import { sayCount, sayInstant } from './words.ts'

export const LoadWarning: z.ZodType<LoadWarningWire> = z
  .object({ at: InstantOut, sentence: z.string(), count: z.int(), opens: z.string() })
  .openapi('LoadWarning')

const Out: z.ZodType<LoadWire> = z
  .object({
    from: InstantOut,
    until: InstantOut,
    zone: z.string(),
    warnings: z.array(LoadWarning),
    hours: z.array(
      z.object({
        from: InstantOut,
        people: z.number(),
        worked: z.number(),
        short: z.number(),
        waiting: z.number(),
        closing: z.int(),
        opens: z.string().nullable(),
      }),
    ),
    lists: z.array(
      z.object({
        worklist: NamedOut,
        language: z.enum(['zh', 'en']),
        set_up: z.boolean(),
        minutes_a_case: z.int(),
        cases: z.int(),
        opens: z.string(),
        reached: z.int(),
        opens_reached: z.string(),
        left: z.int(),
        opens_left: z.string(),
        short_at: InstantOut.nullable(),
        cut_priority: z.int().nullable(),
        edge: z.array(
          z.object({
            case_id: idOut('case'),
            name: z.string(),
            priority: z.int(),
            reached: z.boolean(),
          }),
        ),
      }),
    ),
    people: z.array(z.object({ name: z.string(), minutes: z.number() })),
    ends: z.array(
      z.object({
        worklist: NamedOut.nullable(),
        end: NamedOut,
        count: z.int(),
        opens: z.string(),
      }),
    ),
  })
  .openapi('Load')

export function addWorkLoad(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/work/load',
    summary: 'Minutes of people against minutes of lawful work, from now to the evening',
    status: 200,
    answer: Out,
    problems: [],
    handle: async ({ actor, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const { load, say } = await readSaid(tx, actor.tenantId, { deps, lang })
        return loadWire(load, say)
      }),
  })
}

type Asked = { readonly deps: ApiDeps; readonly lang: Language }

async function readSaid(
  tx: Tx,
  tenantId: bigint,
  { deps, lang }: Asked,
): Promise<{ readonly load: Load; readonly say: Say }> {
  const found = await tx.query<{ zone: string }>('select zone from tenant where tenant_id = $1', [
    tenantId,
  ])
  const zone = found.rows[0]?.zone ?? 'UTC'
  const of = { now: deps.now(), today: deps.today(), zone }
  const setup = await readSetup(tx, tenantId)
  return { load: await readLoad(tx, tenantId, of), say: { zone, lang, setup } }
}

/** Where hours are short today, while something can be done about it. */
export async function loadWarnings(
  tx: Tx,
  tenantId: bigint,
  asked: Asked,
): Promise<readonly LoadWarningWire[]> {
  const { load, say } = await readSaid(tx, tenantId, asked)
  return warningsOf(load, say)
}

type Say = { readonly zone: string; readonly lang: Language; readonly setup: WorkSetup }

function loadWire(load: Load, say: Say): LoadWire {
  return {
    from: instantText(load.day.from),
    until: instantText(load.day.until),
    zone: say.zone,
    warnings: warningsOf(load, say),
    hours: hoursOf(load),
    lists: load.lists.map((list) => ({
      worklist: nameOf(list.worklist, say),
      language: list.language as Language,
      set_up: list.isSetUp,
      minutes_a_case: list.minutesACase,
      cases: list.cases,
      opens: opensOf(load, list),
      reached: list.reached,
      opens_reached: opensOf(load, list, 'reached'),
      left: list.cases - list.reached,
      opens_left: opensOf(load, list, 'left'),
      short_at: list.shortAt === undefined ? null : instantText(list.shortAt),
      cut_priority: list.cutPriority ?? null,
      edge: list.edge.map(({ borrowerId, ...one }) => ({
        case_id: caseIdText(borrowerId),
        ...one,
      })),
    })),
    people: load.people.map((one) => ({ ...one, minutes: Math.round(one.minutes) })),
    ends: load.ended.rows.map(({ count, ...row }) => ({
      worklist: row.worklist === null ? null : nameOf(row.worklist, say),
      end: endOf(row, say.lang),
      count: Number(count),
      opens: queryOf({
        of: 'ended',
        ...row,
        from: instantText(load.ended.since),
        until: instantText(load.day.from),
      }),
    })),
  }
}

const CALLBACKS_NAME = { en: 'Callbacks', zh: '约定回电' } as const

const nameOf = (worklist: string, { setup, lang }: Say): Named =>
  worklist === CALLBACKS
    ? { code: worklist, name: CALLBACKS_NAME[lang] }
    : listName(setup, worklist, lang)

function endOf(row: Pick<Load['ended']['rows'][number], 'kind' | 'reason'>, lang: Language): Named {
  if (row.kind === 'worked' || row.kind === 'idle')
    return { code: row.kind, name: END_NAMES[row.kind][lang] }
  const code = row.reason ?? row.kind
  return { code, name: RELEASE_NAMES[code as ReleaseReason]?.[lang] ?? code }
}

const HOUR_MS = 3_600_000

const queryOf = (key: LoadKey, more: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({ state: 'any', ...more, load: loadKeyText(key) }).toString()

/** The list whose people it counts, between the same two moments; of its parts those that hours reach, or leave. */
function opensOf(
  { day }: Load,
  { worklist, language, reached }: Pick<Load['lists'][number], 'worklist' | 'language' | 'reached'>,
  is?: LoadPart['is'],
): string {
  const [from, until] = [instantText(day.from), instantText(day.until)]
  const all = { of: 'list', worklist, from, until } as const
  return queryOf(is === undefined ? all : { ...all, part: { language, is, reached } }, { language })
}

/** Four quarters are one line; minutes that wait are those at the hour's end. */
function hoursOf({ day, parts, closing }: Load): LoadWire['hours'] {
  const hours = new Map<
    number,
    { people: number; worked: number; short: number; waiting: number }
  >()
  for (const part of parts) {
    const hour = Math.max(Math.floor(part.from / HOUR_MS) * HOUR_MS, parts[0]?.from ?? 0)
    const sum = hours.get(hour) ?? { people: 0, worked: 0, short: 0, waiting: 0 }
    hours.set(hour, {
      people: sum.people + part.people,
      worked: sum.worked + part.worked,
      short: sum.short + part.short,
      waiting: part.waiting,
    })
  }
  const during = { from: instantText(day.from), until: instantText(day.until) }
  return [...hours].map(([from, sum]) => {
    const clock = (Math.floor(from / HOUR_MS) * HOUR_MS) as Instant
    const cases = closing.get(clock) ?? 0
    return {
      from: instantText(from as Instant),
      people: Math.round(sum.people),
      worked: Math.round(sum.worked),
      short: Math.round(sum.short),
      waiting: Math.round(sum.waiting),
      closing: cases,
      opens: cases === 0 ? null : queryOf({ of: 'closing', hour: instantText(clock), ...during }),
    }
  })
}

const LANGUAGES = { zh: { en: 'Chinese', zh: '中文' }, en: { en: 'English', zh: '英文' } } as const

function warningsOf(load: Load, say: Say): LoadWarningWire[] {
  return load.lists
    .flatMap(({ shortAt, ...list }) => (shortAt === undefined ? [] : [{ ...list, shortAt }]))
    .toSorted((a, b) => a.shortAt - b.shortAt)
    .map((list) => ({
      at: instantText(list.shortAt),
      sentence: warningOf(list, say),
      count: list.cases - list.reached,
      opens: opensOf(load, list, 'left'),
    }))
}

type Short = Omit<Load['lists'][number], 'shortAt'> & { readonly shortAt: Instant }

/** '{count}' stands where the number opens its cases. */
function warningOf(list: Short, say: Say): string {
  const { lang, zone } = say
  const { name } = nameOf(list.worklist, say)
  const left = list.cases - list.reached
  const minutes = left * list.minutesACase
  const at = sayInstant(list.shortAt, zone, lang)
  const language = LANGUAGES[list.language as Language]?.[lang] ?? list.language
  if (!list.isSetUp)
    return lang === 'zh'
      ? `“${name}”有 {count} 件，但没有设置该作业清单，无人可领。`
      : `{count} ${sayCount(left, 'case', 'cases')} on “${name}”, which nobody set up: nobody is given them.`
  return lang === 'zh'
    ? `${at} 前“${name}”（${language}）有 {count} 件排不上，缺 ${minutes} 分钟人力。`
    : `By ${at}: {count} ${sayCount(left, 'case', 'cases')} of “${name}” (${language}) will not be reached: ${minutes} minutes of people short.`
}
