import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { CaseId } from '../../../src/api/wire.ts'
import type { CareWire } from '../../../src/api/wire-care.ts'
import { useAct } from '../case/act.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { listDocument } from './queries.ts'

type Props = { id: CaseId; care: CareWire; onClose: () => void }
type Values = { kind: Kind; title: string; dated_on: string }

const KINDS = ['verification', 'borrower', 'certificate', 'court', 'letter'] as const
type Kind = (typeof KINDS)[number]

/** The hash is made here: the document never leaves this machine. */
export function DocumentForm({ id, care, onClose }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const [file, setFile] = useState<File>()
  const list = useAct({
    send: async (key, values: Values) => {
      if (file === undefined) throw new Error(say('care.needs_file'))
      const sha256 = await hashOf(file)
      return listDocument({ id, care: care.id, key }, { ...values, sha256 })
    },
    undo: { cannot: 'undo.cannot.law' },
    said: () => say('care.listed'),
    onDone: onClose,
  })
  const pick = (picked: File | undefined) => {
    setFile(picked)
    if (picked !== undefined) form.setFieldValue('title', picked.name)
  }
  return (
    <ModalForm<Values>
      form={form}
      open
      title={say('care.document')}
      save={say('care.document')}
      lead={say('care.document_lead')}
      sending={list}
      draft={`document ${care.id}`}
      refusals={{ day_in_future: 'dated_on' }}
      initialValues={{ kind: 'verification' }}
      onFinish={(values) => list.mutate(values)}
      onClose={onClose}
    >
      <Fields onPick={pick} />
    </ModalForm>
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
