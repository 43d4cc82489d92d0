/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { dayText } from '../store/render.ts'
import {
  earnedWords,
  readBorrowerRewards,
  RESULT_WORDS,
  REWARD_WORDS,
} from '../store/reward-result.ts'
import { Facts, opened } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { sayRewards } from './words-rewards.ts'

/** Only what two people agreed to, why, and what became of it. */
export async function rewardsPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await opened(c, deps, (tx, { tenantId, borrowerId }) =>
    readBorrowerRewards(tx, tenantId, borrowerId),
  )
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <p>{sayRewards(lang, 'lead')}</p>
      {here.view.length === 0 ? <p>{sayRewards(lang, 'none')}</p> : null}
      {here.view.map((one) => (
        <section key={String(one.treatmentId)} aria-labelledby={`reward-${one.treatmentId}`}>
          <h2 id={`reward-${one.treatmentId}`}>{REWARD_WORDS[one.reward][lang]}</h2>
          <Facts
            rows={[
              [sayRewards(lang, 'why'), earnedWords(one)[lang]],
              [sayRewards(lang, 'of'), one.accountRef.slice(-4)],
              [sayRewards(lang, 'state'), RESULT_WORDS[one.result][lang]],
              [sayRewards(lang, 'on'), dayText(one.resultOn ?? one.agreedOn, lang)],
            ]}
          />
        </section>
      ))}
      <section aria-labelledby="how">
        <h2 id="how">{sayRewards(lang, 'how')}</h2>
        <ul>
          {(['how1', 'how2', 'how3'] as const).map((key) => (
            <li key={key}>{sayRewards(lang, key)}</li>
          ))}
        </ul>
      </section>
    </>
  )
  return show(c, { title: sayRewards(lang, 'title'), house: here.house, children })
}
