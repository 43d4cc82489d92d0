import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Radio } from 'antd'
import type { CaseWire, OfferWire } from '../../../src/api/wire.ts'
import { currencyOf } from '../case/account-amount.tsx'
import { useAct } from '../case/act.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { PlanFields } from './plan-fields.tsx'
import { WISH_WIDTH_PX } from './plan-form.tsx'
import { PlanPreview } from './plan-preview.tsx'
import { agreeApi } from './queries.ts'
import { firstWish, wishOf, type WishValues } from './wish.ts'

type Values = WishValues & { side: 'borrower' | 'lender' }
type Props = { found: CaseWire; offer: OfferWire; open: boolean; onClose: () => void }

const SIDES = ['borrower', 'lender'] as const

/** What is put in the place of an offer: the borrower may ask for anything, we for what somebody may grant. */
export function CounterForm({ found, offer, open, onClose }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const sending = useAct({
    send: (key, { side, ...values }: Values) => {
      const wish = wishOf(values, currencyOf(found, values.account))
      if (wish === undefined) throw new Error('bug: the form let a wish pass that is none')
      const body = { account_id: offer.account_id, wishes: [wish], side, counters: offer.id }
      return agreeApi.offer(found.id, body, key)
    },
    undo: { cannot: 'undo.cannot.plan' },
    said: () => say('agree.done'),
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      width={WISH_WIDTH_PX}
      title={say('counter.title', { name: found.name })}
      save={say('counter.save')}
      lead={say('counter.lead')}
      sending={sending}
      focus="count"
      draft={`counter ${offer.id}`}
      refusals={REFUSALS}
      initialValues={{
        ...firstWish(offer.account_id, me.today),
        side: offer.side === 'lender' ? 'borrower' : 'lender',
        kind: offer.options[0]?.kind ?? 'plan',
      }}
      onFinish={(values) => sending.mutate(values)}
      onClose={onClose}
    >
      <Form.Item name="side" label={say('counter.side')}>
        <Radio.Group
          options={SIDES.map((value) => ({ value, label: say(`counter.side.${value}`) }))}
        />
      </Form.Item>
      <PlanFields found={found} isAccountGiven />
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsValue }) => (
          <PlanPreview
            found={found}
            values={{ ...getFieldsValue(true), account: offer.account_id }}
          />
        )}
      </Form.Item>
    </ModalForm>
  )
}

const REFUSALS = {
  first_too_large: 'first',
  steps_too_large: 'stepAmount',
  balloon_too_large: 'balloon',
  plan_too_long: 'count',
  instalment_of_nothing: 'count',
  more_than_owed: 'pay',
} as const
