import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { longDayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { daysAhead, typedDay } from './typed-day.ts'

type Props = { name: string; label: string; needed: string }

/** A day as people say it; what it was read as stands under it before it is sent. */
export function DayField({ name, label, needed }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const text = Form.useWatch<string | undefined>(name) ?? ''
  const on = typedDay(text, me.today)
  const read =
    on === undefined
      ? say('quick.day_hint')
      : say('quick.day_read', { day: longDayText(on, language), days: daysAhead(on, me.today) })
  return (
    <Form.Item
      name={name}
      label={label}
      extra={<span role="status">{read}</span>}
      validateTrigger="onBlur"
      rules={[
        {
          validator: (_, value: string | undefined) => {
            if ((value ?? '').trim() === '') return Promise.reject(new Error(needed))
            return typedDay(value ?? '', me.today) === undefined
              ? Promise.reject(new Error(say('quick.day_unread')))
              : Promise.resolve()
          },
        },
      ]}
    >
      <Input autoComplete="off" maxLength={40} />
    </Form.Item>
  )
}
