import { Form, Input, Select } from 'antd'
import type { AccountId, CaseWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'
import { amountRule } from './amount-rule.ts'

export const currencyOf = (found: CaseWire, account: AccountId | undefined) =>
  found.accounts.find(({ id }) => id === account)?.position?.arrears.currency ??
  found.arrears.currency

/** An account of the case and an amount in its currency: the fields `account` and `amount` of a form. */
export function AccountAndAmount(props: {
  found: CaseWire
  label: 'payment.form.amount' | 'promise.amount'
  /** What Enter in the amount does instead of sending the form. */
  onEnter?: () => void
}) {
  const { found, label, onEnter } = props
  const say = useSay()
  const account = Form.useWatch<AccountId | undefined>('account')
  const currency = currencyOf(found, account)
  return (
    <>
      <Form.Item name="account" label={say('payment.form.account')} rules={[{ required: true }]}>
        <Select options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))} />
      </Form.Item>
      <Form.Item
        name="amount"
        label={say(label, { currency })}
        validateTrigger="onBlur"
        rules={[amountRule(say('payment.form.needs_amount'), currency)]}
      >
        <Input
          autoFocus
          inputMode="decimal"
          autoComplete="off"
          suffix={currency}
          onPressEnter={(event) => {
            if (onEnter === undefined) return
            event.preventDefault()
            onEnter()
          }}
        />
      </Form.Item>
    </>
  )
}
