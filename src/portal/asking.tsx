/** @jsxImportSource hono/jsx */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { answerOnce } from '../store/answered.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { randomText } from '../store/pay-try.ts'
import { readHouse } from '../store/portal-read.ts'
import type { Language } from '../store/templates.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { LOOK, noteDeclined } from './look.ts'
import { Wrong, type House } from './page.tsx'
import { sessionOf, type PortalSession } from './session.ts'

/** What the steps of these pages are made of: one question each, and nothing that needs a script. */

export type Form = ReadonlyMap<string, string>

export type Opened<View> = {
  readonly session: PortalSession
  readonly house: House
  readonly view: View
}

/** Who is here, and what their page shows; undefined: nobody is, or there is no such thing. */
export async function opened<View>(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  read: (tx: Tx, session: PortalSession) => Promise<View | undefined>,
): Promise<Opened<View> | undefined> {
  const session = sessionOf(c, deps)
  if (session === undefined) return undefined
  return inTenant(deps.db, session.tenantId, async (tx) => {
    const house = await readHouse(tx, session.tenantId)
    const view = house && (await read(tx, session))
    return house === undefined || view === undefined ? undefined : { session, house, view }
  })
}

/** Ten to forty signs that a page was given; a form without them is an act of its own. */
export const onceOf = (form: Form): string =>
  /^[0-9a-z]{10,40}$/.exec(form.get('once') ?? '')?.[0] ?? randomText()

export type Act = {
  /** Of what: the same signs for something else are refused. */
  readonly what: string
  readonly form: Form
}

/**
 * One press is one act, however often its form arrives: under the borrower's lock, and what it came to is
 * kept with the act itself. 'key_reused': these very signs did something else before.
 */
export async function onceOnly<Done extends object, Declined extends { readonly declined: string }>(
  deps: PortalDeps,
  session: PortalSession,
  { what, form }: Act,
  work: (tx: Tx) => Promise<{ readonly done: Done } | Declined>,
): Promise<{ readonly done: Done; readonly again: boolean } | Declined | Reused> {
  const { tenantId, borrowerId, accountId } = session
  const looked = form.get(LOOK)
  if (looked !== undefined) return { declined: looked } as Declined
  const fields = [...form]
    .filter(([name]) => name !== 'once' && name !== LOOK)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const request = {
    tenantId,
    borrowerId,
    key: `portal ${borrowerId} ${onceOf(form)}`,
    bodyHash: createHash('sha256')
      .update(JSON.stringify([what, String(accountId), fields]))
      .digest('hex'),
    by: 'borrower',
  }
  const made = await inTenant(
    deps.db,
    tenantId,
    async (tx): Promise<{ readonly done: Done; readonly again: boolean } | Declined | Reused> => {
      await lockBorrower(tx, request)
      const made = await answerOnce<Done, Declined>(tx, request, () => work(tx))
      if ('refused' in made) return { declined: made.refused }
      return 'declined' in made ? made : { done: made.answer as Done, again: made.again as boolean }
    },
    { retries: 3 },
  )
  if ('declined' in made) noteDeclined(form, made.declined)
  return made
}

export type Reused = { readonly declined: 'key_reused' }

export const Once = ({ form }: { form?: Form | undefined }) => (
  <input type="hidden" name="once" value={form === undefined ? randomText() : onceOf(form)} />
)

/** What was answered on the pages before. */
export const Kept = ({ values }: { values: Readonly<Record<string, string | undefined>> }) => (
  <>
    {Object.entries(values).map(([name, value]) =>
      value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
    )}
  </>
)

type GoOf = { words: string; second?: boolean; does?: string }

/** A button; `does` says which, where a form has two. */
export const Go = ({ words, second, does }: GoOf) => (
  <p>
    <button
      type="submit"
      class={second === true ? 'second' : undefined}
      name={does === undefined ? undefined : 'do'}
      value={does}
    >
      {words}
    </button>
  </p>
)

