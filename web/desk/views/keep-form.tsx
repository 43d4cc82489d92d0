import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import type { AlertBody, ViewBody } from '../../../src/api/wire.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { REVIEWS_CALLS } from '../session.ts'
import { ModalForm } from '../shell/modal-form.tsx'
import { keepAlert, keepView } from './queries.ts'

type Measure = AlertBody['measure']

/** What is kept, and what of it may be watched. */
export type Keeping = Pick<ViewBody, 'page' | 'search'> & {
  /** A cell of a figure, by its key: its count and its share are watched too, month after month. */
  readonly figure?: string | undefined
  /** undefined: nothing of it is a number that could be watched. */
  readonly measures: readonly Measure[]
  /** What the form proposes to call it. */
  readonly name?: string | undefined
}

type Values = {
  name: string
  shared?: boolean
  measure?: Measure
  above?: 'over' | 'under'
  line?: number | null
}

/** A share is watched in millionths, and asked for in per cent. */
const thresholdOf = (measure: Measure, line: number) =>
  measure === 'share' ? Math.round(line * 10_000) : Math.round(line)

export function KeepForm(props: { of: Keeping; open: boolean; onClose: () => void }) {
  const { of } = props
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const keep = useKeep(of, () => {
    form.resetFields()
    props.onClose()
  })
  return (
    <ModalForm<Values>
      form={form}
      open={props.open}
      title={of.name === undefined ? say('views.keep') : say('views.keep_cell', { name: of.name })}
      save={say('views.keep')}
      sending={keep}
      draft={`view ${of.page} ${of.figure ?? of.search}`}
      initialValues={{
        ...(of.name !== undefined && { name: of.name }),
        measure: of.measures[0] ?? 'cases',
        above: 'over',
      }}
      onFinish={(values) => keep.mutate(values)}
      onClose={props.onClose}
      focus="name"
      lead={say('views.keep_lead', {
        query: of.search === '' ? say('views.query_all') : of.search,
      })}
    >
      <Form.Item
        name="name"
        label={say('views.name')}
        rules={[{ required: true, whitespace: true, message: say('views.needs_name') }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="shared" valuePropName="checked">
        <Checkbox>{say('views.shared')}</Checkbox>
      </Form.Item>
      {of.measures.length > 0 && REVIEWS_CALLS[me.role] && <Watch measures={of.measures} />}
    </ModalForm>
  )
}

function useKeep(of: Keeping, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, shared, measure = 'cases', above, line }: Values) => {
      const { page, search, figure } = of
      const view = await keepView({ name, page, search, shared: shared === true })
      if (typeof line !== 'number') return
      await keepAlert({
        name,
        ...(figure === undefined ? { view: view.number } : { figure }),
        measure,
        above: above !== 'under',
        threshold: thresholdOf(measure, line),
      })
    },
    onSuccess: async () => {
      onDone()
      await Promise.all(
        ['views', 'today'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      )
    },
  })
}

/** From which number on the morning page says it, with the cases that tipped it. */
function Watch({ measures }: { measures: readonly Measure[] }) {
  const say = useSay()
  if (measures.length === 1)
    return (
      <Form.Item name="line" label={say('views.over')} extra={say('views.over_help')}>
        <InputNumber min={0} precision={0} />
      </Form.Item>
    )
  return (
    <fieldset className="views-watch">
      <legend>{say('views.watch')}</legend>
      <Form.Item name="measure" label={say('views.measure')}>
        <Select
          options={measures.map((value) => ({ value, label: say(`views.measure.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="above" label={say('views.side')}>
        <Select
          options={(['over', 'under'] as const).map((value) => ({
            value,
            label: say(`views.side.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="line" label={say('views.line')}>
        <InputNumber min={0} />
      </Form.Item>
      <p className="muted">{say('views.over_help')}</p>
    </fieldset>
  )
}
