import type { SearchHit } from '../../../src/api/wire.ts'
import { STATE_TONE } from '../cases/columns.tsx'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import './search.css'

/** Who it is, what they owe, and what of theirs met what was typed. */
export function Hit({ hit }: { hit: SearchHit }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <span className="hit-who">
        <b lang={hit.language}>{hit.name}</b>
        <code>{hit.ref}</code>
      </span>
      <span className="hit-owes">
        <span className={`mark ${STATE_TONE[hit.state]}`}>{say(`state.${hit.state}`)}</span>
        <span className="figure">{moneyText(hit.arrears, language)}</span>
      </span>
      <small className="hit-why">
        {hit.kind === 'bank_line' && <b>{say('search.payer')} </b>}
        {hit.why}
      </small>
    </>
  )
}
