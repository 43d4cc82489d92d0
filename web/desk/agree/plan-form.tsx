import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Modal } from 'antd'
import { useRef } from 'react'
import type { AccountId, CaseWire, OptionWire } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useDone } from '../undo/done.tsx'
import { PlanFields } from './plan-fields.tsx'
import { PlanPreview } from './plan-preview.tsx'
import { agreeApi } from './queries.ts'
import { firstWish, type WishValues } from './wish.ts'
import './agree.css'

type Props = { found: CaseWire; open: boolean; onClose: () => void }

export const WISH_WIDTH_PX = 760

/** One way to pay, its dates and what it is worth, before anybody agrees on it. */
export function PlanForm({ found, open, onClose }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<WishValues>()
  const agree = useAgree(found, () => {
    form.resetFields()
    onClose()
  })
  const draft = useDraft({ form, place: `plan ${found.id}`, open, sending: agree })
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  return (
    <Modal
      open={open}
      width={WISH_WIDTH_PX}
      title={say('plan.title', { name: found.name })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <Restored {...draft} />
      <Form<WishValues>
        form={form}
        name="plan"
        layout="vertical"
        requiredMark={false}
        initialValues={firstWish(lead?.id, me.today)}
        onValuesChange={draft.keep}
      >
        <PlanFields found={found} />
        <Form.Item noStyle shouldUpdate>
          {({ getFieldsValue }) => {
            // All that the form holds: at the first look no field has told its value yet.
            const values: WishValues = getFieldsValue(true)
            return (
              <PlanPreview found={found} values={values}>
                {({ option, wish }) => (
                  <Agree
                    agree={agree}
                    option={option}
                    onAgree={(accept) => agree.mutate({ account: values.account, wish, accept })}
                  />
                )}
              </PlanPreview>
            )
          }}
        </Form.Item>
      </Form>
    </Modal>
  )
}

type AgreeProps = {
  agree: ReturnType<typeof useAgree>
  option: OptionWire
  onAgree: (accept: boolean) => void
}

function Agree({ agree, option, onAgree }: AgreeProps) {
  const say = useSay()
  const problemText = useProblemText()
  const isBlocked = option.needs === 'not_possible'
  return (
    <>
      {agree.isError && <Alert type="error" role="alert" title={problemText(agree.error)} />}
      <div className="agreed-acts">
        <Button
          type="primary"
          disabled={isBlocked}
          loading={agree.isPending}
          onClick={() => onAgree(true)}
        >
          {say('plan.agree')}
        </Button>
        <Button disabled={isBlocked} loading={agree.isPending} onClick={() => onAgree(false)}>
          {say('plan.offer')}
        </Button>
        {isBlocked && <small className="muted">{say('plan.needs.not_possible')}</small>}
      </div>
    </>
  )
}

type Agreeing = {
  readonly account: AccountId
  readonly wish: object
  readonly accept: boolean
}

/** The offer first: what was put to the borrower is kept, also where they say yes at once. */
function useAgree(found: CaseWire, onDone: () => void) {
  const say = useSay()
  const queries = useQueryClient()
  const done = useDone()
  const keys = { offer: useActKey(), answer: useActKey() }
  // An offer that stands while its answer was refused is answered again, not made again.
  const made = useRef<{ readonly asked: string; readonly id: string }>(undefined)
  return useMutation({
    mutationFn: async ({ account, wish, accept }: Agreeing) => {
      const body = { account_id: account, wishes: [wish] }
      const asked = JSON.stringify(body)
      if (made.current?.asked !== asked) {
        const { id } = await agreeApi.offer(found.id, body, keys.offer.present())
        keys.offer.settle()
        made.current = { asked, id }
      }
      if (!accept) return 'open'
      const answer = { accept: true, option: 1 }
      const key = keys.answer.present()
      return (await agreeApi.answerOffer(found.id, made.current.id, answer, key)).state
    },
    onError: async (error) => {
      keys.offer.settle(error)
      keys.answer.settle(error)
      await queries.invalidateQueries()
    },
    onSuccess: async (state) => {
      keys.answer.settle()
      made.current = undefined
      onDone()
      const said = state === 'waiting' ? 'agree.waiting' : 'agree.done'
      done(say(said), { cannot: 'undo.cannot.plan' })
      await queries.invalidateQueries()
    },
  })
}
