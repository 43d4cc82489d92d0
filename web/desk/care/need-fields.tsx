import { Form, Input } from 'antd'
import type { MessageKey } from '../messages.ts'
import { useSay } from '../say.tsx'

type Asked = { readonly label: MessageKey; readonly missing: MessageKey }

/** What a care or an act may need, and how each is asked. */
const LINES = {
  until_on: { label: 'care.until', missing: 'care.needs_until' },
  words: { label: 'care.words', missing: 'care.needs_words' },
  redress: { label: 'care.redress', missing: 'care.needs_redress' },
  consent: { label: 'care.consent', missing: 'care.needs_consent' },
} as const satisfies Record<string, Asked>

type Name = keyof typeof LINES

/** One line of what is needed; `required` where nothing goes without it. */
export function NeedField({ name, required = true }: { name: Name; required?: boolean }) {
  const say = useSay()
  const { label, missing } = LINES[name]
  const isText = name !== 'until_on'
  return (
    <Form.Item
      name={name}
      label={say(label)}
      rules={[{ required, whitespace: isText, message: say(missing) }]}
    >
      <Field name={name} />
    </Form.Item>
  )
}

type FieldProps = {
  name: Name
  id?: string
  value?: string
  onChange?: (event: { target: { value: string } }) => void
}

/** The form hands in value and change, whichever field it is. */
function Field({ name, ...given }: FieldProps) {
  if (name === 'until_on') return <Input type="date" {...given} />
  if (name === 'consent') return <Input maxLength={200} {...given} />
  return <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} {...given} />
}
