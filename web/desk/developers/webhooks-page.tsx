import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { DeliveryWire, EndpointWire } from '../../../src/api/wire-events.ts'
import { More, PageHead, Table } from '../compliance/parts.tsx'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { Secret } from './keys-page.tsx'
import { deliveriesQuery, developersApi, endpointsQuery } from './queries.ts'
import './developers.css'

/** Who is told of events, what they answered, and what is sent again. */
export function WebhooksPage() {
  const say = useSay()
  useTitle(say('dev.webhooks'))
  const { endpoint } = useSearch({ from: '/desk/developers/webhooks' })
  const { data } = useSuspenseQuery(endpointsQuery)
  return (
    <div>
      <PageHead title={say('dev.webhooks')} lead={say('dev.hooks_lead')} />
      <NewEndpoint />
      <section className="sheet">
        {data.items.length === 0 ? <p>{say('dev.none')}</p> : <Endpoints all={data.items} />}
      </section>
      {endpoint !== undefined && <Deliveries key={endpoint} endpoint={endpoint} />}
    </div>
  )
}

function NewEndpoint() {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: developersApi.makeEndpoint,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhook-endpoints'] }),
  })
  const kept = useKept('webhook-endpoint', { url: '' }, make)
  const { url } = kept.values
  return (
    <section className="sheet">
      <h2>{say('dev.hook_new')}</h2>
      <form
        className="dev-form"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate(url.trim())
        }}
      >
        <Restored {...kept} />
        <label className="dev-field">
          <span>{say('dev.hook_url')}</span>
          <input
            type="url"
            size={48}
            required
            value={url}
            onChange={(event) => kept.change({ url: event.target.value })}
          />
        </label>
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {say('dev.hook_new')}
        </Button>
      </form>
      {make.data !== undefined && <Secret text={make.data.secret} />}
      {make.error !== null && <Alert type="error" title={problemText(make.error)} showIcon />}
    </section>
  )
}

function Endpoints({ all }: { all: readonly EndpointWire[] }) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const again = () =>
    Promise.all(
      ['webhook-endpoints', 'deliveries'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    )
  const test = useMutation({ mutationFn: developersApi.test, onSuccess: again })
  const end = useMutation({ mutationFn: developersApi.end, onSuccess: again })
  const rotate = useMutation({ mutationFn: developersApi.rotate, onSuccess: again })
  const error = test.error ?? end.error ?? rotate.error
  return (
    <>
      <Table
        label={say('dev.webhooks')}
        head={[say('dev.hook_url'), say('dev.key_state'), say('dev.type'), say('dev.act')]}
      >
        {all.map((one) => (
          <tr key={one.id}>
            <td>
              {one.url}
              <div className="muted">{one.scheme}</div>
            </td>
            <td>
              {say(one.is_on ? 'dev.hook_on' : 'dev.hook_off')}
              {one.off_why !== null && <div className="muted">{one.off_why}</div>}
            </td>
            <td>{one.types?.join(', ') ?? '*'}</td>
            <td>
              <div className="dev-form">
                <Link to="/developers/webhooks" search={{ endpoint: one.id }}>
                  {say('dev.hook_pick')}
                </Link>
                <Button size="small" onClick={() => test.mutate(one.id)}>
                  {say('dev.hook_test')}
                </Button>
                <Button size="small" onClick={() => rotate.mutate(one.id)}>
                  {say('dev.hook_rotate')}
                </Button>
                <Button size="small" danger onClick={() => end.mutate(one.id)}>
                  {say('dev.hook_end')}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </Table>
      {rotate.data !== undefined && <Secret text={rotate.data.secret} />}
      {error !== null && <Alert type="error" title={problemText(error)} showIcon />}
    </>
  )
}

function Deliveries({ endpoint }: { endpoint: string }) {
  const say = useSay()
  const { language } = usePreferences()
  const queries = useQueryClient()
  const found = useSuspenseInfiniteQuery(deliveriesQuery(endpoint))
  const items = found.data.pages.flatMap((page) => page.items)
  const replay = useMutation({
    mutationFn: (deliveryId: string) => developersApi.replay({ id: endpoint, deliveryId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries', endpoint] }),
  })
  return (
    <section className="sheet">
      <h2>{say('dev.deliveries')}</h2>
      {items.length === 0 ? (
        <p>{say('dev.none')}</p>
      ) : (
        <Table
          label={say('dev.deliveries')}
          head={[
            say('dev.when'),
            say('dev.type'),
            say('dev.key_state'),
            say('dev.tries'),
            say('dev.act'),
          ]}
        >
          {items.map((one) => (
            <tr key={one.id}>
              <td>{instantText(one.made_at, language)}</td>
              <td>
                {one.type}
                <details>
                  <summary>{say('dev.body')}</summary>
                  <pre className="dev-code" tabIndex={0}>
                    {JSON.stringify(JSON.parse(one.body), undefined, 2)}
                  </pre>
                </details>
              </td>
              <td>{say(`dev.${one.state}`)}</td>
              <td>{triesText(one)}</td>
              <td>
                <Button size="small" onClick={() => replay.mutate(one.id)}>
                  {say('dev.replay')}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <More list={found} />
    </section>
  )
}

const triesText = ({ tries }: DeliveryWire): string =>
  tries.map((one) => `${one.status ?? one.why ?? '-'} (${one.took_ms} ms)`).join(', ')
