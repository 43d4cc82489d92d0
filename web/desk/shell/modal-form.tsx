import { Alert, Button, Form, Modal, type FormInstance } from 'antd'
import { type ReactNode, useEffect, useId } from 'react'
import { ApiProblem } from '../api.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useDraft, type Sending } from './draft.ts'
import { useProblemText } from './page-state.tsx'

type Props<Values extends object> = {
  form: FormInstance<Values>
  open: boolean
  title: string
  /** What the button that sends it says. */
  save: string
  sending: Sending
  onFinish: (values: Values) => void
  onClose: () => void
  lead?: ReactNode
  initialValues?: Partial<Values>
  /** The field that the keyboard begins in. */
  focus?: keyof Values & string
  /** Where its draft is kept: which form, and whose; the same in every language. */
  draft: string
  /** What may help beside a refusal. */
  help?: ReactNode
  /** The field that a refusal is about, by its code; a refusal of none stands above the form. */
  refusals?: Readonly<Record<string, keyof Values & string>>
  width?: number
  children: ReactNode
}

/**
 * A form over the page: Enter in any field sends it, a refusal stands at its field, and what was typed
 * stays when it is closed and opened again.
 */
export function ModalForm<Values extends object>(props: Props<Values>) {
  const { form, open, sending, focus, children } = props
  const say = useSay()
  const problemText = useProblemText()
  const name = useId()
  const { error } = sending
  const draft = useDraft({ form, place: props.draft, open, sending })
  const field = fieldOf(error, props.refusals)
  const said = error === null ? undefined : problemText(error)
  // Shown once for each refusal: typing in the field takes it away.
  useEffect(() => {
    if (error === null || field === undefined || said === undefined) return
    form.setFields([{ name: field as never, errors: [said] }])
    form.focusField(field as never)
  }, [error, field, said, form])
  return (
    <Modal
      open={open}
      title={props.title}
      okText={props.save}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: sending.isPending }}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      // Whoever types while the form still unfolds is not sent back to where the keyboard begins.
      afterOpenChange={(isOpen) => {
        const isWithin = document.getElementById(name)?.contains(document.activeElement) ?? false
        if (isOpen && focus !== undefined && !isWithin) form.focusField(focus as never)
      }}
      {...(props.width === undefined ? {} : { width: props.width })}
    >
      {props.lead !== undefined && <p className="muted form-lead">{props.lead}</p>}
      <Restored {...draft} />
      {said !== undefined && field === undefined && (
        <Alert type="error" role="alert" title={said} description={props.help} />
      )}
      <Form<Values>
        form={form}
        // Several forms may lie over one page: the fields of each have ids of their own.
        name={name}
        layout="vertical"
        requiredMark={false}
        // Ours say it in the reader's language, at the field.
        noValidate
        {...(props.initialValues === undefined ? {} : { initialValues: props.initialValues })}
        onValuesChange={draft.keep}
        onFinish={props.onFinish}
      >
        {children}
        <EnterSends />
      </Form>
    </Modal>
  )
}

type RestoredProps = { restoredAt: number | undefined; discard: () => void }

/** Nobody should wonder where words in a form come from. */
export function Restored({ restoredAt, discard }: RestoredProps) {
  const say = useSay()
  const { language } = usePreferences()
  if (restoredAt === undefined) return null
  const at = instantText(new Date(restoredAt).toISOString(), language)
  return (
    <p className="draft-restored" role="status">
      <span>{say('draft.restored', { at })}</span>
      <Button size="small" type="link" onClick={discard}>
        {say('draft.discard')}
      </Button>
    </p>
  )
}

/** Enter in any field sends the form: the visible button stands outside of it. */
export const EnterSends = () => <button type="submit" hidden aria-hidden="true" tabIndex={-1} />

const fieldOf = (
  error: Error | null,
  refusals: Readonly<Record<string, string>> | undefined,
): string | undefined =>
  error instanceof ApiProblem ? refusals?.[error.problem?.code ?? ''] : undefined
