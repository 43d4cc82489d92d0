import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { CaseId } from '../../../src/api/wire.ts'
import type { CareWire } from '../../../src/api/wire-care.ts'
import { useActKey } from '../case/act-key.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { listDocument } from './queries.ts'

type Props = { id: CaseId; care: CareWire; onClose: () => void }
type Values = { kind: Kind; title: string; dated_on: string }

const KINDS = ['verification', 'borrower', 'certificate', 'court', 'letter'] as const
type Kind = (typeof KINDS)[number]

/** The hash is made here: the document never leaves this machine. */
export function DocumentForm({ id, care, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const key = useActKey()
  const [form] = Form.useForm<Values>()
  const [file, setFile] = useState<File>()
  const list = useMutation({
    mutationFn: async (values: Values) => {
      if (file === undefined) throw new Error(say('care.needs_file'))
      const sha256 = await hashOf(file)
      return listDocument({ id, care: care.id, key: key.present() }, { ...values, sha256 })
    },
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      onClose()
      await queries.invalidateQueries()
    },
  })
  const pick = (picked: File | undefined) => {
    setFile(picked)
    if (picked !== undefined) form.setFieldValue('title', picked.name)
  }
  return (
    <Modal
      open
      title={say('care.document')}
      okText={say('care.document')}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: list.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="muted form-lead">{say('care.document_lead')}</p>
      {list.isError && <Alert type="error" role="alert" title={problemText(list.error)} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'verification' }}
        onFinish={(values) => list.mutate(values)}
      >
        <Fields onPick={pick} />
      </Form>
    </Modal>
  )
}

function Fields({ onPick }: { onPick: (picked: File | undefined) => void }) {
  const say = useSay()
  return (
    <>
      <Form.Item name="kind" label={say('care.document_kind')}>
        <Select options={KINDS.map((value) => ({ value, label: say(`care.kind_${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="title"
        label={say('care.document_file')}
        rules={[{ required: true, message: say('care.needs_file') }]}
      >
        <Input
          maxLength={200}
          addonBefore={
            <input
              type="file"
              aria-label={say('care.document_file')}
              onChange={(event) => onPick(event.target.files?.[0])}
            />
          }
        />
      </Form.Item>
      <Form.Item
        name="dated_on"
        label={say('care.dated_on')}
        rules={[{ required: true, message: say('care.needs_until') }]}
      >
        <Input type="date" />
      </Form.Item>
    </>
  )
}

async function hashOf(file: File): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
