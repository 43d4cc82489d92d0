/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { readRecording } from '../channels/voice/recordings.ts'
import type { Instant } from '../core/calendar.ts'
import { fileKind } from '../core/file-kind.ts'
import { evidenceFolder, receiptOfItem } from '../evidence/folder-receipt.ts'
import type { SealKey } from '../evidence/seal.ts'
import { inTenant, instantText } from '../store/db.ts'
import { deleteItem, readFolder, type FolderItem, type ItemDeleted } from '../store/folder.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import type { Language } from '../store/templates.ts'
import { dropUnkept } from '../worker/purge-folder.ts'
import { Facts, Fault, Go, Good, opened, Way, type Opened } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, type House } from './page.tsx'
import { sayFolder } from './words-evidence.ts'

export type Tools = { readonly home: string; readonly seal: SealKey }

export const toolsOf = ({ home, seal }: PortalDeps): Tools | undefined =>
  home === undefined || seal === undefined ? undefined : { home, seal }

export const offPage = (c: Context<PortalEnv>, house: House) =>
  show(c, {
    title: sayFolder(c.get('lang'), 'title'),
    house,
    children: <p>{sayFolder(c.get('lang'), 'off', { phone: house.phone })}</p>,
    status: 503,
  })

const readItems = (c: Context<PortalEnv>, deps: PortalDeps) =>
  opened(c, deps, (tx, session) => readFolder(tx, session))

/** When something came in, as a receipt says it: the same instant everywhere. */
const atText = (at: Instant): string => `${instantText(at).slice(0, 19).replace('T', ' ')} UTC`

export const titleOf = (item: FolderItem, lang: Language): string =>
  item.title === null
    ? sayFolder(lang, item.isPurged ? 'purgedOf' : 'deletedOf')
    : item.kind === 'note'
      ? `${sayFolder(lang, 'noteOf')}: ${item.title}`
      : item.title

/** What is in it, and what may be put in. */
export async function evidencePage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readItems(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const isDeleted = c.req.query('is') === 'deleted'
  const children = (
    <>
      {isDeleted ? <Good words={sayFolder(lang, 'deleteDone')} /> : null}
      <p>{sayFolder(lang, 'lead')}</p>
      <p>{sayFolder(lang, 'receiptWhy')}</p>
      <Way to="/p/folder/note" words={sayFolder(lang, 'addNote')} lang={lang} />
      <Way to="/p/folder/file" words={sayFolder(lang, 'addFile')} lang={lang} />
      <Way to="/p/talk/complain" words={sayFolder(lang, 'complain')} lang={lang} />
      <h2>{sayFolder(lang, 'items')}</h2>
      {here.view.length === 0 ? <p>{sayFolder(lang, 'none')}</p> : null}
      <ul>
        {here.view.map((item) => (
          <li key={String(item.itemNo)}>
            <a href={`/p/folder/${item.itemNo}?lang=${lang}`}>{titleOf(item, lang)}</a>
            <br />
            <span class="hint">
              {atText(item.receivedAt)}
              {item.careIds.length > 0 ? ` · ${sayFolder(lang, 'attached')}` : ''}
            </span>
          </li>
        ))}
      </ul>
      <Way to={checkPath(here)} words={sayFolder(lang, 'checkTitle')} lang={lang} />
    </>
  )
  return show(c, { title: sayFolder(lang, 'title'), house: here.house, children })
}

const checkPath = ({ session }: Opened<unknown>): string =>
  `/p/check/${session.tenantId.toString(32)}`

type Found = { readonly here: Opened<readonly FolderItem[]>; readonly item: FolderItem }

async function itemOf(c: Context<PortalEnv>, deps: PortalDeps): Promise<Found | undefined> {
  const here = await readItems(c, deps)
  const item = here?.view.find(({ itemNo }) => String(itemNo) === c.req.param('item'))
  return here === undefined || item === undefined ? undefined : { here, item }
}

