/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant, type Tx } from '../store/db.ts'
import {
  isOurs,
  listSigns,
  readCreditors,
  readJurisdictions,
  type OfficialSign,
} from '../store/official.ts'
import { keepCheck, mayAsk } from '../store/official-check.ts'
import { readTenant } from '../store/pay-link.ts'
import { readHouse, type HouseRow } from '../store/portal-read.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Line } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, Wrong } from './page.tsx'
import { answerOf, lookUp, payHosts, type Found } from './real-look.ts'
import { networkHash } from './session.ts'
import { say, type PortalWord } from './words.ts'

/** What anybody may read of a house before any question; nothing of it is of a borrower. */
type Real = {
  readonly tenantId: bigint
  readonly house: HouseRow
  readonly signs: readonly OfficialSign[]
  readonly creditors: readonly string[]
  readonly jurisdictions: readonly string[]
  readonly payHosts: readonly string[]
}

type Asked =
  | {
      readonly is: 'found'
      readonly found: readonly Found[]
      readonly creditor: string | undefined
    }
  | { readonly is: 'too_many' }

/** The country's code in front of a number that is dialled at home. */
const COUNTRY_CODES: Readonly<Record<string, string>> = {
  au: '61',
  cn: '86',
  in: '91',
  uk: '44',
  us: '1',
}

const TYPED_MAX = 200

/** Of an address the house that it names, else the one whose server this is. */
function tenantOf(c: Context<PortalEnv>, deps: PortalDeps): bigint | undefined {
  const digits = c.req.param('house')
  return digits === undefined ? deps.tenantId : readTenant(digits)
}

async function readReal(tx: Tx, deps: PortalDeps, tenantId: bigint): Promise<Real | undefined> {
  const house = await readHouse(tx, tenantId)
  if (house === undefined) return undefined
  const today = deps.today()
  return {
    tenantId,
    house,
    signs: (await listSigns(tx, tenantId)).filter((sign) => isOurs(sign, today)),
    creditors: await readCreditors(tx, tenantId),
    jurisdictions: await readJurisdictions(tx, tenantId),
    payHosts: payHosts(deps, tenantId),
  }
}

/** Who we are, for whom, and how to check it, for anybody, before any question. */
export async function realPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const tenantId = tenantOf(c, deps)
  if (tenantId === undefined) return gonePage(c)
  const real = await inTenant(deps.db, tenantId, (tx) => readReal(tx, deps, tenantId))
  return real === undefined ? gonePage(c) : page(c, real)
}

/** Whether what somebody typed is ours today. */
export async function checkReal(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const tenantId = tenantOf(c, deps)
  if (tenantId === undefined) return gonePage(c)
  const typed = (form.get('typed') ?? '').slice(0, TYPED_MAX)
  const of = { networkHash: networkHash(deps, deps.addressOf(c.req.raw, c.env)), now: deps.now() }
  const done = await inTenant(deps.db, tenantId, async (tx) => {
    const real = await readReal(tx, deps, tenantId)
    if (real === undefined || typed.trim() === '') return { real, asked: undefined }
    if (!(await mayAsk(tx, tenantId, of))) return { real, asked: { is: 'too_many' } as const }
    const creditor = real.creditors.find((one) => one === form.get('creditor'))
    const found = await lookUp(tx, deps, tenantId, {
      typed,
      creditor,
      today: deps.today(),
      house: real.house,
      countryCodes: codesOf(real.jurisdictions),
    })
    await keepCheck(tx, tenantId, { ...of, answer: answerOf(found) })
    return { real, asked: { is: 'found', found, creditor } as const }
  })
  return done.real === undefined ? gonePage(c) : page(c, done.real, done.asked)
}

const codesOf = (jurisdictions: readonly string[]): readonly string[] => [
  ...new Set(jurisdictions.flatMap((one) => COUNTRY_CODES[one.split('-')[0] ?? ''] ?? [])),
]

function page(c: Context<PortalEnv>, real: Real, asked?: Asked) {
  const lang = c.get('lang')
  const { house } = real
  const children = (
    <>
      {asked === undefined ? null : <Answer lang={lang} real={real} asked={asked} />}
      <CheckForm lang={lang} real={real} action={c.req.path} />
      <Who lang={lang} real={real} />
      <Money lang={lang} real={real} />
      <section aria-labelledby="never">
        <h2 id="never">{say(lang, 'realNeverTitle')}</h2>
        <ul>
          {(['realNever1', 'realNever2', 'realNever3', 'realNever4'] as const).map((key) => (
            <li key={key}>{say(lang, key)}</li>
          ))}
        </ul>
      </section>
      <Report lang={lang} real={real} />
    </>
  )
  const status = asked?.is === 'too_many' ? 429 : 200
  return show(c, { title: say(lang, 'realTitle', { name: house.name }), house, children, status })
}

