import type { Context, Hono } from 'hono'
import { FILE_BYTES_MAX } from '../store/folder.ts'
import { aboutPage, changeHelper, changeLanguage, helperPage, languagePage } from './about-you.tsx'
import type { Form } from './asking.tsx'
import { situationPage, situationSure, takeBack, tellSituationNow } from './situation.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import {
  extraPage,
  movePage,
  movePayment,
  payExtra,
  skipPage,
  skipPayment,
} from './plan-change.tsx'
import { agreePlan, checkPage, waysPage } from './plan-ways.tsx'
import { planPage, whenPage } from './plan.tsx'
import { helpPage } from './help.tsx'
import { askDelete, deleteNow, evidencePage, itemFile, itemPage, receiptFile } from './folder.tsx'
import { filePage, notePage, takeFile } from './folder-note.tsx'
import { complainPage, complainSure, sendComplaint } from './complain.tsx'
import { rewardsPage } from './rewards.tsx'
import { askCall, callPage, cancelCall, talkPage } from './talk.tsx'
import { takeWords, writePage } from './talk-write.tsx'
import { checkReceiptPage } from './receipt-check.tsx'
import { advicePage, surePage, takeAdvice, tellPage, tellSure } from './help-tell.tsx'

type WithForm = (
  c: Context<PortalEnv>,
  work: (form: Form) => Promise<Response>,
) => Promise<Response>

/** The one form that brings a file, and how large it may be with what stands around it. */
export const UPLOAD_PATH = '/p/folder/file'
export const UPLOAD_BYTES_MAX = FILE_BYTES_MAX + 16 * 1024

/** The pages on which somebody does something about their debt without calling. */
export function addDoing(app: Hono<PortalEnv>, deps: PortalDeps, withForm: WithForm): void {
  app.get('/p/plan', (c) => planPage(c, deps))
  app.get('/p/plan/when', (c) => whenPage(c, deps))
  app.get('/p/plan/ways', (c) => waysPage(c, deps))
  app.get('/p/plan/terms', (c) => checkPage(c, deps))
  app.post('/p/plan', (c) => withForm(c, (form) => agreePlan(c, deps, form)))
  app.get('/p/plan/move', (c) => movePage(c, deps))
  app.post('/p/plan/move', (c) => withForm(c, (form) => movePayment(c, deps, form)))
  app.get('/p/plan/skip', (c) => skipPage(c, deps))
  app.post('/p/plan/skip', (c) => withForm(c, (form) => skipPayment(c, deps, form)))
  app.get('/p/plan/extra', (c) => extraPage(c, deps))
  app.post('/p/plan/extra', (c) => withForm(c, (form) => payExtra(c, deps, form)))
  app.get('/p/help', (c) => helpPage(c, deps))
  app.get('/p/help/advice', (c) => advicePage(c, deps))
  app.post('/p/help/advice', (c) => withForm(c, (form) => takeAdvice(c, deps, form)))
  app.get('/p/help/tell', (c) => tellPage(c, deps))
  app.get('/p/help/sure', (c) => surePage(c, deps))
  app.post('/p/help/sure', (c) => withForm(c, (form) => tellSure(c, deps, form)))
  app.get('/p/folder', (c) => evidencePage(c, deps))
  app.get('/p/folder/note', (c) => notePage(c, deps))
  app.post('/p/folder/note', (c) => withForm(c, (form) => notePage(c, deps, form)))
  app.get(UPLOAD_PATH, (c) => filePage(c, deps))
  app.post(UPLOAD_PATH, (c) => takeFile(c, deps))
  app.get('/p/folder/:item', (c) => itemPage(c, deps))
  app.get('/p/folder/:item/receipt', (c) => receiptFile(c, deps))
  app.get('/p/folder/:item/file', (c) => itemFile(c, deps))
  app.get('/p/folder/:item/delete', (c) => askDelete(c, deps))
  app.post('/p/folder/:item/delete', (c) => deleteNow(c, deps))
  for (const path of ['/p/check', '/p/check/:house']) {
    app.get(path, (c) => checkReceiptPage(c, deps))
    app.post(path, (c) => withForm(c, (form) => checkReceiptPage(c, deps, form)))
  }
  app.get('/p/talk', (c) => talkPage(c, deps))
  app.get('/p/talk/call', (c) => callPage(c, deps))
  app.post('/p/talk/call', (c) => withForm(c, (form) => askCall(c, deps, form)))
  app.post('/p/talk/call/cancel', (c) => withForm(c, (form) => cancelCall(c, deps, form)))
  app.get('/p/talk/write', (c) => writePage(c, deps))
  app.post('/p/talk/write', (c) => withForm(c, (form) => takeWords(c, deps, form)))
  app.get('/p/talk/complain', (c) => complainPage(c, deps))
  app.get('/p/talk/complain/sure', (c) => complainSure(c, deps))
  app.post('/p/talk/complain/sure', (c) => withForm(c, (form) => sendComplaint(c, deps, form)))
  app.get('/p/rewards', (c) => rewardsPage(c, deps))
  app.get('/p/about-you', (c) => aboutPage(c, deps))
  app.get('/p/about-you/situation', (c) => situationPage(c, deps))
  app.post('/p/about-you/situation', (c) => withForm(c, (form) => takeBack(c, deps, form)))
  app.get('/p/about-you/sure', (c) => situationSure(c, deps))
  app.post('/p/about-you/sure', (c) => withForm(c, (form) => tellSituationNow(c, deps, form)))
  app.get('/p/about-you/helper', (c) => helperPage(c, deps))
  app.post('/p/about-you/helper', (c) => withForm(c, (form) => changeHelper(c, deps, form)))
  app.get('/p/about-you/language', (c) => languagePage(c, deps))
  app.post('/p/about-you/language', (c) => withForm(c, (form) => changeLanguage(c, deps, form)))
}