/** One thing, its receipt, and how anybody can check it. */
export async function itemPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const found = await itemOf(c, deps)
  if (found === undefined) return gonePage(c)
  const { here, item } = found
  const lang = c.get('lang')
  const of = `/p/folder/${item.itemNo}`
  const isPicture = item.kind === 'file' && /^image\/(?:png|jpeg|gif|webp)$/.test(item.mediaType)
  const children = (
    <>
      <Fault words={fault} />
      {c.req.query('is') === 'kept' ? <Good words={sayFolder(lang, 'keptNow')} /> : null}
      <ReceiptPart lang={lang} item={item} />
      <Way to={`${of}/receipt`} words={sayFolder(lang, 'getReceipt')} lang={lang} />
      {item.title === null ? null : (
        <>
          <Way to={`${of}/file?keep=1`} words={sayFolder(lang, 'getFile')} lang={lang} />
          {isPicture ? (
            <p>
              <img src={`${of}/file`} alt={sayFolder(lang, 'picture')} />
            </p>
          ) : null}
          {item.words === null ? null : <pre>{item.words}</pre>}
          {item.careIds.length > 0 ? (
            <p>{sayFolder(lang, 'deleteNot')}</p>
          ) : (
            <Way to={`${of}/delete`} words={sayFolder(lang, 'delete')} lang={lang} />
          )}
        </>
      )}
      <section aria-labelledby="how">
        <h2 id="how">{sayFolder(lang, 'how')}</h2>
        <p>{sayFolder(lang, 'howKeep')}</p>
        <Way to={checkPath(here)} words={sayFolder(lang, 'howHere')} lang={lang} />
        <p>{sayFolder(lang, 'howSelf')}</p>
        <p>{sayFolder(lang, 'checkFile')}</p>
      </section>
      <Way to="/p/folder" words={sayFolder(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: titleOf(item, lang), house: here.house, children, status })
}

const ReceiptPart = ({ lang, item }: { lang: Language; item: FolderItem }) => (
  <section aria-labelledby="receipt">
    <h2 id="receipt">{sayFolder(lang, 'receipt')}</h2>
    <Facts
      rows={[
        [sayFolder(lang, 'receiptNo'), item.receiptNo],
        [sayFolder(lang, 'receivedAt'), atText(item.receivedAt)],
        [sayFolder(lang, 'hash'), item.sha256],
        [sayFolder(lang, 'size'), sayFolder(lang, 'bytes', { n: String(item.bytes) })],
      ]}
    />
  </section>
)

export async function receiptFile(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await itemOf(c, deps)
  if (found === undefined) return gonePage(c)
  return c.body(receiptOfItem(found.item), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="receipt-${found.item.receiptNo}.txt"`,
  })
}

/** Nothing that lies here runs: a picture is shown on its page, and everything is handed out to be kept. */
const SHUT = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'"

export async function itemFile(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await itemOf(c, deps)
  const tools = toolsOf(deps)
  if (found === undefined || found.item.title === null || tools === undefined) return gonePage(c)
  const { item, here } = found
  const folder = evidenceFolder(tools.home, here.session.tenantId)
  const bytes = await readRecording(folder, item.sha256)
  if (bytes === undefined) return gonePage(c)
  const kind = fileKind(bytes)
  const name = `${item.receiptNo}.${item.kind === 'note' ? 'txt' : (kind?.ending ?? 'bin')}`
  const isShown =
    item.kind === 'file' && kind?.isPicture === true && c.req.query('keep') === undefined
  const how = isShown ? 'inline' : 'attachment'
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': item.kind === 'note' ? 'text/plain; charset=utf-8' : item.mediaType,
    'Content-Disposition': `${how}; filename="${name}"`,
    'Content-Security-Policy': SHUT,
  })
}

export async function askDelete(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await itemOf(c, deps)
  if (found === undefined || found.item.title === null) return gonePage(c)
  const { here, item } = found
  const lang = c.get('lang')
  const children = (
    <>
      <p>
        <strong>{titleOf(item, lang)}</strong>
      </p>
      <p>{sayFolder(lang, 'deleteWhat')}</p>
      <form method="post" action={`/p/folder/${item.itemNo}/delete?lang=${lang}`}>
        <Go words={sayFolder(lang, 'delete')} />
      </form>
      <Way to={`/p/folder/${item.itemNo}`} words={sayFolder(lang, 'back')} lang={lang} />
    </>
  )
  return show(c, { title: sayFolder(lang, 'deleteAsk'), house: here.house, children })
}

/** The words first, then the bytes: what is interrupted leaves bytes that nobody finds, never words without. */
export async function deleteNow(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await itemOf(c, deps)
  const tools = toolsOf(deps)
  if (found === undefined || tools === undefined) return gonePage(c)
  const { session } = found.here
  const { tenantId, borrowerId } = session
  const ref = { tenantId, borrowerId }
  const of = { by: 'borrower', now: deps.now() }
  const made = await inTenant<ItemDeleted>(deps.db, tenantId, async (tx) => {
    await lockBorrower(tx, ref)
    return deleteItem(tx, ref, found.item.itemNo, of)
  })
  const lang = c.get('lang')
  if ('declined' in made) {
    if (made.declined === 'used_in_complaint')
      return itemPage(c, deps, sayFolder(lang, 'deleteNot'))
    return c.redirect(`/p/folder?lang=${lang}`, 303)
  }
  const folder = evidenceFolder(tools.home, tenantId)
  if (made.isLast) await dropUnkept(deps.db, tenantId, { folder, sha256: made.sha256 })
  return c.redirect(`/p/folder?lang=${lang}&is=deleted`, 303)
}
