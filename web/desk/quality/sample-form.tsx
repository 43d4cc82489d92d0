import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { qualityApi } from './queries.ts'

/** Anybody who draws a day draws the same calls. */
export function SampleForm() {
  const say = useSay()
  const id = useId()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const [day, setDay] = useState('')
  const draw = useMutation({
    mutationFn: () => qualityApi.sample({ day }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['quality', 'list'] }),
  })
  return (
    <form
      className="quality-sample"
      onSubmit={(event) => {
        event.preventDefault()
        if (day !== '') draw.mutate()
      }}
    >
      <label htmlFor={id}>{say('quality.day')}</label>
      <div className="quality-sample-row">
        <Input id={id} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        <Button htmlType="submit" loading={draw.isPending} disabled={day === ''}>
          {say('quality.draw')}
        </Button>
      </div>
      {day === '' && <small className="muted">{say('quality.needs_day')}</small>}
      {draw.isError && <Alert type="error" role="alert" title={problemText(draw.error)} />}
      {draw.data !== undefined && (
        <p role="status">
          {say('quality.drawn', {
            calls: String(draw.data.calls),
            drawn: String(draw.data.drawn),
            added: String(draw.data.added),
          })}
        </p>
      )}
    </form>
  )
}