export type RadioOf = { readonly value: string; readonly words: string; readonly hint?: string }

/** What a screen reader says after the name: what is wrong, and what it is for. */
function describedBy(of: {
  readonly name: string
  readonly hint?: string | undefined
  readonly isWrong?: boolean
}): string | undefined {
  const all = [
    ...(of.isWrong === true ? ['wrong'] : []),
    ...(of.hint === undefined ? [] : [`${of.name}-hint`]),
  ]
  return all.length === 0 ? undefined : all.join(' ')
}

export function Radios(of: {
  name: string
  legend: string
  hint?: string | undefined
  options: readonly RadioOf[]
  chosen?: string | undefined
  isWrong?: boolean
  required?: boolean
}) {
  const { name, hint } = of
  return (
    <fieldset aria-describedby={describedBy(of)}>
      <legend>{of.legend}</legend>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {of.options.map((one) => (
        <div class="choice" key={one.value}>
          <input
            type="radio"
            id={`${name}-${one.value}`}
            name={name}
            value={one.value}
            checked={of.chosen === one.value}
            required={of.required === true}
          />
          <label for={`${name}-${one.value}`}>
            {one.words}
            {one.hint === undefined ? null : (
              <>
                <br />
                <span class="hint">{one.hint}</span>
              </>
            )}
          </label>
        </div>
      ))}
    </fieldset>
  )
}

export function Tick(of: { name: string; words: string; on?: boolean; value?: string }) {
  const id = of.value === undefined ? of.name : `${of.name}-${of.value}`
  return (
    <div class="choice">
      <input
        type="checkbox"
        id={id}
        name={of.name}
        value={of.value ?? '1'}
        checked={of.on === true}
      />
      <label for={id}>{of.words}</label>
    </div>
  )
}

type LineOf = {
  name: string
  label: string
  hint?: string | undefined
  value?: string | undefined
  most: number
  mode?: 'decimal' | 'numeric' | 'tel' | undefined
  isWrong?: boolean
  required?: boolean
  /** A code of letters and figures. */
  capitals?: boolean
}

export function Line(of: LineOf) {
  const { name, hint } = of
  return (
    <>
      <p>
        <label for={name}>{of.label}</label>
      </p>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <p>
        <input
          type="text"
          id={name}
          name={name}
          value={of.value}
          maxlength={of.most}
          inputmode={of.mode}
          autocomplete="off"
          autocapitalize={of.capitals === true ? 'characters' : undefined}
          required={of.required === true}
          aria-describedby={describedBy(of)}
          aria-invalid={of.isWrong === true ? 'true' : undefined}
        />
      </p>
    </>
  )
}

export const Area = (of: {
  name: string
  label: string
  hint?: string
  value?: string | undefined
  most: number
}) => (
  <>
    <p>
      <label for={of.name}>{of.label}</label>
    </p>
    {of.hint === undefined ? null : (
      <p class="hint" id={`${of.name}-hint`}>
        {of.hint}
      </p>
    )}
    <p>
      <textarea
        id={of.name}
        name={of.name}
        rows={6}
        maxlength={of.most}
        aria-describedby={of.hint === undefined ? undefined : `${of.name}-hint`}
      >
        {of.value}
      </textarea>
    </p>
  </>
)

/** What was answered or what holds, each with its name. */
export const Facts = ({ rows }: { rows: readonly (readonly [string, Child])[] }) => (
  <dl>
    {rows.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

export const Good = ({ words }: { words: string }) => (
  <p class="good" role="status">
    {words}
  </p>
)

export const Fault = ({ words }: { words: string | undefined }) =>
  words === undefined ? null : <Wrong words={words} />

export const Way = ({ to, words, lang }: { to: string; words: string; lang: Language }) => (
  <p>
    <a href={`${to}${to.includes('?') ? '&' : '?'}lang=${lang}`}>{words}</a>
  </p>
)
