/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { batchName, lettersFolder, readLetterFile } from '../channels/letter/folder.ts'
import { HEADINGS, LETTER_KINDS } from '../channels/letter/kinds.ts'
import { inTenant } from '../store/db.ts'
import { FOLDER_PROVIDER, openFolder, type FolderRow } from '../store/portal-message.ts'
import { readHouse, readReceipts, type ReceiptRow } from '../store/portal-read.ts'
import { readLettersSent, readSaid, type LetterSent, type SaidRow } from '../store/portal-thread.ts'
import { receiveReceipt } from '../store/receipt-in.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { pdfOf } from './done.tsx'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { Receipts } from './pay-page.tsx'
import { sessionOf, type PortalSession } from './session.ts'
import { say } from './words.ts'

/** What passed between the borrower and us, and the papers of the account: newest first. */
export async function folderPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId } = session
  const { house, messages, said, letters, receipts } = await inTenant(
    deps.db,
    tenantId,
    async (tx) => ({
      house: await readHouse(tx, tenantId),
      messages: await openFolder(tx, tenantId, { ...session, now: deps.now() }),
      said: await readSaid(tx, session),
      letters: await readLettersSent(tx, session),
      receipts: await readReceipts(tx, tenantId, session),
    }),
  )
  // Delivered by being read. What ends before this is told is found by the folder's own record.
  for (const { attemptKey, isNew } of messages) {
    const read = { provider: FOLDER_PROVIDER, attemptKey, said: 'delivered', detail: {} } as const
    if (isNew) await receiveReceipt(deps.db, tenantId, { ...read, at: deps.now() })
  }
  const lang = c.get('lang')
  const children = (
    <>
      <Here lang={lang} messages={messages} />
      <Papers lang={lang} letters={letters} receipts={receipts} />
      <Said lang={lang} said={said} />
      <p class="screen">
        <a href={`/p/pay?lang=${lang}`}>{say(lang, 'toPay')}</a>
      </p>
    </>
  )
  return show(c, { title: say(lang, 'folderTitle'), house, children })
}

/** Messages that lie here, in the language in which they were written. */
function Here({ lang, messages }: { lang: Language; messages: readonly FolderRow[] }) {
  if (messages.length === 0) return <p>{say(lang, 'folderNone')}</p>
  return (
    <>
      {messages.map((one, nth) => (
        <section key={nth} lang={one.language === 'zh' ? 'zh-CN' : 'en'}>
          <h2>{one.subject ?? one.on}</h2>
          <Text words={one.body} />
        </section>
      ))}
    </>
  )
}

const Text = ({ words }: { words: string }) => (
  <>
    {words.split('\n').map((line, i) => (
      <p key={i}>{line}</p>
    ))}
  </>
)

const headingOf = (kind: string, lang: Language): string =>
  HEADINGS[LETTER_KINDS.find((one) => one === kind) ?? 'reminder'][lang]

type PapersOf = {
  readonly lang: Language
  readonly letters: readonly LetterSent[]
  readonly receipts: readonly ReceiptRow[]
}

function Papers({ lang, letters, receipts }: PapersOf) {
  return (
    <>
      {letters.length === 0 ? null : (
        <section aria-labelledby="letters">
          <h2 id="letters">{say(lang, 'folderLetters')}</h2>
          <ul>
            {letters.map((one) => (
              <li key={one.attemptKey}>
                <a href={`/p/messages/letter/${one.attemptKey}`}>
                  {`${dayText(one.on, lang)} · ${headingOf(one.kind, lang)} (PDF)`}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Receipts lang={lang} receipts={receipts} />
    </>
  )
}

function Said({ lang, said }: { lang: Language; said: readonly SaidRow[] }) {
  if (said.length === 0) return null
  return (
    <section aria-labelledby="said">
      <h2 id="said">{say(lang, 'folderSaid')}</h2>
      {said.map((one, nth) => (
        <article key={nth} aria-labelledby={`said-${nth}`}>
          <h3 id={`said-${nth}`}>
            {say(lang, one.way === 'in' ? 'folderIn' : 'folderOut', {
              day: dayText(one.on, lang),
              way: say(lang, `way_${one.channel}`),
            })}
          </h3>
          <Text words={one.words} />
        </article>
      ))}
    </section>
  )
}

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A letter of one's own, byte for byte as it was printed. */
export async function letterFile(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const key = c.req.param('key') ?? ''
  if (session === undefined || !KEY.test(key)) return gonePage(c)
  const letter = (await lettersOf(deps, session)).find(({ attemptKey }) => attemptKey === key)
  if (letter === undefined || deps.home === undefined) return gonePage(c)
  const folder = lettersFolder(deps.home, session.tenantId)
  const pdf = await readLetterFile(folder, { ...letter, batch: batchName(letter.batch) })
  return pdf === undefined ? gonePage(c) : pdfOf(c, pdf, `letter-${letter.on}.pdf`)
}

const lettersOf = (deps: PortalDeps, session: PortalSession) =>
  inTenant(deps.db, session.tenantId, (tx) => readLettersSent(tx, session))
