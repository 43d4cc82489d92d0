/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { budgetResult, type BudgetAnswer, type BudgetAnswers } from '../core/budget.ts'
import {
  BUDGET_FORM,
  PERIOD_WORDS,
  PERIODS,
  questionOf,
  SECTION_WORDS,
  type BudgetQuestion,
  type Period,
} from '../core/budget-form.ts'
import { currencyOf, decimalText, minorDigits, money, parseMinor } from '../core/money.ts'
import { keepBudget, readBudgets, readGuidelines } from '../store/budget.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { readOwed } from '../store/pay-owed.ts'
import { readHouse } from '../store/portal-read.ts'
import type { Language } from '../store/templates.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, Wrong, type House } from './page.tsx'
import { sayMinor } from './pay-page.tsx'
import { sessionOf, type PortalSession } from './session.ts'
import { sayBudget } from './words-budget.ts'

/** The borrower's own form: one question a page, saved with every answer, taken up where it was left. */

type View = {
  readonly house: House
  readonly currency: string
  readonly answers: BudgetAnswers
  readonly isFinal: boolean
  readonly missing: readonly string[]
  readonly sustainableMinor: bigint
}

async function viewOf(tx: Tx, deps: PortalDeps, of: PortalSession): Promise<View | undefined> {
  const { tenantId, borrowerId } = of
  const house = await readHouse(tx, tenantId)
  const owed = await readOwed(tx, tenantId, of)
  if (house === undefined || owed === undefined) return undefined
  const { currency } = owed
  const [newest] = (await readBudgets(tx, tenantId, borrowerId)).filter(
    (one) => one.currency === currency,
  )
  const { guidelines } = await readGuidelines(tx, tenantId, { currency, today: deps.today() })
  const answers = newest?.answers ?? {}
  const { missing, sustainableMinor } = budgetResult(answers, guidelines)
  return { house, currency, answers, isFinal: newest?.isFinal ?? false, missing, sustainableMinor }
}

async function opened(
  c: Context<PortalEnv>,
  deps: PortalDeps,
): Promise<{ readonly session: PortalSession; readonly view: View } | undefined> {
  const session = sessionOf(c, deps)
  const view =
    session && (await inTenant(deps.db, session.tenantId, (tx) => viewOf(tx, deps, session)))
  return session === undefined || view === undefined ? undefined : { session, view }
}

/** Every question with its answer: where one goes on, and what one signs. */
export async function budgetPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await opened(c, deps)
  if (found === undefined) return gonePage(c)
  const { view } = found
  const lang = c.get('lang')
  const children = (
    <>
      <p>{sayBudget(lang, 'why')}</p>
      {view.isFinal ? <p class="good">{sayBudget(lang, 'signed')}</p> : null}
      {view.missing.length === 0 ? (
        <p>
          {sayBudget(lang, 'sustains', {
            amount: sayMinor(view.sustainableMinor, view.currency, lang),
          })}
        </p>
      ) : null}
      <h2>{sayBudget(lang, 'check')}</h2>
      <dl>
        {BUDGET_FORM.map((one) => (
          <div key={one.id}>
            <dt>
              <a href={`/p/budget/${one.id}`}>{one.words[lang]}</a>
            </dt>
            <dd>{saidOf(one, view, lang)}</dd>
          </div>
        ))}
      </dl>
      {view.missing.length === 0 && !view.isFinal ? (
        <form method="post" action="/p/budget">
          <button type="submit">{sayBudget(lang, 'sign')}</button>
        </form>
      ) : null}
    </>
  )
  return show(c, { title: sayBudget(lang, 'title'), house: view.house, children })
}

function saidOf(one: BudgetQuestion, view: View, lang: Language): string {
  const answer = view.answers[one.id]
  if (answer?.unsure === true && answer.minor === undefined) return sayBudget(lang, 'unsure')
  if (answer?.choice !== undefined)
    return one.choices?.find((each) => each.code === answer.choice)?.[lang] ?? ''
  if (answer?.count !== undefined) return String(answer.count)
  if (answer?.minor !== undefined)
    return `${sayMinor(answer.minor, view.currency, lang)} ${PERIOD_WORDS[answer.per ?? 'month'][lang]}`
  return one.needed ? sayBudget(lang, 'missing') : '–'
}

export async function questionPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  typed?: string,
): Promise<Response> {
  const fault = typed !== undefined
  const found = await opened(c, deps)
  const question = questionOf(c.req.param('question') ?? '')
  if (found === undefined || question === undefined) return gonePage(c)
  const { view } = found
  const lang = c.get('lang')
  const children = (
    <>
      {fault ? <Wrong words={sayBudget(lang, 'bad')} /> : null}
      <p class="hint">{SECTION_WORDS[question.section][lang]}</p>
      {question.help === undefined ? null : <p class="hint">{question.help[lang]}</p>}
      <form method="post" action={`/p/budget/${question.id}`}>
        <Fields question={question} view={view} lang={lang} typed={typed} />
        <button type="submit">{sayBudget(lang, 'next')}</button>
      </form>
      <p>
        <a href={`/p/budget/${nextOf(question)}`}>{sayBudget(lang, 'skip')}</a> ·{' '}
        <a href="/p/budget">{sayBudget(lang, 'all')}</a>
      </p>
    </>
  )
  const status = fault ? 422 : 200
  return show(c, { title: question.words[lang], house: view.house, children, status })
}

