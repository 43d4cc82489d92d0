import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Select } from 'antd'
import { useState, type ReactNode } from 'react'
import type { BulkPreviewWire, JobWire } from '../../../src/api/wire-jobs.ts'
import type { HoldReason } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { HOLD_REASONS } from '../case/hold-form.tsx'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { EnterSends, Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { bulkApi, type BulkBody, type BulkKind, type Chosen } from './bulk-queries.ts'
import { BulkJob } from './bulk-job.tsx'

type Props = { kind: BulkKind; chosen: Chosen; onClose: () => void }
type Values = { reason: HoldReason; source: string; until?: string }

/** First what it would do, to whom and to whom not; then, under one key, the job and its results. */
export function BulkForm({ kind, chosen, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const [form] = Form.useForm<Values>()
  const [seen, setSeen] = useState<{ body: BulkBody; preview: BulkPreviewWire }>()
  const [job, setJob] = useState<JobWire>()
  const preview = useMutation({
    mutationFn: async ({ reason, source, until }: Values) => {
      const more = kind === 'hold' && until ? { until_on: until } : {}
      const body = { select: chosen, reason, source: source.trim(), ...more }
      return { body, preview: await bulkApi.preview(kind, body) }
    },
    onSuccess: setSeen,
  })
  const start = useStart(kind, setJob)
  const draft = useDraft({ form, place: `bulk-${kind}`, open: true, sending: start })
  const error = preview.error ?? start.error
  return (
    <Modal open title={say(`bulk.${kind}`)} footer={null} width={620} onCancel={onClose}>
      {error !== null && <Alert type="error" role="alert" title={problemText(error)} />}
      {job === undefined ? (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => preview.mutate(values)}
          // What was previewed is what is done: another wish is previewed anew.
          onValuesChange={() => {
            setSeen(undefined)
            draft.keep()
          }}
        >
          <Restored {...draft} />
          <Fields kind={kind} />
          <Button htmlType="submit" loading={preview.isPending}>
            {say('bulk.preview')}
          </Button>
          <EnterSends />
          {seen !== undefined && (
            <Preview preview={seen.preview}>
              <Button
                type="primary"
                disabled={seen.preview.eligible === 0}
                loading={start.isPending}
                onClick={() => start.mutate(seen.body)}
              >
                {say(`bulk.do.${kind}`, { count: seen.preview.eligible })}
              </Button>
            </Preview>
          )}
        </Form>
      ) : (
        <BulkJob id={job.id} onClose={onClose} />
      )}
    </Modal>
  )
}

function useStart(kind: BulkKind, onMade: (made: JobWire) => void) {
  const key = useActKey()
  return useMutation({
    mutationFn: (body: BulkBody) => bulkApi.start(kind, body, key.present()),
    onError: (error) => key.settle(error),
    onSuccess: (made) => {
      key.settle()
      onMade(made)
    },
  })
}

function Fields({ kind }: { kind: BulkKind }) {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="reason"
        label={say('hold.form.reason')}
        rules={[{ required: true, message: say('hold.form.needs_reason') }]}
      >
        <Select
          autoFocus
          options={HOLD_REASONS.map((value) => ({ value, label: say(`hold.reason.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="source"
        label={say('hold.form.source')}
        extra={say('hold.form.source_hint')}
        rules={[{ required: true, whitespace: true, message: say('hold.form.needs_source') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      {kind === 'hold' && (
        <Form.Item name="until" label={say('hold.form.until')} extra={say('hold.form.until_hint')}>
          <Input type="date" />
        </Form.Item>
      )}
    </>
  )
}

function Preview({ preview, children }: { preview: BulkPreviewWire; children: ReactNode }) {
  const say = useSay()
  return (
    <>
      <div className="bulk-preview" role="status">
        <p>
          <b>{say('bulk.eligible', { total: preview.total, eligible: preview.eligible })}</b>
        </p>
        {preview.more && <p>{say('bulk.more')}</p>}
        <ul>
          {preview.blocked.map((one) => (
            <li key={one.code}>
              {say('bulk.blocked', { count: one.count, reason: one.reason })}{' '}
              <small className="muted">
                {say('bulk.sample', {
                  names: one.sample.map(({ name }) => name).join(say('presence.list')),
                })}
              </small>
            </li>
          ))}
        </ul>
      </div>
      {children}
    </>
  )
}
