import type { JudgedPlan } from '../core/plan.ts'
import { applyPlan, judgedPlans } from '../store/agree-plan.ts'
import { findAccount } from '../store/explained.ts'
import { optionOf, readOfferWorld } from '../store/offer-options.ts'
import { actOnPlan, type PlanAct } from '../store/plan-act.ts'
import {
  acting,
  amountOf,
  bad,
  granted,
  moneyText,
  needed,
  numberOf,
  reading,
  wishFrom,
  type AgreeOptions,
} from './agree-tools.ts'
import { dayOption, type Context } from './context.ts'
import { Stop, tableText } from './talk.ts'

const ACTS: Readonly<Record<string, PlanAct['action']>> = {
  skip: 'skip',
  move: 'move',
  forgive: 'forgive',
  extra: 'extra',
  reinstate: 'reinstate',
  cancel: 'cancel',
  accept: 'accept',
}

/** `quote|make|show|payoff ACCOUNT`, and what may be done with the account's newest plan. */
export async function planCommand(
  context: Context,
  options: AgreeOptions,
  what?: string,
  account?: string,
): Promise<undefined> {
  const ref = needed(context, 'ACCOUNT', account)
  if (what === 'quote') return quote(context, options, ref)
  if (what === 'make') return make(context, options, ref)
  if (what === 'show' || what === 'payoff') return show(context, options, { ref, what })
  const action = what === undefined ? undefined : ACTS[what]
  if (action === undefined) throw bad(context, 'plan', what ?? '')
  const { talk, tenantId } = context
  let id = 0n
  const made = await acting(context, options, {
    ref,
    work: async (tx, of) => {
      const newest = (await judgedPlans(tx, tenantId, of, of.today)).at(-1)
      if (newest === undefined) return { declined: 'no_such_plan' as const }
      id = newest.plan.id
      const { by = 'command line', why, to, instalment, pay } = options
      return actOnPlan(
        tx,
        tenantId,
        {
          ...of,
          planId: id,
          action,
          by,
          why,
          toOn: to === undefined ? undefined : dayOption(talk, '--to', to),
          instalmentNo:
            instalment === undefined ? undefined : numberOf(context, 'plan', instalment),
          amountMinor: pay === undefined ? undefined : amountOf(context, 'plan', pay).minor,
        },
        of,
      )
    },
  })
  talk.data({ ...made, id }, () =>
    talk.word('planNow', { id: String(id), state: talk.word(`state_${made.state}`) }),
  )
  return undefined
}

async function quote(context: Context, options: AgreeOptions, ref: string): Promise<undefined> {
  const { talk, tenantId } = context
  return reading(context, options, async (tx, { today }) => {
    const found = await findAccount(tx, tenantId, ref)
    const world = found && (await readOfferWorld(tx, tenantId, { ...found, today }))
    if (world === undefined) throw new Stop(talk.word('agreeNoAccount', { ref }))
    const wish = wishFrom(context, options, { today, command: 'plan' })
    // Law that lets a plan be longer is looked up where plans are agreed on by people, at the desk.
    const made = granted(
      context,
      optionOf(world, wish, () => false),
    )
    const { currency } = world.terms
    talk.data(made, () =>
      tableText(
        [talk.word('colNo'), talk.word('colDay'), talk.word('colAmount')],
        made.instalments.map((one) => [
          String(one.no),
          one.dueOn,
          moneyText(one.amountMinor, currency),
        ]),
      ),
    )
  })
}

async function make(context: Context, options: AgreeOptions, ref: string): Promise<undefined> {
  const { talk, tenantId } = context
  const made = await acting(context, options, {
    ref,
    work: async (tx, of) => {
      const world = await readOfferWorld(tx, tenantId, of)
      if (world === undefined) return { declined: 'no_such_account' as const }
      const wish = {
        ...wishFrom(context, options, { ...of, command: 'plan' }),
        kind: 'plan' as const,
      }
      const option = optionOf(world, wish, () => false)
      if ('declined' in option) return option
      const { instalments, shape } = option
      const source = options.why ?? 'command line'
      const plan = { ...of, instalments, shape, source, by: options.by }
      return applyPlan(tx, tenantId, plan, of)
    },
  })
  talk.data(made, () =>
    talk.word('planNow', { id: String(made.planId), state: talk.word(`state_${made.state}`) }),
  )
  return undefined
}

async function show(
  context: Context,
  options: AgreeOptions,
  { ref, what }: { readonly ref: string; readonly what: 'show' | 'payoff' },
): Promise<undefined> {
  const { talk, tenantId } = context
  return reading(context, options, async (tx, { today }) => {
    const found = await findAccount(tx, tenantId, ref)
    if (found === undefined) throw new Stop(talk.word('agreeNoAccount', { ref }))
    const newest = (await judgedPlans(tx, tenantId, found, today)).at(-1)
    const world = await readOfferWorld(tx, tenantId, { ...found, today })
    if (newest === undefined || world === undefined) throw new Stop(talk.word('planNone'))
    const { currency } = world.terms
    if (what === 'payoff') {
      const minor = newest.schedule.reduce((sum, one) => sum + one.lacksMinor, 0n)
      const id = String(newest.plan.id)
      talk.data({ id, minor, currency }, () =>
        talk.word('planPayoff', { id, amount: moneyText(minor, currency) }),
      )
      return
    }
    talk.data(newest, () => planText(context, newest, currency))
  })
}

const planText = ({ talk }: Context, judged: JudgedPlan, currency: string): string =>
  [
    talk.word('planNow', {
      id: String(judged.plan.id),
      state: judged.phases
        .map((phase) => `${talk.word(`state_${phase.state}`)} (${phase.from})`)
        .join(' → '),
    }),
    tableText(
      [talk.word('colNo'), talk.word('colDay'), talk.word('colAmount'), talk.word('colLacks')],
      judged.schedule.map((one) => [
        String(one.no),
        one.dueOn,
        moneyText(one.amountMinor, currency),
        moneyText(one.lacksMinor, currency),
      ]),
    ),
  ].join('\n')
