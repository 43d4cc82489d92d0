import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { AccessReviewsWire, AccessReviewWire } from '../../../src/api/wire.ts'
import { countText, instantText, monthText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { WATCHES } from './links.tsx'
import { More, PageHead, Table } from './parts.tsx'
import { complianceApi, looksQuery, reviewsQuery } from './queries.ts'
import { Roles } from './roles.tsx'

/** Who looked and who had which role; each month gone through by one and signed by another. */
export function AccessPage() {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  useTitle(say('access.title'))
  return (
    <div>
      <PageHead title={say('access.title')} lead={say('access.lead')} />
      {WATCHES[me.role] && <Watched isOfficer={me.role === 'compliance'} />}
      <Roles />
      {me.role === 'compliance' ? (
        <Looks />
      ) : (
        <section className="sheet">
          <h2>{say('access.list')}</h2>
          <p className="muted">{say('watch.closed_officer')}</p>
        </section>
      )}
    </div>
  )
}

function Watched({ isOfficer }: { isOfficer: boolean }) {
  const { data } = useSuspenseQuery(reviewsQuery)
  return (
    <>
      <People reviews={data} />
      <Months reviews={data} isOfficer={isOfficer} />
    </>
  )
}

function People({ reviews }: { reviews: AccessReviewsWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const count = (n: number) => countText(n, language)
  return (
    <section className="sheet">
      <h2>
        {say('access.people')} · {monthText(reviews.month, language)}
      </h2>
      <p>{say('access.roles_in_month', { n: reviews.role_changes })}</p>
      {reviews.people.length === 0 && <p>{say('watch.none')}</p>}
      {reviews.people.length > 0 && (
        <Table
          label={say('access.people')}
          head={[
            say('access.by'),
            say('access.kind'),
            say('access.looks'),
            say('access.of'),
            say('access.without'),
          ]}
          figures={[say('access.looks'), say('access.of'), say('access.without')]}
        >
          {reviews.people.map((row) => (
            <tr key={`${row.by} ${row.kind}`}>
              <td>{row.by}</td>
              <td>{say(`access.kind.${row.kind}`)}</td>
              <td className="figure">{count(row.looks)}</td>
              <td className="figure">{count(row.people)}</td>
              <td className="figure">{count(row.without_reason)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}

function Months({ reviews, isOfficer }: { reviews: AccessReviewsWire; isOfficer: boolean }) {
  const say = useSay()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries({ queryKey: ['access-reviews'] })
  const review = useMutation({
    mutationFn: (said: string) => complianceApi.review(reviews.month, said),
    onSuccess: again,
  })
  const kept = useKept(`access-review ${reviews.month}`, { words: '' }, review)
  const { words } = kept.values
  const sign = useMutation({ mutationFn: complianceApi.sign, onSuccess: again })
  const isDone = reviews.reviews.some(({ month }) => month === reviews.month)
  const closed = isDone ? say('access.done') : isOfficer ? undefined : say('watch.closed_officer')
  const error = review.error ?? sign.error
  return (
    <section className="sheet">
      <h2>{say('access.reviews')}</h2>
      <form
        className="watch-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (closed === undefined && words.trim() !== '') review.mutate(words.trim())
        }}
      >
        <Restored {...kept} />
        <label className="watch-field">
          <span>{say('access.words')}</span>
          <input
            value={words}
            maxLength={1000}
            onChange={(event) => kept.change({ words: event.target.value })}
          />
        </label>
        <Button
          htmlType="submit"
          loading={review.isPending}
          disabled={closed !== undefined || words.trim() === ''}
        >
          {say('access.review', { month: monthText(reviews.month, language) })}
        </Button>
      </form>
      {(closed !== undefined || words.trim() === '') && (
        <p className="muted">{closed ?? say('access.needs_words')}</p>
      )}
      {error !== null && <Alert type="error" role="alert" title={problemText(error)} />}
      <ul>
        {reviews.reviews.map((one) => (
          <Month
            key={one.month}
            review={one}
            onSign={() => sign.mutate(one.month)}
            isSigning={sign.isPending}
          />
        ))}
      </ul>
    </section>
  )
}

type MonthProps = {
  readonly review: AccessReviewWire
  readonly onSign: () => void
  readonly isSigning: boolean
}

function Month({ review, onSign, isSigning }: MonthProps) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <li>
      <h3>
        {monthText(review.month, language)}
        {review.signed_by === null ? (
          <span className="mark wait">{say('access.not_signed')}</span>
        ) : (
          <span className="mark good">{say('access.signed', { by: review.signed_by })}</span>
        )}
      </h3>
      <p>
        {say('access.reviewed', { by: review.reviewed_by, looks: review.looks })}
        {review.role_changes !== null &&
          ` · ${say('access.roles_in_month', { n: review.role_changes })}`}
        : {review.words}
      </p>
      {review.signed_by === null && (
        <p>
          <Button size="small" onClick={onSign} loading={isSigning} disabled={review.is_own}>
            {say('access.sign')}
          </Button>{' '}
          {review.is_own && <span className="muted">{say('access.own')}</span>}
        </p>
      )}
    </li>
  )
}

function Looks() {
  const say = useSay()
  const { language } = usePreferences()
  const list = useSuspenseInfiniteQuery(looksQuery)
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <section className="sheet">
      <h2>{say('access.list')}</h2>
      {items.length === 0 && <p>{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('access.list')}
          head={[
            say('decisions.when'),
            say('access.by'),
            say('access.kind'),
            say('decisions.who'),
            say('access.reason'),
          ]}
        >
          {items.map((row) => (
            <tr key={row.id}>
              <td>
                <time dateTime={row.at}>{instantText(row.at, language)}</time>
              </td>
              <td>{row.by}</td>
              <td>{say(`access.kind.${row.kind}`)}</td>
              <td>
                <Link to="/compliance/people/$id" params={{ id: row.case_id }}>
                  {row.name}
                </Link>
              </td>
              <td>{row.reason ?? say('access.no_reason')}</td>
            </tr>
          ))}
        </Table>
      )}
      <More list={list} />
    </section>
  )
}
