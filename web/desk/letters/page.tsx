import { useMutation, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { LetterBatchWire } from '../../../src/api/wire.ts'
import { More, PageHead, Table } from '../compliance/parts.tsx'
import { countText, dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { saveFile } from '../save-file.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { LetterRow } from './letter.tsx'
import { batchesQuery, lettersApi, lettersQuery } from './queries.ts'
import './letters.css'

/** Batches for the print house, and each letter of one of them or of all. */
export function LettersPage() {
  const say = useSay()
  useTitle(say('letters.title'))
  return (
    <div>
      <PageHead title={say('letters.title')} lead={say('letters.lead')} />
      <Batches />
      <Letters />
    </div>
  )
}

function Batches() {
  const say = useSay()
  const list = useSuspenseInfiniteQuery(batchesQuery)
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <section className="sheet">
      <h2>{say('letters.batches')}</h2>
      {items.length === 0 && <p role="status">{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('letters.batches')}
          head={[
            say('letters.batch'),
            say('letters.made'),
            say('letters.state'),
            say('letters.count'),
            say('letters.pages'),
            say('letters.manifest'),
          ]}
          figures={[say('letters.count'), say('letters.pages')]}
        >
          {items.map((batch) => (
            <BatchRow key={batch.number} batch={batch} />
          ))}
        </Table>
      )}
      <More list={list} />
    </section>
  )
}

function BatchRow({ batch }: { batch: LetterBatchWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const manifest = useMutation({
    mutationFn: lettersApi.manifest,
    onSuccess: ({ name, csv }) => saveFile(name, csv, 'text/csv'),
  })
  const count = (n: number | null) => (n === null ? '' : countText(n, language))
  return (
    <tr>
      <td>
        <Link to="/letters" search={{ batch: batch.number }}>
          {batch.name}
        </Link>
      </td>
      <td>{dayText(batch.made_on, language)}</td>
      <td>
        <span className={batch.state === 'ready' ? 'mark good' : 'mark'}>
          {say(`letters.batch.${batch.state}`)}
        </span>
      </td>
      <td className="figure">{count(batch.letters)}</td>
      <td className="figure">{count(batch.pages)}</td>
      <td>
        {batch.state !== 'open' && batch.letters !== 0 && (
          <Button
            size="small"
            aria-label={say('letters.manifest_of', { batch: batch.name })}
            loading={manifest.isPending}
            onClick={() => manifest.mutate(batch.number)}
          >
            {say('letters.manifest')}
          </Button>
        )}
        {manifest.isError && (
          <Alert type="error" role="alert" title={problemText(manifest.error)} />
        )}
      </td>
    </tr>
  )
}

function Letters() {
  const say = useSay()
  const { batch } = useSearch({ from: '/desk/letters' })
  const list = useSuspenseInfiniteQuery(lettersQuery(batch))
  const items = list.data.pages.flatMap((page) => page.items)
  const named = items[0]?.batch ?? batch ?? ''
  return (
    <section className="sheet">
      <h2>{say('letters.list')}</h2>
      {batch !== undefined && (
        <p>
          {say('letters.of', { batch: named })} · <Link to="/letters">{say('letters.all')}</Link>
        </p>
      )}
      {items.length === 0 && <p role="status">{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('letters.list')}
          head={[
            say('letters.who'),
            say('letters.kind'),
            say('letters.state'),
            say('letters.place'),
            say('letters.pages'),
            say('letters.set'),
            say('letters.act'),
          ]}
          figures={[say('letters.pages')]}
        >
          {items.map((letter) => (
            <LetterRow key={letter.key} letter={letter} />
          ))}
        </Table>
      )}
      <More list={list} />
    </section>
  )
}
