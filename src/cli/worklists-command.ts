import { readFile } from 'node:fs/promises'
import type { Instant } from '../core/calendar.ts'
import { inTenant, instantText } from '../store/db.ts'
import { readWorkFile, type WorkFile } from '../store/work-file.ts'
import { readLoad, type Load } from '../store/work-load.ts'
import { applyWorkFile } from '../store/work-people.ts'
import { readSetup, worklistOf, type WorkSetup } from '../store/work-setup.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

type Options = { readonly by?: string; readonly now?: string; readonly today?: string }
type Asked = {
  readonly context: Context
  readonly options: Options
  readonly file: string | undefined
}

const COMMANDS: Readonly<Record<string, (asked: Asked) => Promise<number | undefined>>> = {
  check: checkCommand,
  set: setCommand,
  list: listCommand,
  load: loadCommand,
}
const TAKES_FILE: Readonly<Record<string, boolean>> = { check: true, set: true }

/** Who works when, what each worklist asks, and whether the day's hours are enough. */
export async function worklistsCommand(
  context: Context,
  options: Options,
  what?: string,
  file?: string,
): Promise<number | undefined> {
  const command = COMMANDS[what ?? '']
  if (command === undefined || (TAKES_FILE[what ?? ''] === true) !== (file !== undefined)) {
    const text = [what ?? '', file ?? ''].join(' ').trim()
    throw new Stop(context.talk.word('worklistsBad', { text }), EXIT.usage)
  }
  return command({ context, options, file })
}

/** The file, or every fault of it with its line and field; then nothing is set. */
async function soundFile({ context: { talk }, file = '' }: Asked): Promise<WorkFile | undefined> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Stop(talk.word('worklistsNoFile', { file, why: error.message }), EXIT.refused)
  })
  const read = readWorkFile(text)
  if ('people' in read) return read
  talk.data({ faults: read }, () =>
    read
      .map(({ line, field, words }) =>
        talk.word('worklistsFault', { file, line, field, why: words[talk.language] }),
      )
      .join('\n'),
  )
  talk.say('worklistsFaults', { n: read.length })
  return undefined
}

async function checkCommand(asked: Asked): Promise<number | undefined> {
  const read = await soundFile(asked)
  if (read === undefined) return EXIT.refused
  const { file = '' } = asked
  const [lists, people] = [read.worklists.length, read.people.length]
  const { talk } = asked.context
  talk.data({ file, worklists: lists, people }, () =>
    talk.word('worklistsSound', { file, lists, people }),
  )
  return undefined
}

async function setCommand(asked: Asked): Promise<number | undefined> {
  const { talk, tenantId } = asked.context
  const read = await soundFile(asked)
  if (read === undefined) return EXIT.refused
  return withDatabase(asked.context, async (open) => {
    await tenantOf(open)
    const where = { db: open.db, adminUrl: open.database.adminUrl, tenantId, say: talk.line }
    const set = await applyWorkFile(where, read, asked.options.by ?? 'forbear worklists')
    if ('unknown' in set) {
      const people = set.unknown.join(', ')
      throw new Stop(talk.word('worklistsUnknown', { people }), EXIT.refused)
    }
    const setup = set.setupNo.toString()
    const lists = read.worklists.length
    talk.data({ setup, is_new: set.isNew, worklists: lists, people: set.people }, () =>
      talk.word(set.isNew ? 'worklistsSet' : 'worklistsSame', { setup, lists, people: set.people }),
    )
    return undefined
  })
}

async function listCommand({ context }: Asked): Promise<number | undefined> {
  const { talk, tenantId } = context
  return withDatabase(context, async (open) => {
    await tenantOf(open)
    const setup = await inTenant(open.db, tenantId, (tx) => readSetup(tx, tenantId))
    const lists = [...setup.worklists.values()]
    const people = [...setup.workers.values()]
    talk.data({ worklists: lists, people }, () => {
      if (lists.length === 0) return talk.word('worklistsNone')
      return [listTable(talk, setup), '', peopleTable(talk, setup)].join('\n')
    })
    return undefined
  })
}

function listTable(talk: Talk, setup: WorkSetup): string {
  const head = [
    talk.word('worklistsList'),
    talk.word('worklistsName'),
    talk.word('worklistsMinutes'),
    talk.word('worklistsSkills'),
    talk.word('worklistsLanguages'),
    talk.word('worklistsIdle'),
    talk.word('worklistsStay'),
  ]
  const rows = [...setup.worklists.values()].map((one) => [
    one.worklist,
    talk.language === 'zh' ? one.nameZh : one.nameEn,
    String(one.minutesACase),
    one.skills.join(' ') || '-',
    one.languages.join(' ') || talk.word('worklistsBorrowers'),
    String(one.idleMinutes),
    String(one.stayDays),
  ])
  return tableText(head, rows)
}

function peopleTable(talk: Talk, setup: WorkSetup): string {
  const head = [
    talk.word('worklistsPerson'),
    talk.word('worklistsLanguages'),
    talk.word('worklistsSkills'),
  ]
  const rows = [...setup.workers.values()].map((one) => [
    one.name,
    one.languages.join(' '),
    one.skills.join(' ') || '-',
  ])
  return tableText(head, rows)
}

async function loadCommand({ context, options }: Asked): Promise<number | undefined> {
  const { talk, tenantId } = context
  return withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const of = { ...whenOf(open, zone, options), zone }
    const { load, setup } = await inTenant(open.db, tenantId, async (tx) => ({
      load: await readLoad(tx, tenantId, of),
      setup: await readSetup(tx, tenantId),
    }))
    talk.data(dataOf(load), () => loadText(talk, load, setup))
    return undefined
  })
}

const dataOf = ({ parts, lists, people }: Load) => ({
  parts: parts.map((part) => ({
    ...part,
    from: instantText(part.from),
    until: instantText(part.until),
  })),
  lists: lists.map(({ shortAt, edge, ...list }) => ({
    ...list,
    shortAt: shortAt === undefined ? null : instantText(shortAt),
    edge: edge.map((one) => ({ ...one, borrowerId: one.borrowerId.toString() })),
  })),
  people,
})

function loadText(talk: Talk, load: Load, setup: WorkSetup): string {
  const hours = load.parts.filter(
    (part) => part.people + part.worked + part.waiting + part.short > 0,
  )
  const head = [
    talk.word('worklistsHour'),
    talk.word('worklistsPeople'),
    talk.word('worklistsWorked'),
    talk.word('worklistsWaiting'),
    talk.word('worklistsShort'),
  ]
  const rows = hours.map((part) => [
    instantText(part.from).slice(11, 16),
    ...[part.people, part.worked, part.waiting, part.short].map((n) => String(Math.round(n))),
  ])
  const short = load.lists.flatMap((list) => shortLine(talk, list, setup))
  const words = short.length === 0 ? [talk.word('worklistsEnough')] : short
  return [tableText(head, rows), '', ...words].join('\n')
}

function shortLine(talk: Talk, list: Load['lists'][number], setup: WorkSetup): string[] {
  if (list.shortAt === undefined) return []
  const { nameZh, nameEn } = worklistOf(setup, list.worklist)
  const at = instantText(list.shortAt as Instant).slice(11, 16)
  const { cases, language } = list
  const values = { list: talk.language === 'zh' ? nameZh : nameEn, language, cases, at }
  return [talk.word('worklistsShortBy', { ...values, n: cases - list.reached })]
}
