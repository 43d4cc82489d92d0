import { join } from 'node:path'
import { CHANNELS } from '../core/channel.ts'
import { CHANGE_WORDS } from '../store/change-words.ts'
import { instantText, type Tx } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { currentLawyer } from '../store/letter.ts'
import { messagePrices } from '../store/message-price.ts'
import { answerProposal, proposeChange, type Change } from '../store/strategy-proposal.ts'
import { templateFaults } from '../store/template-document.ts'
import { listTemplates } from '../store/template-list.ts'
import { madeUp, personOfCase, senderOf } from '../store/template-people.ts'
import { previews } from '../store/template-preview.ts'
import {
  currentTemplates,
  templateHistory,
  templateVersion,
  type TemplateRef,
} from '../store/template-version.ts'
import { loadTemplates } from '../store/templates.ts'
import { ROOT, type Context } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'
import { bad, inBook, whoOf, wholeOf, type Asked, type TemplateOptions } from './template-book.ts'
import { fileText, findingLines, templateFile } from './template-file.ts'
import { priceCommand } from './template-price.ts'
import { writePreviews } from './template-out.ts'
import { previewText } from './template-text.ts'

const COMMANDS: Readonly<Record<string, (asked: Asked) => Promise<number | undefined>>> = {
  list: listCommand,
  show: showCommand,
  check: checkCommand,
  preview: previewCommand,
  propose: proposeCommand,
  approve: (asked) => answerCommand(asked, 'approved'),
  reject: (asked) => answerCommand(asked, 'declined'),
  rollback: rollbackCommand,
  history: historyCommand,
  price: priceCommand,
}
const ALONE: ReadonlySet<string> = new Set(['list', 'price'])

/** Words that leave in the tenant's name: sound or not, seen as people get them, and who agreed. */
export async function templateCommand(
  context: Context,
  options: TemplateOptions,
  what = '',
  which?: string,
  more?: string,
): Promise<number | undefined> {
  const command = COMMANDS[what]
  if (command === undefined || (which === undefined && !ALONE.has(what)))
    throw bad(context, [what, which, more].join(' ').trim())
  return command({ context, options, which: which ?? '', more })
}

function refOf({ context, which }: Asked): TemplateRef {
  const [channel, name, rest] = which.split('/')
  const known = CHANNELS.find((one) => one === channel)
  if (known === undefined || name === undefined || rest !== undefined) throw bad(context, which)
  return { channel: known, name }
}

async function listCommand(asked: Asked): Promise<undefined> {
  const { talk } = asked.context
  const all = await inBook(asked, (tx, tenantId, { tools }) =>
    listTemplates(tx, tenantId, tools.shipped),
  )
  const { channel } = asked.options
  const rows = all.filter(({ document }) => channel === undefined || document.channel === channel)
  const head = [
    talk.word('templateName'),
    talk.word('templateKind'),
    talk.word('templateStages'),
    talk.word('templateTone'),
    talk.word('templateAudience'),
    talk.word('templateVersion'),
    talk.word('templateState'),
  ]
  talk.data(rows, () =>
    tableText(
      head,
      rows.map(({ document: of, version, sound, waiting, installedDiffers }) => [
        `${of.channel}/${of.name}`,
        of.kind,
        of.stages.join(' '),
        of.tone,
        of.audience,
        String(version),
        [
          talk.word(sound ? 'templateOk' : 'templateRefused'),
          ...(waiting > 0 ? [talk.word('templateWaits', { n: waiting })] : []),
          ...(installedDiffers ? [talk.word('templateInstalledDiffers')] : []),
        ].join(', '),
      ]),
    ),
  )
}

type In = { readonly tx: Tx; readonly tenantId: bigint }

async function documentOf(asked: Asked, ref: TemplateRef, { tx, tenantId }: In) {
  const { version } = asked.options
  const [current] = await currentTemplates(tx, tenantId, ref)
  const shown = version === undefined ? current?.version : wholeOf(asked, version)
  const found =
    shown === undefined
      ? undefined
      : await templateVersion(tx, tenantId, { ...ref, version: shown })
  if (found !== undefined) return found
  throw new Stop(asked.context.talk.word('templateNone', { name: asked.which }), EXIT.refused)
}

async function showCommand(asked: Asked): Promise<undefined> {
  const ref = refOf(asked)
  const found = await inBook(asked, (tx, tenantId) => documentOf(asked, ref, { tx, tenantId }))
  asked.context.talk.data(found, () => fileText(found))
}

/** Without a database, and so without what the law of the tenant's places asks beside the house. */
async function checkCommand({ context: { talk }, which }: Asked): Promise<number | undefined> {
  const document = await templateFile(talk, which)
  const { shipped } = await loadTemplates(join(ROOT, 'templates'))
  const findings = templateFaults(document, shipped)
  talk.data({ sound: findings.length === 0, findings }, () =>
    findings.length === 0
      ? talk.word('templateSound', { name: `${document.channel}/${document.name}` })
      : findingLines(talk, findings).join('\n'),
  )
  if (findings.length === 0) return undefined
  talk.say('templateCount', { n: findings.length })
  return EXIT.refused
}