function CheckForm({ lang, real, action }: { lang: Language; real: Real; action: string }) {
  return (
    <form method="post" action={`${action}?lang=${lang}`} aria-labelledby="check">
      <h2 id="check">{say(lang, 'realCheckTitle')}</h2>
      <Line
        required
        name="typed"
        label={say(lang, 'realCheckLabel')}
        hint={say(lang, 'realCheckHint')}
        most={TYPED_MAX}
      />
      {real.creditors.length > 1 ? (
        <p>
          <label for="creditor">{say(lang, 'realForWhom')}</label>
          <br />
          <select id="creditor" name="creditor">
            <option value="">{say(lang, 'realNotSaid')}</option>
            {real.creditors.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </p>
      ) : null}
      <p>
        <button type="submit">{say(lang, 'realCheckGo')}</button>
      </p>
      <p class="hint">{say(lang, 'realNotKept')}</p>
    </form>
  )
}

function Answer({ lang, real, asked }: { lang: Language; real: Real; asked: Asked }) {
  const { phone } = real.house
  if (asked.is === 'too_many') return <Wrong words={say(lang, 'realTooMany', { phone })} />
  const { found, creditor } = asked
  if (found.length === 0) return <Wrong words={say(lang, 'realUnknown', { phone })} />
  return (
    <>
      {found.map((one, i) => {
        const words = foundWords(lang, real, { one, creditor })
        const isGood = one.is !== 'sign' || one.state === 'ours'
        return isGood ? (
          <p key={i} class="good" role="status">
            {words}
          </p>
        ) : (
          <Wrong key={i} words={words} />
        )
      })}
    </>
  )
}

function foundWords(
  lang: Language,
  real: Real,
  { one, creditor }: { readonly one: Found; readonly creditor: string | undefined },
): string {
  const { phone } = real.house
  if (one.is === 'letter') return say(lang, 'realLetter', { day: dayText(one.on, lang), phone })
  if (one.is === 'certificate') {
    const { issuedOn, sha256 } = one.made
    return say(lang, 'realCertificate', { day: dayText(issuedOn, lang), ...sha256 })
  }
  if (one.is === 'pay_page') return say(lang, 'realPayPage', { shown: one.shown })
  if (one.is === 'house') return say(lang, `real_${one.kind}`, { shown: one.shown, phone })
  const { sign, state } = one
  const values = {
    shown: sign.shown,
    about: sign.about ?? '',
    phone,
    creditor: creditor ?? '',
    creditors: join(lang, sign.creditor === null ? real.creditors : [sign.creditor]),
    day: dayText(state === 'not_yet' ? sign.beginsOn : (sign.endsOn ?? sign.beginsOn), lang),
  }
  if (state !== 'ours') return say(lang, `real_${state}`, values)
  const words = say(lang, `real_${sign.kind}`, values)
  const isForOne = sign.creditor !== null && sign.kind !== 'staff' && sign.kind !== 'bank_account'
  return isForOne ? `${words} ${say(lang, 'realForOne', values)}` : words
}

const join = (lang: Language, names: readonly string[]): string =>
  new Intl.ListFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { type: 'conjunction' }).format(names)

function Who({ lang, real }: { lang: Language; real: Real }) {
  const { house, creditors, signs } = real
  const registers = signs.filter(({ kind }) => kind === 'register')
  return (
    <section aria-labelledby="who">
      <h2 id="who">{say(lang, 'realWho')}</h2>
      <dl>
        <dt>{say(lang, 'realName')}</dt>
        <dd>{house.name}</dd>
        <dt>{say(lang, 'realActsFor')}</dt>
        <dd>{join(lang, creditors)}</dd>
        {registers.map((one) => (
          <>
            <dt>{one.about}</dt>
            <dd>
              {one.shown}
              {one.url === null ? null : (
                <>
                  {' '}
                  <a href={one.url} rel="noreferrer">
                    {say(lang, 'realLookItUp', { name: one.about ?? '' })}
                  </a>
                </>
              )}
            </dd>
          </>
        ))}
        <dt>{say(lang, 'realPhone')}</dt>
        <dd>{house.phone}</dd>
        <dt>{say(lang, 'realSite')}</dt>
        <dd>{house.url}</dd>
      </dl>
      <p>{say(lang, 'realFaked', { phone: house.phone })}</p>
    </section>
  )
}

/** Where money may go. Whatever is not here is not ours. */
function Money({ lang, real }: { lang: Language; real: Real }) {
  const accounts = real.signs.filter(({ kind }) => kind === 'bank_account')
  return (
    <section aria-labelledby="money">
      <h2 id="money">{say(lang, 'realMoneyTitle')}</h2>
      <ul>
        <li>{say(lang, 'realMoneyHere')}</li>
        {real.payHosts.map((host) => (
          <li key={host}>{say(lang, 'realMoneyHost', { host })}</li>
        ))}
        {accounts.map((one) => (
          <li key={String(one.signNo)}>
            {say(lang, 'realMoneyAccount', {
              shown: one.shown,
              creditors: join(lang, one.creditor === null ? real.creditors : [one.creditor]),
            })}
          </li>
        ))}
      </ul>
      <p>{say(lang, 'realMoneyNever')}</p>
    </section>
  )
}

const REPORTS: Readonly<Record<string, PortalWord>> = {
  cn: 'realReport_cn',
  uk: 'realReport_uk',
  us: 'realReport_us',
}

function Report({ lang, real }: { lang: Language; real: Real }) {
  const lines = [
    ...new Set(real.jurisdictions.flatMap((one) => REPORTS[one.split('-')[0] ?? ''] ?? [])),
  ]
  return (
    <section aria-labelledby="report">
      <h2 id="report">{say(lang, 'realReportTitle')}</h2>
      <p>{say(lang, 'realReportUs', { phone: real.house.phone })}</p>
      {lines.map((key) => (
        <p key={key}>{say(lang, key)}</p>
      ))}
    </section>
  )
}
