import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input } from 'antd'
import { useId } from 'react'
import type { QualityDetail, ReviewBody } from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { useCommands } from '../command/registry.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { qualityApi } from './queries.ts'
import { Turns } from './turns.tsx'

type Props = { readonly id: ContactId; readonly detail: QualityDetail }

type Review = {
  readonly verdicts: Readonly<Record<string, boolean>>
  readonly points: Readonly<Record<string, number>>
  readonly note: string
}

const EMPTY: Review = { verdicts: {}, points: {}, note: '' }

/** Y and F answer each finding in turn; the score card and a note for whoever made the call. */
export function ReviewForm({ id, detail }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const noteId = useId()
  const record = useRecord(id)
  const kept = useKept(`review ${id}`, EMPTY, record)
  const { verdicts, points, note } = kept.values
  const isBlocked = detail.blocked !== null
  const next = detail.findings.find((one) => verdicts[one.id] === undefined)
  const judge = (finding: string, agrees: boolean) =>
    kept.change({ verdicts: { ...verdicts, [finding]: agrees } })
  useFindingKeys(isBlocked ? undefined : next?.id, judge)
  const send = () =>
    record.mutate({
      points,
      ...(note.trim() !== '' && { note: note.trim() }),
      verdicts: Object.entries(verdicts).map(([finding, agrees]) => ({ finding, agrees })),
    })
  return (
    <form
      className="quality-review"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Restored {...kept} />
      <Turns detail={detail} verdicts={verdicts} next={next?.id} onJudge={judge} />
      <h3>{detail.card.title}</h3>
      <div className="quality-card">
        {detail.card.criteria.map((one) => (
          <Criterion
            key={one.id}
            criterion={one}
            given={points[one.id]}
            onGive={(given) => kept.change({ points: withPoints(points, one.id, given) })}
          />
        ))}
      </div>
      <label htmlFor={noteId}>{say('quality.note')}</label>
      <Input.TextArea
        id={noteId}
        value={note}
        maxLength={2000}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => kept.change({ note: event.target.value })}
      />
      {record.isError && <Alert type="error" role="alert" title={problemText(record.error)} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={isBlocked} loading={record.isPending}>
          {say('quality.record')}
        </Button>
        {detail.blocked !== null && <span className="muted"> {detail.blocked}</span>}
      </div>
    </form>
  )
}

function useFindingKeys(
  finding: string | undefined,
  judge: (finding: string, agrees: boolean) => void,
): void {
  const run = (agrees: boolean) => () => finding !== undefined && judge(finding, agrees)
  useCommands(
    'page',
    finding === undefined
      ? {}
      : { 'quality.agree': { run: run(true) }, 'quality.disagree': { run: run(false) } },
  )
}

function withPoints(
  before: Readonly<Record<string, number>>,
  id: string,
  given: number | undefined,
): Readonly<Record<string, number>> {
  const others = Object.entries(before).filter(([one]) => one !== id)
  return Object.fromEntries(given === undefined ? others : [...others, [id, given]])
}

type CriterionProps = {
  readonly criterion: QualityDetail['card']['criteria'][number]
  readonly given: number | undefined
  readonly onGive: (given: number | undefined) => void
}

/** Native radios: the arrow keys move, and every screen reader knows them. */
function Criterion({ criterion, given, onGive }: CriterionProps) {
  const say = useSay()
  const name = useId()
  const values = [undefined, ...Array.from({ length: criterion.most + 1 }, (_, i) => i)]
  return (
    <fieldset className="quality-criterion">
      <legend>{criterion.name}</legend>
      <small className="muted">{criterion.hint}</small>
      <div>
        {values.map((value) => (
          <label key={value ?? 'none'}>
            <input
              type="radio"
              name={name}
              checked={value === given}
              onChange={() => onGive(value)}
            />
            {value ?? say('quality.no_points')}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function useRecord(id: ContactId) {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: ReviewBody) => qualityApi.review(id, body, key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async ({ points, most }) => {
      key.settle()
      void message.success(say('quality.recorded', { points: String(points), most: String(most) }))
      await queries.invalidateQueries({ queryKey: ['quality'] })
    },
  })
}
