/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Day } from '../core/calendar.ts'
import type { JudgedPlan } from '../core/plan.ts'
import { cureUntil, NEVER_BREAKS, skipsLeft } from '../core/plan-rules.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Fault, Good, Way } from './asking.tsx'
import { readDayText } from './day-typed.ts'
import type { PortalEnv } from './deps.ts'
import { show } from './page.tsx'
import { sayMinor } from './pay-page.tsx'
import type { PlanHere } from './plan.tsx'
import { sayPlan } from './words-plan.ts'

/** How the last thing that somebody did here went, from the address that it led to. */
function said(c: Context<PortalEnv>, lang: Language): string | undefined {
  const is = c.req.query('is')
  const until = readDayText(c.req.query('until'))
  if (is === 'asked') return until && sayPlan(lang, 'asked', { day: dayText(until, lang) })
  const known = (['agreed', 'moveDone', 'skipDone', 'extraDone'] as const).find((one) => one === is)
  return known && sayPlan(lang, known)
}

/** What is waited for, and what became of the plan before; beside the first question too. */
export function threadNotes(lang: Language, { view }: PlanHere) {
  const { waiting, last } = view.thread
  const { currency } = view.owed
  const until = last && cureUntil(last)
  return (
    <>
      {waiting === undefined ? null : (
        <Good words={sayPlan(lang, 'waiting', { day: dayText(waiting.madeOn, lang) })} />
      )}
      {last?.state === 'completed' ? <Good words={sayPlan(lang, 'done')} /> : null}
      {last?.state === 'broken' ? (
        <p>
          {sayPlan(lang, 'broken', { day: dayText(sinceOf(last), lang) })}
          {until === undefined
            ? null
            : ` ${sayPlan(lang, 'brokenCure', {
                day: dayText(until, lang),
                amount: sayMinor(last.arrearsMinor, currency, lang),
              })}`}
        </p>
      ) : null}
    </>
  )
}

const sinceOf = ({ phases, plan }: JudgedPlan): Day => phases.at(-1)?.from ?? plan.agreedOn

/** The plan as it stands: what is paid, what is left, and what may be done with it. */
export function runningPage(
  c: Context<PortalEnv>,
  here: PlanHere,
  today: Day,
  fault?: string,
): Response | Promise<Response> {
  const lang = c.get('lang')
  const judged = here.view.thread.running
  const { currency } = here.view.owed
  const done = said(c, lang)
  if (judged === undefined) throw new Error('bug: no plan runs')
  const unpaid = judged.schedule.filter((one) => one.lacksMinor > 0n)
  const next = unpaid.find((one) => one.dueOn >= today)
  const rules = judged.plan.rules ?? NEVER_BREAKS
  const children = (
    <>
      <Fault words={fault} />
      {done === undefined ? null : <Good words={done} />}
      <Progress judged={judged} currency={currency} lang={lang} />
      {next === undefined ? null : (
        <p>
          <strong>
            {sayPlan(lang, 'nextDue', {
              amount: sayMinor(next.lacksMinor, currency, lang),
              day: dayText(next.dueOn, lang),
            })}
          </strong>
        </p>
      )}
      {rules.forgives.times > 0 ? (
        <p>
          {sayPlan(lang, 'forgiven', {
            used: String(judged.latenessForgiven),
            times: String(rules.forgives.times),
            days: String(rules.forgives.days),
          })}
        </p>
      ) : null}
      <Way to="/p/pay" words={sayPlan(lang, 'payNow')} lang={lang} />
      <Way to="/p/plan/move" words={sayPlan(lang, 'doMove')} lang={lang} />
      {skipsLeft(judged.plan) > 0 ? (
        <Way to="/p/plan/skip" words={sayPlan(lang, 'doSkip')} lang={lang} />
      ) : (
        <p>{sayPlan(lang, 'noSkips')}</p>
      )}
      <Way to="/p/plan/extra" words={sayPlan(lang, 'doExtra')} lang={lang} />
      <Schedule judged={judged} currency={currency} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayPlan(lang, 'yours'), house: here.house, children, status })
}

type Of = { judged: JudgedPlan; currency: string; lang: Language }

/** In words first; the bar says the same to the eye. */
function Progress({ judged, currency, lang }: Of) {
  const whole = judged.schedule.reduce((sum, one) => sum + one.amountMinor, 0n)
  const left = judged.schedule.reduce((sum, one) => sum + one.lacksMinor, 0n)
  const paid = whole - left
  const words = sayPlan(lang, 'progressWords', {
    paid: sayMinor(paid, currency, lang),
    whole: sayMinor(whole, currency, lang),
    left: sayMinor(left, currency, lang),
    count: String(judged.schedule.filter((one) => one.lacksMinor > 0n).length),
  })
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{sayPlan(lang, 'progress')}</h2>
      <p id="progress-words">{words}</p>
      <progress
        value={Number((paid * 100n) / (whole > 0n ? whole : 1n))}
        max={100}
        aria-labelledby="progress-words"
      >
        {words}
      </progress>
      {judged.arrearsMinor > 0n ? (
        <p>
          {sayPlan(lang, 'progressLate', { amount: sayMinor(judged.arrearsMinor, currency, lang) })}
        </p>
      ) : null}
    </section>
  )
}

function Schedule({ judged, currency, lang }: Of) {
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">{sayPlan(lang, 'dates')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{sayPlan(lang, 'day')}</th>
            <td>{sayPlan(lang, 'amount')}</td>
          </tr>
        </thead>
        <tbody>
          {judged.schedule.map(({ no, dueOn, amountMinor, lacksMinor }) => (
            <tr key={no}>
              <th scope="row">
                {dayText(dueOn, lang)}
                {lacksMinor === 0n ? ` · ${sayPlan(lang, 'paidMark')}` : ''}
              </th>
              <td>{sayMinor(amountMinor, currency, lang)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
