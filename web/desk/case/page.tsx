import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import { AgreementsPanel } from '../agree/panel.tsx'
import { BudgetForm } from '../agree/budget-form.tsx'
import { PlanForm } from '../agree/plan-form.tsx'
import { PromiseForm } from '../agree/promise-form.tsx'
import { filterFromText } from '../cases/filter.ts'
import { useCommands } from '../command/registry.ts'
import { caseQuery, meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useAsOf } from '../shell/as-of.ts'
import { useTitle } from '../shell/title.ts'
import { CareEar } from '../hear/ear.tsx'
import { CarePanel } from '../care/panel.tsx'
import { CallbackForm } from '../work/callback-form.tsx'
import { CaseAside } from './aside.tsx'
import { Contacts } from './contacts.tsx'
import { Documents } from './documents.tsx'
import { CaseHead } from './head.tsx'
import { HoldForm } from './hold-form.tsx'
import { Later, OnceOpened } from './later.tsx'
import { MoneyLines } from './money.tsx'
import { useNextCase } from './next-case.ts'
import { PaymentForm } from './payment-form.tsx'
import { PermissionStrip } from './permission-strip.tsx'
import { PermissionsThen } from './permissions-then.tsx'
import { Presence } from './presence.tsx'
import { useIsUnjudged } from './reads.ts'
import type { CaseSearch } from './search.ts'
import { ANCHORS } from './search.ts'
import { Summary } from './summary.tsx'
import { Timeline } from './timeline.tsx'
import { Why } from './why.tsx'

/** One case on one page: who, where they stand, what happened, what is allowed, and why. */
export function CasePage() {
  const id = useParams({ from: '/desk/cases/$id' }).id as CaseId
  const at = useAsOf()
  const { data: found } = useSuspenseQuery(caseQuery(id, at))
  const waits = useIsUnjudged(id, at)
  const act = useCaseCommands(found, waits)
  useTitle(found.name)
  return (
    <CareEar key={`ear ${id}`} found={found}>
      <div className="case">
        <Presence id={id} />
        <CaseHead found={found} />
        {at === undefined ? <PermissionStrip id={id} /> : <PermissionsThen found={found} at={at} />}
        <Anchors />
        <div className="case-body">
          <div className="case-main">
            <Summary found={found} />
            <Later key={id}>
              <AgreementsPanel found={found} onBudget={() => act.open('budget')} />
              <Timeline id={id} />
              <MoneyLines found={found} />
              {/* What was revealed of one person never stays for the next. */}
              <Contacts key={id} found={found} />
              <CarePanel found={found} />
              <Documents id={id} />
              <Why id={id} />
            </Later>
          </div>
          <CaseAside found={found} waits={waits} onAct={act.open} onNext={act.next} />
        </div>
        <CaseForms found={found} act={act} />
      </div>
    </CareEar>
  )
}

function CaseForms({ found, act }: { found: CaseWire; act: Acts }) {
  return CASE_FORMS.map(([form, of]) => (
    <OnceOpened
      key={`${form} ${found.id}`}
      form={of}
      found={found}
      open={act.opened === form}
      onClose={act.close}
    />
  ))
}

const CASE_FORMS = [
  ['hold', HoldForm],
  ['payment', PaymentForm],
  ['promise', PromiseForm],
  ['plan', PlanForm],
  ['budget', BudgetForm],
  ['callback', CallbackForm],
] as const satisfies readonly (readonly [CaseSearch['act'], unknown])[]

function Anchors() {
  const say = useSay()
  const search = useSearch({ from: '/desk/cases/$id' })
  return (
    <nav className="anchors" aria-label={say('case.anchors')}>
      <Link to="/cases" search={filterFromText(search.from ?? '')} className="anchors-back">
        {say('case.back')}
      </Link>
      {ANCHORS.map((anchor) => (
        <Link
          key={anchor}
          from="/cases/$id"
          to="."
          search={search}
          hash={anchor}
          replace
          activeOptions={{ includeHash: true }}
        >
          {say(`case.${anchor}`)}
        </Link>
      ))}
    </nav>
  )
}

export type Acts = {
  readonly opened: CaseSearch['act']
  readonly open: (act: CaseSearch['act']) => void
  readonly close: () => void
  readonly next: () => void
}

/** Which form is open is the URL's too: Back closes it. */
function useCaseCommands(found: CaseWire, waits: boolean): Acts {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const search = useSearch({ from: '/desk/cases/$id' })
  const navigate = useNavigate({ from: '/cases/$id' })
  const goToNext = useNextCase()
  const open = (act: CaseSearch['act']) =>
    void navigate({ search: { ...search, act }, resetScroll: false })
  const close = () =>
    void navigate({ search: { ...search, act: undefined }, replace: true, resetScroll: false })
  const next = () => void goToNext({ filter: filterFromText(search.from ?? ''), after: found.id })
  const mayNot = (action: Parameters<typeof whyNot>[1]) =>
    whyNot(me, action) ?? (waits ? say('case.judged_again') : undefined)
  useCommands('page', {
    'case.next': { run: next },
    'case.hold': { run: () => open('hold'), disabledBecause: mayNot('hold.place') },
    'case.payment': { run: () => open('payment'), disabledBecause: mayNot('payment.record') },
    'case.promise': { run: () => open('promise'), disabledBecause: mayNot('promise.make') },
    'case.plan': { run: () => open('plan'), disabledBecause: mayNot('offer.make') },
    'case.budget': { run: () => open('budget'), disabledBecause: mayNot('budget.write') },
    'work.callback': { run: () => open('callback'), disabledBecause: mayNot('callback.agree') },
  })
  return { opened: search.act, open, close, next }
}