async function previewCommand(asked: Asked): Promise<number | undefined> {
  const { talk } = asked.context
  const isFile = /\.ya?ml$/.test(asked.which)
  const given = isFile ? await templateFile(talk, asked.which) : undefined
  const ref = given ?? refOf(asked)
  const all = await inBook(asked, async (tx, tenantId, { tools, when }) => {
    const document = given ?? (await documentOf(asked, ref, { tx, tenantId }))
    const found = templateFaults(document, tools.shipped, tools.asked(document.channel))
    if (found.length > 0) return { found, shown: [], of: undefined }
    const { sender, firm } = await senderOf(tx, tenantId)
    const people = await peopleOf(asked, tx, { tenantId, firm })
    const prices = await messagePrices(tx, tenantId, when.today)
    const shown = previews(document, people, { sender, today: when.today, prices })
    const of = { document, people, sender, today: when.today, shown }
    return { found, shown, of: { ...of, lawyer: await currentLawyer(tx, tenantId) } }
  })
  const { of, ...made } = all
  talk.data(made, () =>
    [...findingLines(talk, made.found), ...made.shown.map((one) => previewText(talk, one))].join(
      '\n',
    ),
  )
  const { out } = asked.options
  if (out !== undefined && of !== undefined) await writePreviews(asked.context, out, of)
  return made.found.length === 0 ? undefined : EXIT.refused
}

async function peopleOf(
  { context: { talk }, options }: Asked,
  tx: Tx,
  { tenantId, firm }: { readonly tenantId: bigint; readonly firm: 'creditor' | 'agency' },
) {
  const { account: ref } = options
  if (ref === undefined) return madeUp(firm)
  const account = await findAccount(tx, tenantId, ref)
  const people = account && (await personOfCase(tx, { tenantId, borrowerId: account.borrowerId }))
  if (people === undefined) throw new Stop(talk.word('noAccount', { ref }), EXIT.refused)
  return people
}

async function proposeCommand(asked: Asked): Promise<number | undefined> {
  const { talk } = asked.context
  const document = await templateFile(talk, asked.which)
  return propose(asked, { kind: 'template', document }, `${document.channel}/${document.name}`)
}

async function rollbackCommand(asked: Asked): Promise<number | undefined> {
  const version = wholeOf(asked, asked.more)
  const change = { kind: 'template_rollback' as const, ...refOf(asked), version }
  return propose(asked, change, `${asked.which} · ${version}`)
}

async function propose(asked: Asked, change: Change, name: string): Promise<number | undefined> {
  const { talk } = asked.context
  const author = whoOf(asked, 'propose', 'author')
  const made = await inBook(asked, async (tx, tenantId, { tools, when }) => {
    const by = { author, words: asked.options.why, today: when.today, known: {}, templates: tools }
    const result = await proposeChange(tx, tenantId, change, by)
    const found =
      'declined' in result && change.kind === 'template'
        ? templateFaults(change.document, tools.shipped, tools.asked(change.document.channel))
        : []
    return { result, found }
  })
  const { result, found } = made
  if ('declined' in result) {
    const why = CHANGE_WORDS[result.declined][talk.language]
    throw new Stop([why, ...findingLines(talk, found)].join('\n'), EXIT.refused)
  }
  const said = { id: String(result.proposalId), name }
  talk.data(said, () => talk.word('templateProposed', said))
  return undefined
}

async function answerCommand(
  asked: Asked,
  answer: 'approved' | 'declined',
): Promise<number | undefined> {
  const { talk } = asked.context
  const proposalId = BigInt(wholeOf(asked, asked.which))
  const by = whoOf(asked, answer === 'approved' ? 'approve' : 'reject', 'by')
  const { why: words } = asked.options
  const made = await inBook(asked, (tx, tenantId, { tools, when }) =>
    answerProposal(tx, tenantId, {
      proposalId,
      by,
      answer,
      words,
      today: when.today,
      known: {},
      templates: tools,
    }),
  )
  if ('declined' in made) throw new Stop(CHANGE_WORDS[made.declined][talk.language], EXIT.refused)
  const name = `${made.channel}/${made.name}`
  talk.data({ id: String(proposalId), name, answer }, () =>
    talk.word('templateAnswered', {
      id: String(proposalId),
      name,
      answer: talk.word(`template_${answer}`),
    }),
  )
  return undefined
}

async function historyCommand(asked: Asked): Promise<undefined> {
  const { talk } = asked.context
  const ref = refOf(asked)
  const rows = await inBook(asked, (tx, tenantId) => templateHistory(tx, tenantId, ref))
  if (rows.length === 0)
    throw new Stop(talk.word('templateNone', { name: asked.which }), EXIT.refused)
  const head = [
    talk.word('templateVersion'),
    talk.word('templateState'),
    talk.word('templateAuthor'),
    talk.word('templateApprover'),
    talk.word('templateAt'),
    'sha256',
  ]
  talk.data(rows, () =>
    tableText(
      head,
      rows.map((row) => [
        String(row.version),
        talk.word(`template_${row.kind}`),
        row.author ?? '',
        row.approver ?? '',
        instantText(row.at),
        row.hash.slice(0, 12),
      ]),
    ),
  )
}
