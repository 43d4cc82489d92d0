import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import type {
  MatchSuggestionWire,
  MoneyId,
  MoneyRowWire,
  MoneyWholeWire,
} from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf } from '../command/registry.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useDraft, type Sending } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { moneyQuery } from './queries.ts'

type Props = {
  row: MoneyRowWire
  sending: Sending
  canUndo: boolean
  onAccept: (account: string) => void
  onReturn: (original: MoneyId) => void
  onSplit: () => void
  onAside: () => void
  onUndo: () => void
}

/** One item: what the bank says, what points where and why, and what can be done about it. */
export function MoneyDetail(props: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const { row } = props
  const { data } = useQuery(moneyQuery(row.id))
  const isReturn = row.left.minor.startsWith('-')
  const suggestions = data?.suggestions ?? (row.suggestion === null ? [] : [row.suggestion])
  return (
    <section className="sheet money-detail" aria-label={row.payer ?? say('money.payer')}>
      <h2>
        {moneyText(row.left, language)}
        <small className="muted"> {dayText(row.booked_on, language)}</small>
      </h2>
      <p>
        <b>{row.payer ?? '—'}</b>
        <br />
        <span className="money-text">{row.text ?? '—'}</span>
      </p>
      {isReturn ? (
        <Originals data={data} onReturn={props.onReturn} />
      ) : (
        <Suggestions {...props} suggestions={suggestions} />
      )}
      <div className="money-acts">
        <Button onClick={props.onSplit} disabled={isReturn}>
          {say('money.split')} <KeyCaps keys={commandOf('money.split').keys} />
        </Button>
        <Button onClick={props.onAside}>
          {say('money.aside')} <KeyCaps keys={commandOf('money.aside').keys} />
        </Button>
        <Button onClick={props.onUndo} disabled={!props.canUndo}>
          {say('money.undo')} <KeyCaps keys={commandOf('money.undo').keys} />
        </Button>
      </div>
      {isReturn && <p className="muted">{say('money.no_split')}</p>}
      {!props.canUndo && <p className="muted">{say('money.no_undo')}</p>}
      {data !== undefined && <Facts whole={data} />}
      {data !== undefined && <Decisions whole={data} />}
    </section>
  )
}

function Suggestions({
  suggestions,
  sending,
  row,
  onAccept,
}: Props & { suggestions: readonly MatchSuggestionWire[] }) {
  const say = useSay()
  const [form] = Form.useForm<{ account: string }>()
  const draft = useDraft({ form, place: `money-match ${row.id}`, open: true, sending })
  return (
    <>
      <h3>{say('money.suggestions')}</h3>
      {suggestions.length === 0 && <p className="muted">{say('money.no_suggestions')}</p>}
      {row.asked && suggestions.length > 0 && <p className="muted">{say('money.asked_why')}</p>}
      <ol className="money-suggestions">
        {suggestions.slice(0, 6).map((one, i) => (
          <Suggested
            key={one.account_id}
            one={one}
            isFirst={i === 0}
            disabled={sending.isPending || row.asked}
            onAccept={onAccept}
          />
        ))}
      </ol>
      <Restored {...draft} />
      <Form<{ account: string }>
        form={form}
        layout="inline"
        onValuesChange={draft.keep}
        requiredMark={false}
        onFinish={({ account }) => onAccept(account.trim())}
      >
        <Form.Item
          name="account"
          label={say('money.other')}
          layout="vertical"
          rules={[{ required: true, whitespace: true, message: say('money.needs_account') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Button htmlType="submit" loading={sending.isPending}>
          {say('money.match')}
        </Button>
      </Form>
    </>
  )
}

function Suggested({
  one,
  isFirst,
  disabled,
  onAccept,
}: {
  one: MatchSuggestionWire
  isFirst: boolean
  disabled: boolean
  onAccept: (account: string) => void
}) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <li>
      <p>
        <Link to="/cases/$id" params={{ id: one.case_id }}>
          {one.borrower}
        </Link>{' '}
        · {one.account_ref} · <span className="muted">{one.score}</span>
        {one.odd && <b className="money-odd"> {say('money.odd')}</b>}
      </p>
      <p>{one.reason}</p>
      <p className="muted">
        {say('money.owes', {
          outstanding: moneyText(one.outstanding, language),
          arrears: moneyText(one.arrears, language),
        })}
      </p>
      <Button
        type={isFirst ? 'primary' : 'default'}
        disabled={disabled}
        onClick={() => onAccept(one.account_ref)}
      >
        {say('money.accept', { account: one.account_ref })}
        {isFirst && <KeyCaps keys={commandOf('money.accept').keys} />}
      </Button>
    </li>
  )
}

function Originals({
  data,
  onReturn,
}: {
  data: MoneyWholeWire | undefined
  onReturn: (original: MoneyId) => void
}) {
  const say = useSay()
  const { language } = usePreferences()
  const originals = data?.originals ?? []
  return (
    <>
      <h3>{say('money.original')}</h3>
      {originals.length === 0 && <p className="muted">{say('money.no_original')}</p>}
      {originals.map((one) => (
        <p key={one.id}>
          {one.payer ?? '—'}{' '}
          <Button onClick={() => onReturn(one.id)}>
            {say('money.return', { day: dayText(one.booked_on, language) })}
          </Button>
        </p>
      ))}
    </>
  )
}

function Facts({ whole }: { whole: MoneyWholeWire }) {
  const say = useSay()
  const facts = [
    ['money.reference', whole.reference],
    ['money.end_to_end', whole.end_to_end],
    ['money.bank_ref', whole.bank_ref],
    ['money.payer_account', whole.payer_account],
    ['money.virtual', whole.virtual_account],
    ['money.return_code', whole.return_code],
    ['money.bank_account', whole.bank_account],
  ] as const
  return (
    <>
      <h3>{say('money.facts')}</h3>
      <dl className="money-facts">
        {facts.map(([key, value]) =>
          value === null ? null : (
            <div key={key}>
              <dt>{say(key)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </>
  )
}

function Decisions({ whole }: { whole: MoneyWholeWire }) {
  const say = useSay()
  const { language } = usePreferences()
  if (whole.decisions.length === 0) return null
  return (
    <>
      <h3>{say('money.decisions')}</h3>
      <ul className="money-decisions">
        {whole.decisions.map((one) => (
          <li key={one.no} className={one.undone ? 'muted' : ''}>
            {say(`money.kind.${one.kind}`)} {moneyText(one.part, language)} {one.account_ref ?? ''}{' '}
            · {one.by}
            {one.why === null ? '' : ` · ${one.why}`}
          </li>
        ))}
      </ul>
    </>
  )
}
