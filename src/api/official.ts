import { z } from '@hono/zod-openapi'
import type { Words } from '../core/words.ts'
import { inTenant, type Tx } from '../store/db.ts'
import {
  addSign,
  endSign,
  isOurs,
  listSigns,
  readCreditors,
  type OfficialSign,
  type SignDeclined,
} from '../store/official.ts'
import { readHouse } from '../store/portal-read.ts'
import { portalSchema } from '../store/portal-settings.ts'
import { readStaff } from '../store/staff.ts'
import { keepDocument, readDocument } from '../store/tenant-document.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { DayOut, words } from './schemas.ts'
import { NumberIn } from './views.ts'
import { SIGN_KINDS, type OfficialSignWire, type PortalSettingsWire } from './wire-official.ts'
import type { Language } from './wire.ts'

const Sign: z.ZodType<OfficialSignWire> = z
  .object({
    number: z.string(),
    kind: z.enum(SIGN_KINDS),
    text: z.string(),
    about: z.string().nullable(),
    url: z.string().nullable(),
    creditor: z.string().nullable(),
    begins_on: DayOut,
    ends_on: DayOut.nullable(),
    is_ours: z.boolean(),
  })
  .openapi('OfficialSign')
const Out: z.ZodType<PortalSettingsWire> = z
  .object({
    house: z.object({ name: z.string(), phone: z.string(), url: z.string() }),
    creditors: z.array(z.string()),
    settings: portalSchema,
    since: DayOut.nullable(),
    set_by: z.string().nullable(),
    signs: z.array(Sign),
  })
  .openapi('PortalSettings')
const SignGiven = z
  .strictObject({
    kind: z.enum(SIGN_KINDS),
    text: words(200),
    about: words(200).optional(),
    url: z.string().max(300).optional(),
    user_id: z.string().max(200).optional(),
    creditor: words(200).optional(),
  })
  .openapi('OfficialSignGiven')

/** What the borrower's pages say of the house, and what anybody may look up as its own. */
export function addOfficial(api: Api, deps: ApiDeps): void {
  const read = (tx: Tx, actor: Actor) => settingsOf(tx, deps, actor)
  addRoute(api, deps, {
    route: 'GET /v1/portal-settings',
    summary: 'What the borrower’s pages say of the house: hours, complaints, and what is its own',
    status: 200,
    answer: Out,
    problems: [],
    handle: ({ actor }) => inTenant(deps.db, actor.tenantId, (tx) => read(tx, actor)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/portal-settings',
    summary: 'What the pages say from today on; the same again is no new version',
    body: portalSchema,
    status: 201,
    answer: Out,
    problems: [],
    dryRun: true,
    handle: ({ deps: own, actor, body }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const said = { name: 'portal', effectiveOn: own.today(), document: body } as const
        await keepDocument(tx, actor.tenantId, { ...said, by: actor.userId })
        return read(tx, actor)
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/official-signs',
    summary:
      'Records that a number, a sender, an account or a register’s number is ours from today on',
    body: SignGiven,
    status: 201,
    answer: Out,
    problems: ['sign_refused'],
    dryRun: true,
    handle: ({ deps: own, actor, body, lang }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const { user_id: userId, ...sign } = body
        const given = { ...sign, userId, beginsOn: own.today(), by: actor.userId }
        const made = await addSign(tx, actor.tenantId, given)
        return 'declined' in made ? refused(made, lang) : read(tx, actor)
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/official-signs/{number}/ends',
    summary: 'From today it is ours no more; that it was until then is still told',
    params: NumberIn,
    body: z.strictObject({}),
    status: 201,
    answer: Out,
    problems: ['sign_refused'],
    dryRun: true,
    handle: ({ deps: own, actor, params, lang }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const of = { signNo: BigInt(params.number), on: own.today(), by: actor.userId }
        const done = await endSign(tx, actor.tenantId, of)
        return 'declined' in done ? refused(done, lang) : read(tx, actor)
      }),
  })
}

const WHY: Readonly<Record<SignDeclined['declined'], Words>> = {
  no_such_staff: { en: 'There is no such member of staff.', zh: '没有此员工。' },
  wrong_role: {
    en: 'Only compliance or an administrator may say what is ours.',
    zh: '只有合规人员或管理员可以登记官方信息。',
  },
  not_of_this_kind: {
    en: 'That cannot be of this kind: a phone number is figures, an email has an @, a website is a host.',
    zh: '内容与类型不符：电话须为数字，邮箱须含 @，网站须为域名。',
  },
  needs_person: {
    en: 'The id of a person names that person, and nothing else does.',
    zh: '工号须指明员工，其他类型不得指明。',
  },
  needs_about: { en: 'A register needs its name.', zh: '登记编号须给出登记机构名称。' },
  bad_url: {
    en: 'The address has to be whole and begin with https://',
    zh: '须为以 https:// 开头的完整网址。',
  },
  no_such_creditor: { en: 'No portfolio has this creditor.', zh: '没有资产包属于该债权机构。' },
  already_ours: { en: 'It is recorded already.', zh: '已登记。' },
  no_such_sign: { en: 'There is nothing of this number now.', zh: '没有该编号的有效登记。' },
  ended_before_it_began: {
    en: 'It cannot end before the day from which it is ours.',
    zh: '终止日不得早于生效日。',
  },
}

const refused = ({ declined }: SignDeclined, lang: Language): Declined => ({
  declined: 'sign_refused',
  more: { detail: WHY[declined][lang] },
})

async function settingsOf(tx: Tx, deps: ApiDeps, actor: Actor): Promise<PortalSettingsWire> {
  const { tenantId } = actor
  const today = deps.today()
  const found = await readDocument(tx, tenantId, { name: 'portal', today })
  const { name = '', phone = '', url = '' } = (await readHouse(tx, tenantId)) ?? {}
  const setBy = found && ((await readStaff(tx, tenantId, found.setBy))?.name ?? found.setBy)
  const signs = await listSigns(tx, tenantId)
  return {
    house: { name, phone, url },
    creditors: [...(await readCreditors(tx, tenantId))],
    settings: found === undefined ? {} : portalSchema.parse(found.document),
    since: found?.effectiveOn ?? null,
    set_by: setBy ?? null,
    signs: signs.map((sign) => signOut(sign, isOurs(sign, today))),
  }
}

const signOut = (sign: OfficialSign, is_ours: boolean): OfficialSignWire => ({
  number: String(sign.signNo),
  kind: sign.kind,
  text: sign.shown,
  about: sign.about,
  url: sign.url,
  creditor: sign.creditor,
  begins_on: sign.beginsOn,
  ends_on: sign.endsOn,
  is_ours,
})
