import { APPROVALS, type Approval } from '../engine/app-way.ts'
import { APPROVAL_WORDS } from '../engine/app-way-words.ts'
import { linkApp } from '../store/app-link.ts'
import { keepTemplateState, readTemplateStates } from '../store/app-template.ts'
import { inTenant, instantText } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

export type MessageOptions = {
  readonly to?: string
  readonly provider?: string
  readonly name?: string
  readonly evidence?: string
  readonly optIn?: boolean
  readonly code?: string
  readonly language?: string
  readonly state?: string
  readonly why?: string
  readonly by?: string
  readonly today?: string
  readonly now?: string
}

type Ask = { readonly open: Open; readonly options: MessageOptions; readonly when: When }
const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = { link, state, templates }

/** What is known of people and templates at other people's apps, where no app tells it by itself. */
export async function messageCommand(
  context: Context,
  options: MessageOptions,
  what = 'templates',
): Promise<undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('messageBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const when = whenOf(open, (await tenantOf(open)).zone, options)
    await run({ open, options, when })
  })
}

/** Every one of these, or the sentence that says which are missing. */
function needed<K extends keyof MessageOptions>(
  { open, options }: Ask,
  what: string,
  names: readonly K[],
): Readonly<Record<K, string>> {
  const given = {} as Record<K, string>
  const missing: string[] = []
  for (const name of names) {
    const value = options[name]
    if (typeof value === 'string' && value.trim() !== '') given[name] = value
    else missing.push(`--${name}`)
  }
  if (missing.length === 0) return given
  throw new Stop(open.talk.word('messageNeeds', { what, options: missing.join(' ') }), EXIT.usage)
}

async function link(ask: Ask): Promise<void> {
  const { open, options, when } = ask
  const { talk, db, tenantId } = open
  const given = needed(ask, 'link', ['to', 'provider', 'name', 'evidence', 'by'])
  const { to: ref, provider, name } = given
  const account = await inTenant(db, tenantId, (tx) => findAccount(tx, tenantId, ref))
  if (account === undefined) throw new Stop(talk.word('noAccount', { ref }))
  const { borrowerId } = account
  const optIn = options.optIn === true
  const made = await linkApp(db, { ...given, tenantId, borrowerId, optIn }, when)
  if ('declined' in made)
    throw new Stop(
      made.declined === 'of_somebody_else'
        ? talk.word('messageOfOther')
        : talk.word('noAccount', { ref }),
    )
  talk.data({ ref, provider, name, again: made.again, opt_in: optIn }, () =>
    talk.word(made.again ? 'messageLinkedAgain' : 'messageLinked', { ref, provider, name }),
  )
}

async function state(ask: Ask): Promise<void> {
  const { open, options, when } = ask
  const { talk, db, tenantId } = open
  const given = needed(ask, 'state', ['provider', 'code', 'state', 'by'])
  const said = APPROVALS.find((one) => one === given.state)
  if (said === undefined)
    throw new Stop(`--state: "${given.state}" ≠ ${APPROVALS.join(' · ')}`, EXIT.usage)
  const { provider, code, by } = given
  const { language = '', why = '' } = options
  const source = `by ${by} ${instantText(when.now)}`
  const told = { provider, code, language, state: said, why, source, at: when.now }
  await inTenant(db, tenantId, (tx) => keepTemplateState(tx, tenantId, told))
  talk.data({ provider, code, language, state: said }, () =>
    talk.word('messageKept', { provider, code, state: wordOf(ask, said) }),
  )
}

const wordOf = ({ open }: Ask, state: Approval): string => APPROVAL_WORDS[state][open.talk.language]

async function templates(ask: Ask): Promise<void> {
  const { talk, db, tenantId } = ask.open
  const states = await inTenant(db, tenantId, (tx) => readTemplateStates(tx, tenantId))
  const rows = states.map(({ effective_at: at, ...one }) => ({ ...one, since: instantText(at) }))
  talk.data(rows, () =>
    rows.length === 0
      ? talk.word('messageNone')
      : tableText(
          (['Provider', 'Code', 'Language', 'State', 'Since'] as const).map((name) =>
            talk.word(`message${name}Head`),
          ),
          rows.map((row) => [
            row.provider,
            row.code,
            row.language,
            `${wordOf(ask, row.state)}${row.why === null ? '' : ` (${row.why})`}`,
            row.since,
          ]),
        ),
  )
}