/** `typed` could not be read, and is mended there. */
type FieldsOf = { question: BudgetQuestion; view: View; lang: Language; typed?: string }

function Fields({ question, view, lang, typed }: FieldsOf) {
  const answer = view.answers[question.id]
  if (question.kind === 'choice')
    return (
      <fieldset>
        <legend>{question.words[lang]}</legend>
        {(question.choices ?? []).map((one) => (
          <Choice
            key={one.code}
            name="choice"
            value={one.code}
            words={one[lang]}
            on={answer?.choice === one.code}
          />
        ))}
      </fieldset>
    )
  const isMoney = question.kind === 'money'
  const code = currencyOf(view.currency)
  const said =
    answer?.minor !== undefined && code !== undefined
      ? decimalText(money(answer.minor, code))
      : (answer?.count?.toString() ?? '')
  return (
    <>
      <label for="value">
        {isMoney
          ? sayBudget(lang, 'amount', { currency: view.currency })
          : sayBudget(lang, 'number')}
      </label>
      <br />
      <input
        type="text"
        id="value"
        name="value"
        inputmode="decimal"
        autocomplete="off"
        value={typed ?? said}
        aria-describedby={typed === undefined ? undefined : 'wrong'}
        aria-invalid={typed === undefined ? undefined : 'true'}
      />
      {isMoney ? <Often per={answer?.per ?? 'month'} lang={lang} /> : null}
      <div class="choice">
        <input
          type="checkbox"
          id="unsure"
          name="unsure"
          value="1"
          checked={answer?.unsure === true}
        />
        <label for="unsure">{sayBudget(lang, 'unsure')}</label>
      </div>
    </>
  )
}

function Often({ per, lang }: { per: Period; lang: Language }) {
  return (
    <fieldset>
      <legend>{sayBudget(lang, 'often')}</legend>
      {PERIODS.map((one) => (
        <Choice key={one} name="per" value={one} words={PERIOD_WORDS[one][lang]} on={one === per} />
      ))}
    </fieldset>
  )
}

function Choice(of: { name: string; value: string; words: string; on: boolean }) {
  const id = `${of.name}-${of.value}`
  return (
    <div class="choice">
      <input type="radio" id={id} name={of.name} value={of.value} checked={of.on} />
      <label for={id}>{of.words}</label>
    </div>
  )
}

/** The one after it; after the last, the list with everything to check. */
function nextOf(question: BudgetQuestion): string {
  const next = BUDGET_FORM[BUDGET_FORM.indexOf(question) + 1]
  return next === undefined ? '' : next.id
}

/** Keeps the answer as a new version of the whole, and goes on. */
export async function answerQuestion(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const found = await opened(c, deps)
  const question = questionOf(c.req.param('question') ?? '')
  if (found === undefined || question === undefined) return gonePage(c)
  const answer = answerOf(question, found.view.currency, form)
  if (answer === undefined) return questionPage(c, deps, (form.get('value') ?? '').slice(0, 40))
  const kept = await keep(deps, found.session, {
    isFinal: false,
    change: { [question.id]: answer },
  })
  return kept ? c.redirect(`/p/budget/${nextOf(question)}`.replace(/\/$/, ''), 303) : gonePage(c)
}

function answerOf(
  question: BudgetQuestion,
  currency: string,
  form: ReadonlyMap<string, string>,
): BudgetAnswer | undefined {
  const unsure = form.has('unsure') ? { unsure: true } : {}
  if (question.kind === 'choice') {
    const choice = question.choices?.find((one) => one.code === form.get('choice'))?.code
    return choice === undefined ? undefined : { choice }
  }
  const text = (form.get('value') ?? '').trim()
  if (text === '' && form.has('unsure')) return unsure
  if (question.kind === 'count')
    return /^[0-9]{1,2}$/.test(text) && Number(text) <= 30
      ? { count: Number(text), ...unsure }
      : undefined
  const code = currencyOf(currency)
  const minor = code && parseMinor(text, minorDigits(code))
  const per = PERIODS.find((one) => one === form.get('per')) ?? 'month'
  if (minor === undefined || minor < 0n || minor >= 10n ** 12n) return undefined
  return { minor, per, ...unsure }
}

/** Signs what is there, when nothing is missing. */
export async function signBudget(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await opened(c, deps)
  if (found === undefined) return gonePage(c)
  await keep(deps, found.session, { isFinal: true, change: {} })
  return c.redirect('/p/budget', 303)
}

/** Under the borrower's lock, so that two answers at once are two versions and neither is lost. */
async function keep(
  deps: PortalDeps,
  session: PortalSession,
  { isFinal, change }: { readonly isFinal: boolean; readonly change: BudgetAnswers },
): Promise<boolean> {
  const { tenantId, borrowerId } = session
  return inTenant(deps.db, tenantId, async (tx) => {
    await lockBorrower(tx, { tenantId, borrowerId })
    const view = await viewOf(tx, deps, session)
    if (view === undefined) return false
    const answers = { ...view.answers, ...change }
    const given = { borrowerId, currency: view.currency, answers, isFinal }
    const made = await keepBudget(
      tx,
      tenantId,
      { ...given, by: 'borrower', via: 'portal' },
      deps.today(),
    )
    return !('declined' in made)
  })
}
