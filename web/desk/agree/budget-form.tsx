import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Select } from 'antd'
import type { BudgetWire, CaseWire } from '../../../src/api/wire.ts'
import {
  BUDGET_FORM,
  BUDGET_SECTIONS,
  SECTION_WORDS,
  type BudgetQuestion,
} from '../../../src/core/budget-form.ts'
import { useAct } from '../case/act.ts'
import { decimalOf, minorOf } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { Sentences } from './budget-summary.tsx'
import { agreeApi, budgetQuery } from './queries.ts'
import './agree.css'

type Values = Readonly<Record<string, string | undefined>>
type Props = { found: CaseWire; open: boolean; onClose: () => void }

const WIDTH_PX = 860

/** The borrower's own form, section by section: saved at any time, signed off when it is whole. */
export function BudgetForm({ found, open, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: budget } = useSuspenseQuery(budgetQuery(found.id))
  const [form] = Form.useForm<Values>()
  const save = useSave(found, budget)
  const draft = useDraft({ form, place: `budget ${found.id}`, open, sending: save })
  // What cannot be read stays in its field with a word about it, and nothing is saved without it.
  const send = (final: boolean) =>
    void form.validateFields().then(
      (values) => save.mutate({ values, final }),
      () => undefined,
    )
  return (
    <Modal
      open={open}
      width={WIDTH_PX}
      title={say('budget.title', { name: found.name })}
      onCancel={onClose}
      destroyOnHidden
      footer={
        <>
          <Button loading={save.isPending} onClick={() => send(false)}>
            {say('budget.save')}
          </Button>
          <Button type="primary" loading={save.isPending} onClick={() => send(true)}>
            {say('budget.sign')}
          </Button>
        </>
      }
    >
      <Restored {...draft} />
      {save.isError && <Alert type="error" role="alert" title={problemText(save.error)} />}
      <Sentences all={budget.version === 0 ? [] : [...budget.missing, ...budget.looks]} />
      <p className="muted">{say('budget.monthly', { currency: budget.currency })}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={valuesOf(budget)}
        onValuesChange={draft.keep}
      >
        <Sections currency={budget.currency} />
      </Form>
    </Modal>
  )
}

function Sections({ currency }: { currency: string }) {
  const say = useSay()
  const { language } = usePreferences()
  return BUDGET_SECTIONS.map((section) => (
    <fieldset key={section}>
      <legend>
        <h3>{SECTION_WORDS[section][language]}</h3>
      </legend>
      <div className="budget-fields">
        {BUDGET_FORM.filter((one) => one.section === section).map((one) => (
          <Form.Item
            key={one.id}
            name={one.id}
            label={one.words[language]}
            extra={one.help?.[language]}
            validateTrigger="onBlur"
            rules={[
              {
                validator: (_, text: string | undefined) =>
                  isRead(one, text?.trim() ?? '', currency)
                    ? Promise.resolve()
                    : Promise.reject(new Error(say(`budget.unread.${one.kind}`))),
              },
            ]}
          >
            <Field question={one} />
          </Form.Item>
        ))}
      </div>
    </fieldset>
  ))
}

const COUNT = /^[0-9]{1,2}$/
const NOTHING = /^0+(?:\.0+)?$/

/** Nothing at all is an amount too: somebody may have no income. */
const amountOf = (text: string, currency: string): string | undefined =>
  NOTHING.test(text) ? '0' : minorOf(text, currency)

const isRead = (one: BudgetQuestion, text: string, currency: string): boolean =>
  text === '' ||
  one.kind === 'choice' ||
  (one.kind === 'count' ? COUNT.test(text) : amountOf(text, currency) !== undefined)

type FieldProps = {
  question: BudgetQuestion
  id?: string
  value?: string
  onChange?: (value: string) => void
}

/** The form hands in value and change, whichever field it is. */
function Field({ question, ...given }: FieldProps) {
  const { language } = usePreferences()
  const { id, value, onChange } = given
  if (question.kind === 'choice')
    return (
      <Select
        {...(id === undefined ? {} : { id })}
        value={value ?? null}
        onChange={(chosen: string | null) => onChange?.(chosen ?? '')}
        allowClear
        options={(question.choices ?? []).map((one) => ({ value: one.code, label: one[language] }))}
      />
    )
  return (
    <Input
      {...(id === undefined ? {} : { id })}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value)}
      inputMode={question.kind === 'count' ? 'numeric' : 'decimal'}
      autoComplete="off"
    />
  )
}

function valuesOf(budget: BudgetWire): Values {
  return Object.fromEntries(
    Object.entries(budget.answers).map(([id, answer]) => [
      id,
      answer.choice ??
        answer.count?.toString() ??
        (answer.minor === undefined
          ? undefined
          : decimalOf({ minor: answer.minor, currency: budget.currency })),
    ]),
  )
}

/** What was told elsewhere of an answer (its period, whether it was seen) stays while its amount does. */
function answersOf(values: Values, budget: BudgetWire): BudgetWire['answers'] {
  const before = valuesOf(budget)
  const answers: Record<string, BudgetWire['answers'][string]> = {}
  for (const question of BUDGET_FORM) {
    const text = values[question.id]?.trim() ?? ''
    const known = budget.answers[question.id]
    if (text === '') continue
    if (known !== undefined && before[question.id] === text) answers[question.id] = known
    else if (question.kind === 'choice') answers[question.id] = { choice: text }
    else if (question.kind === 'count') answers[question.id] = { count: Number(text) }
    else answers[question.id] = { minor: amountOf(text, budget.currency) }
  }
  return answers
}

function useSave(found: CaseWire, budget: BudgetWire) {
  const say = useSay()
  return useAct({
    send: (key, { values, final }: { values: Values; final: boolean }) => {
      const body = { answers: answersOf(values, budget), final, via: 'desk' }
      return agreeApi.saveBudget(found.id, body, key)
    },
    said: () => say('budget.saved'),
    undo: { cannot: 'undo.cannot.budget' },
  })
}
