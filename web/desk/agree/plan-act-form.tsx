import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import type { PlanWire } from '../../../src/api/wire.ts'
import type { PlanActionWire } from '../../../src/api/wire-arrange.ts'
import type { CaseId } from '../../../src/api/wire-parts.ts'
import { useAct } from '../case/act.ts'
import { amountRule } from '../case/amount-rule.ts'
import { dayText, minorOf, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { agreeApi } from './queries.ts'

/** Everything but paying it off, which is money and has its own form. */
export type PlanAct = Exclude<PlanActionWire, 'pay_off'>

type Values = { instalment?: number; to_on?: string; amount?: string; why?: string }
type Asks = { readonly which?: 'unpaid' | 'late'; readonly fields: readonly (keyof Values)[] }

/** What each act asks: the server refuses it without. */
const ASKS: Readonly<Record<PlanAct, Asks>> = {
  accept: { fields: [] },
  decline: { fields: ['why'] },
  skip: { which: 'unpaid', fields: ['instalment'] },
  move: { which: 'unpaid', fields: ['instalment', 'to_on'] },
  extra: { fields: ['amount'] },
  forgive: { which: 'late', fields: ['instalment', 'why'] },
  reinstate: { fields: ['why'] },
  cancel: { fields: ['why'] },
}

const REFUSALS = {
  moves_too_far: 'to_on',
  day_in_past: 'to_on',
  wrong_currency: 'amount',
  no_such_instalment: 'instalment',
  instalment_not_late: 'instalment',
  no_skips_left: 'instalment',
  plan_reason_missing: 'why',
} as const

export const lateOf = (plan: PlanWire, today: string) =>
  plan.instalments.filter((one) => one.lacks.minor !== '0' && one.due_on < today)

type Props = { id: CaseId; plan: PlanWire; act: PlanAct; open: boolean; onClose: () => void }

/** One form for all that may be done with a plan; what was typed for one act is there for the next. */
export function PlanActForm({ id, plan, act, open, onClose }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const sending = useAct({
    send: (key, values: Values) => agreeApi.planEvent(id, plan.id, bodyOf(plan, act, values), key),
    undo: { cannot: 'undo.cannot.plan' },
    said: () => say('agree.done'),
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  const { fields } = ASKS[act]
  const n = act === 'move' ? plan.move_days_max : plan.skips_left
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say(`plan.act.${act}`)}
      save={say(`plan.act.${act}`)}
      lead={say(`plan.lead.${act}`, { n })}
      sending={sending}
      draft={`plan-${act} ${plan.id}`}
      refusals={REFUSALS}
      onFinish={(values) => sending.mutate(values)}
      onClose={onClose}
      {...(fields[0] === undefined ? {} : { focus: fields[0] })}
    >
      <Fields plan={plan} act={act} />
    </ModalForm>
  )
}

function bodyOf(plan: PlanWire, act: PlanAct, values: Values): object {
  const { currency } = plan.paid
  const minor = values.amount === undefined ? undefined : minorOf(values.amount, currency)
  return {
    account_id: plan.account_id,
    action: act,
    ...(values.instalment === undefined ? {} : { instalment_no: values.instalment }),
    ...(values.to_on === undefined ? {} : { to_on: values.to_on }),
    ...(minor === undefined ? {} : { amount: { minor, currency } }),
    ...(values.why === undefined ? {} : { why: values.why.trim() }),
  }
}

function Fields({ plan, act }: Pick<Props, 'plan' | 'act'>) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { fields, which } = ASKS[act]
  const { currency } = plan.paid
  const asks = (field: keyof Values) => fields.includes(field)
  return (
    <>
      {which !== undefined && <Which plan={plan} which={which} today={me.today} />}
      {asks('to_on') && (
        <Form.Item
          name="to_on"
          label={say('plan.to_on')}
          rules={[{ required: true, message: say('plan.needs_day') }]}
        >
          <Input type="date" min={me.today} />
        </Form.Item>
      )}
      {asks('amount') && (
        <Form.Item
          name="amount"
          label={say('plan.extra', { currency })}
          validateTrigger="onBlur"
          rules={[amountRule(say('plan.needs_amount'), currency)]}
        >
          <Input inputMode="decimal" autoComplete="off" suffix={currency} />
        </Form.Item>
      )}
      {asks('why') && (
        <Form.Item
          name="why"
          label={say('plan.why')}
          rules={[{ required: true, whitespace: true, message: say('plan.needs_why') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
    </>
  )
}

type WhichProps = { plan: PlanWire; which: 'unpaid' | 'late'; today: string }

/** The next one that lacks something unless another is chosen. */
function Which({ plan, which, today }: WhichProps) {
  const say = useSay()
  const { language } = usePreferences()
  const open =
    which === 'late'
      ? lateOf(plan, today)
      : plan.instalments.filter((one) => one.lacks.minor !== '0')
  return (
    <Form.Item name="instalment" label={say('plan.which')} initialValue={open[0]?.no}>
      <Select
        options={open.map((one) => ({
          value: one.no,
          label: say('plan.which_one', {
            no: one.no,
            day: dayText(one.due_on, language),
            amount: moneyText(one.lacks, language),
          }),
        }))}
      />
    </Form.Item>
  )
}
