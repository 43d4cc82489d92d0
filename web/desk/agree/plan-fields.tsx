import { Form, type FormRule, Input, Select } from 'antd'
import type { AccountId, CaseWire } from '../../../src/api/wire.ts'
import { currencyOf } from '../case/account-amount.tsx'
import { amountRule } from '../case/amount-rule.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import type { WishValues } from './wish.ts'
import { RHYTHMS, SHAPES, WHOLE } from './wish.ts'

type Props = { found: CaseWire; isAccountGiven?: boolean }

/** What a plan or settlement is asked to look like; its dates and amounts follow from the server. */
export function PlanFields({ found, isAccountGiven = false }: Props) {
  const say = useSay()
  return (
    <div className="plan-fields">
      <Form.Item name="account" label={say('payment.form.account')} hidden={isAccountGiven}>
        <Select options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))} />
      </Form.Item>
      <Form.Item name="kind" label={say('plan.kind')}>
        <Select
          options={(['plan', 'settlement'] as const).map((kind) => ({
            value: kind,
            label: say(`plan.kind.${kind}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="shape" label={say('plan.shape')}>
        <Select options={SHAPES.map((value) => ({ value, label: say(`plan.shape.${value}`) }))} />
      </Form.Item>
      <Whole name="count" label={say('plan.count')} />
      <PayDay />
      <Whole name="after" label={say('plan.after')} />
      <Amounts found={found} />
    </div>
  )
}

function PayDay() {
  const say = useSay()
  const { language } = usePreferences()
  const rhythm = Form.useWatch<WishValues['rhythm'] | undefined>('rhythm')
  const isWeekly = rhythm === 'week' || rhythm === 'fortnight'
  // A Monday, to name the days of a week.
  const weekday = (n: number) =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      weekday: 'long',
      timeZone: 'UTC',
    }).format(Date.UTC(2024, 0, n))
  return (
    <>
      <Form.Item name="rhythm" label={say('plan.rhythm')}>
        <Select options={RHYTHMS.map((value) => ({ value, label: say(`plan.rhythm.${value}`) }))} />
      </Form.Item>
      {rhythm === 'month' && <Whole name="payday" label={say('plan.payday')} />}
      {isWeekly && (
        <Form.Item name="weekday" label={say('plan.weekday')}>
          <Select
            options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: weekday(value) }))}
          />
        </Form.Item>
      )}
    </>
  )
}

function Amounts({ found }: { found: CaseWire }) {
  const say = useSay()
  const account = Form.useWatch<AccountId | undefined>('account')
  const shape = Form.useWatch<WishValues['shape'] | undefined>('shape')
  const currency = currencyOf(found, account)
  const words = say('plan.needs_amount')
  const needed = [amountRule(words, currency)]
  const free = [amountRule(words, currency, { mayBeEmpty: true })]
  return (
    <>
      <Amount name="pay" label={say('plan.pay', { currency })} rules={free} />
      <Amount name="first" label={say('plan.first')} rules={free} />
      {shape === 'balloon' && (
        <Amount name="balloon" label={say('plan.balloon', { currency })} rules={needed} />
      )}
      {shape === 'stepped' && (
        <>
          <Whole name="stepCount" label={say('plan.step_count')} />
          <Amount name="stepAmount" label={say('plan.step_amount', { currency })} rules={needed} />
        </>
      )}
    </>
  )
}

type AmountProps = { name: keyof WishValues; label: string; rules: FormRule[] }

function Amount({ name, label, rules }: AmountProps) {
  return (
    <Form.Item name={name} label={label} rules={rules} validateTrigger="onBlur">
      <Input inputMode="decimal" autoComplete="off" />
    </Form.Item>
  )
}

function Whole({ name, label }: { name: keyof typeof WHOLE; label: string }) {
  const say = useSay()
  const { from, to, reads } = WHOLE[name]
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ pattern: reads, required: true, message: say('plan.needs_whole', { from, to }) }]}
    >
      <Input inputMode="numeric" autoComplete="off" />
    </Form.Item>
  )
}
