import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Form, Input, Modal } from 'antd'
import type { CaseRow } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useActKey } from '../case/act-key.ts'
import { zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { caseQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { EnterSends, Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { Earliest } from './earliest.tsx'

type Props = { found: Pick<CaseRow, 'id' | 'name'>; open: boolean; onClose: () => void }
type Values = { at: string; words?: string; asked?: boolean; forMe?: boolean }

/** An hour on their clock; one that the law bars is refused, and the earliest lawful one is offered. */
export function CallbackForm({ found, open, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const [form] = Form.useForm<Values>()
  const { data } = useQuery(caseQuery(found.id))
  const zone = data?.zones[0]
  const agree = useAgree(found, () => {
    form.resetFields()
    onClose()
  })
  const draft = useDraft({ form, place: `callback ${found.id}`, open, sending: agree })
  return (
    <Modal
      open={open}
      title={`${say('callback.agree')} · ${found.name}`}
      okText={say('callback.agree')}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: agree.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('at')}
    >
      {draft.restoredAt !== undefined && (
        <Restored at={draft.restoredAt} onDiscard={draft.discard} />
      )}
      {agree.isError && (
        <Alert
          type="error"
          role="alert"
          title={problemText(agree.error)}
          description={
            <Earliest
              error={agree.error}
              zone={zone}
              onTake={(at) => form.setFieldValue('at', at)}
            />
          }
        />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onValuesChange={draft.keep}
        onFinish={(values) => agree.mutate(values)}
      >
        <Fields zone={zone} />
        <EnterSends />
      </Form>
    </Modal>
  )
}

function Fields({ zone }: { zone: string | undefined }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <Form.Item
        name="at"
        label={say('callback.at', { zone: zone === undefined ? '' : zoneText(zone, language) })}
        extra={say('callback.at_hint')}
        rules={[{ required: true, message: say('work.needs_time') }]}
      >
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="words" label={say('work.words')}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="asked" valuePropName="checked" initialValue>
        <Checkbox>{say('callback.asked')}</Checkbox>
      </Form.Item>
      <Form.Item name="forMe" valuePropName="checked" initialValue>
        <Checkbox>{say('callback.for_me')}</Checkbox>
      </Form.Item>
    </>
  )
}

function useAgree(found: Props['found'], onDone: () => void) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useActKey()
  return useMutation({
    mutationFn: ({ at, words, asked, forMe }: Values) =>
      api.agreeCallback(
        found.id,
        {
          at: at.slice(0, 16),
          asked_by: asked === true ? 'borrower' : 'collector',
          for_me: forMe === true,
          ...(words?.trim() ? { words: words.trim() } : {}),
        },
        key.present(),
      ),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      onDone()
      void message.success(say('callback.agreed'))
      await queries.invalidateQueries()
    },
  })
}
