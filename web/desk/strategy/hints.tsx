import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FactsWire } from '../../../src/api/wire.ts'
import { isMessageKey } from '../messages.ts'
import { factsQuery } from '../queries.ts'
import { useSay } from '../say.tsx'

type Fact = FactsWire['items'][number]

/** What may stand where the cursor is: the fact's meaning, unit, an example, its words. */
export function Hints({ name }: { name: string | undefined }) {
  const say = useSay()
  const { data } = useQuery(factsQuery)
  const fact = data?.items.find((one) => one.name === name)
  return (
    <section className="sheet ladder-hints" aria-labelledby="hints-title">
      <h2 id="hints-title">{say('ladder.hint')}</h2>
      {fact !== undefined && <FactHint fact={fact} />}
      {fact === undefined && name !== undefined && <KeyHint name={name} />}
      {fact === undefined && name === undefined && (
        <p className="muted">{say('ladder.hint_none')}</p>
      )}
      <p className="muted">{say('ladder.hint_cells')}</p>
      {data !== undefined && <Catalogue facts={data.items} />}
    </section>
  )
}

function FactHint({ fact }: { fact: Fact }) {
  const say = useSay()
  return (
    <>
      <h3>
        <code>{fact.name}</code>
      </h3>
      <p>{fact.meaning}</p>
      <dl className="hint-parts">
        <dt>{say('ladder.hint_kind')}</dt>
        <dd>
          {say(`ladder.kind.${fact.type}`)}
          {fact.unit_name !== '' && `, ${fact.unit_name}`}
        </dd>
        <dt>{say('ladder.hint_example')}</dt>
        <dd>
          <code>
            {fact.words[0] !== undefined && fact.type === 'text'
              ? `"${fact.words[0]}"`
              : fact.example}
          </code>
          {fact.may_be_never && (
            <>
              {' · '}
              <code>never</code>
            </>
          )}
        </dd>
        {fact.words.length > 0 && (
          <>
            <dt>{say('ladder.hint_words')}</dt>
            <dd>
              <code>{fact.words.join('  ')}</code>
            </dd>
          </>
        )}
      </dl>
    </>
  )
}

/** The keys of a row are few, and each has its sentence. */
function KeyHint({ name }: { name: string }) {
  const say = useSay()
  const key = `ladder.key.${name}`
  return (
    <>
      <h3>
        <code>{name}</code>
      </h3>
      {isMessageKey(key) && <p>{say(key)}</p>}
    </>
  )
}

function Catalogue({ facts }: { facts: readonly Fact[] }) {
  const say = useSay()
  const [sought, setSought] = useState('')
  const text = sought.trim().toLowerCase()
  const found = facts.filter(
    ({ name, meaning }) => name.includes(text) || meaning.toLowerCase().includes(text),
  )
  return (
    <details className="catalogue">
      <summary>{say('ladder.catalogue', { count: facts.length })}</summary>
      <input
        className="ladder-input"
        aria-label={say('ladder.catalogue_find')}
        placeholder={say('ladder.catalogue_find')}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      <ul tabIndex={0} aria-label={say('ladder.catalogue_list')}>
        {found.map((fact) => (
          <li key={fact.name}>
            <code>{fact.name}</code>
            <span>{fact.meaning}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
