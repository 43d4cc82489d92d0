import { HEADINGS, type LetterKind } from '../channels/letter/kinds.ts'
import { batchName, lettersFolder } from '../channels/letter/folder.ts'
import { closeLetters } from '../channels/letter/batches.ts'
import { inTenant } from '../store/db.ts'
import { listLetters, type LetterState } from '../store/letter-read.ts'
import { approveLetter, recordLawyer } from '../store/letter-sign.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { takeLetters } from './letters-take.ts'
import { tellFile } from './letters-told.ts'
import { whyWords } from './letters-why.ts'
import { EXIT, Stop, tableText } from './talk.ts'

export type LettersOptions = {
  readonly by?: string
  readonly name?: string
  readonly licence?: string
  readonly firm?: string
  readonly today?: string
  readonly now?: string
}

export type LettersAsk = Open &
  When & { readonly options: LettersOptions; readonly given: string | undefined }

const WHAT: Readonly<Record<string, (ask: LettersAsk) => Promise<void>>> = {
  batch: takeLetters,
  list,
  approve,
  close,
  lawyer,
  'handed-over': (ask) => tellFile(ask, 'handed-over'),
  returned: (ask) => tellFile(ask, 'returned'),
}

/** Letters on paper, from the day's batch to what came back. */
export async function lettersCommand(
  context: Context,
  options: LettersOptions,
  what = 'list',
  given?: string,
): Promise<undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('lettersBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    await run({ ...open, ...whenOf(open, zone, options), options, given })
  })
}

function needed({ talk }: LettersAsk, key: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new Stop(talk.word('lettersNeeds', { key }), EXIT.usage)
  return value
}

const LIST_MAX = 1000

async function list({ talk, db, tenantId }: LettersAsk): Promise<void> {
  const { rows: letters } = await inTenant(db, tenantId, (tx) =>
    listLetters(tx, tenantId, { limit: LIST_MAX }),
  )
  const head = (
    [
      'lettersKeyHead',
      'lettersAccountHead',
      'lettersKindHead',
      'lettersStateHead',
      'lettersBatchHead',
      'lettersPagesHead',
    ] as const
  ).map((key) => talk.word(key))
  talk.data(letters, () =>
    letters.length === 0
      ? talk.word('lettersNone')
      : tableText(
          head,
          letters.map((one) => [
            one.attemptKey,
            one.account,
            HEADINGS[one.kind as LetterKind][talk.language],
            stateWords(talk, one),
            one.batch === null ? '' : batchName(one.batch),
            String(one.pages),
          ]),
        ),
  )
}

const stateWords = (
  talk: LettersAsk['talk'],
  { state, why }: { readonly state: LetterState; readonly why: string | null },
): string => `${talk.word(`letter_${state}`)}${why === null ? '' : ` (${whyWords(talk, why)})`}`

async function close({ talk, db, tenantId, home, now }: LettersAsk): Promise<void> {
  const done = await closeLetters(db, tenantId, { folder: lettersFolder(home, tenantId), now })
  const lines = [
    ...done.closed.map(({ batchNo, letters, withdrawn }) =>
      talk.word('lettersClosed', {
        batch: String(batchNo),
        letters,
        stopped: withdrawn.stopped,
        old: withdrawn.too_old,
        lost: withdrawn.file_lost,
      }),
    ),
    ...(done.waitedInVain > 0 ? [talk.word('lettersVain', { n: done.waitedInVain })] : []),
    ...done.ready.map((folder) => talk.word('lettersReady', { folder })),
  ]
  talk.data(done, () => (lines.length === 0 ? talk.word('lettersNothing') : lines.join('\n')))
}

async function approve(ask: LettersAsk): Promise<void> {
  const { talk, db, tenantId, options, now } = ask
  const attemptKey = needed(ask, 'KEY', ask.given)
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(attemptKey))
    throw new Stop(talk.word('letters_no_such_letter'))
  const by = needed(ask, '--by', options.by)
  const done = await approveLetter(db, tenantId, { attemptKey, by }, now)
  if ('declined' in done) throw new Stop(talk.word(`letters_${done.declined}`))
  talk.data(done, () => talk.word('lettersApproved', { batch: String(done.batchNo) }))
}

async function lawyer(ask: LettersAsk): Promise<void> {
  const { talk, db, tenantId, options, now } = ask
  const given = {
    name: needed(ask, '--name', options.name),
    licence: needed(ask, '--licence', options.licence),
    firm: needed(ask, '--firm', options.firm),
    by: needed(ask, '--by', options.by),
  }
  const done = await recordLawyer(db, tenantId, given, now)
  if ('declined' in done) throw new Stop(talk.word(`letters_${done.declined}`))
  talk.data(done, () => talk.word('lettersLawyer', { name: given.name }))
}
