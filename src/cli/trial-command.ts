import type { Day } from '../core/calendar.ts'
import { CHANGE_WORDS } from '../store/change-words.ts'
import { inTenant } from '../store/db.ts'
import { readStaff } from '../store/staff.ts'
import { trialStatus, type ArmStatus, type TrialStatus } from '../store/trial-status.ts'
import { differenceWords, stopWords } from '../store/trial-words.ts'
import { METRICS, startTrial, stopTrial, type TrialArm, type TrialTerms } from '../store/trial.ts'
import { dayOption, tenantOf, whenOf, withDatabase } from './context.ts'
import { publishStrategies } from './day-work.ts'
import type { Asked } from './strategy-options.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

/** Champion and challengers: announce a trial, see how its arms do, stop an arm or all of it. */
export async function trialCommand(asked: Asked): Promise<undefined> {
  const { talk } = asked.context
  const [what, name, ...more] = asked.rest
  if (more.length > 0 || (name === undefined && what !== 'status'))
    throw new Stop(talk.word('trialBad', { text: asked.rest.join(' ') }), EXIT.usage)
  const work = WORK.get(what ?? '')
  if (work === undefined)
    throw new Stop(talk.word('trialBad', { text: asked.rest.join(' ') }), EXIT.usage)
  return work(asked, name ?? '')
}

type Work = (asked: Asked, name: string) => Promise<undefined>
const WORK: ReadonlyMap<string, Work> = new Map([
  ['start', start],
  ['status', status],
  ['stop', stop],
])

async function start({ context, options }: Asked, name: string): Promise<undefined> {
  const { talk } = context
  const { author, approver } = options
  if (author === undefined || approver === undefined)
    throw new Stop(talk.word('strategyWho', { what: 'trial start' }), EXIT.usage)
  const terms = termsOf({ context, options, rest: [] }, name)
  await withDatabase(context, async (open) => {
    const { today } = whenOf(open, (await tenantOf(open)).zone, options)
    await publishStrategies(open)
    const made = await inTenant(open.db, open.tenantId, (tx) =>
      startTrial(tx, open.tenantId, terms, { author, approver, today }),
    )
    if ('declined' in made) throw new Stop(CHANGE_WORDS[made.declined][talk.language], EXIT.refused)
    talk.data({ ...terms, author, approver }, () =>
      talk.word('trialStarted', { name, from: terms.beginsOn, until: terms.endsOn }),
    )
  })
}

function termsOf({ context: { talk }, options }: Asked, name: string): TrialTerms {
  const need = (key: keyof typeof options): string => {
    const value = options[key]
    if (value === undefined)
      throw new Stop(talk.word('trialNeeds', { key: `--${key}` }), EXIT.usage)
    return value
  }
  const metric = METRICS.find((one) => one === (options.metric ?? 'both'))
  if (metric === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new Stop(talk.word('trialBad', { text: options.metric ?? name }), EXIT.usage)
  const lanes = /^([0-9]{1,2})\.\.([0-9]{1,2})$/.exec(options.lanes ?? '0..99')
  if (lanes === null)
    throw new Stop(talk.word('trialBad', { text: options.lanes ?? '' }), EXIT.usage)
  return {
    name,
    strategy: need('strategy'),
    arms: need('arms')
      .split(',')
      .map((text) => armOf(talk, text.trim())),
    lanes: { from: Number(lanes[1]), until: Number(lanes[2]) + 1 },
    beginsOn: dayOption(talk, '--from', need('from')),
    endsOn: dayOption(talk, '--until', need('until')),
    metric,
    rail: {
      perThousandMax: numberOf(talk, '--most', need('most')),
      contactsLeast: numberOf(talk, '--least', options.least ?? '500'),
    },
  }
}

/** `gentle=bank-gentle@2:20`: a name, a strategy (none: left alone), its version, a share. */
function armOf(talk: Talk, text: string): TrialArm {
  const read = /^([a-z0-9-]+)(?:=([a-z0-9-]+)(?:@([1-9][0-9]{0,6}))?)?:([0-9]{1,3})%?$/.exec(text)
  if (read === null) throw new Stop(talk.word('trialArmBad', { text }), EXIT.usage)
  const [, name = '', strategy, version, percent] = read
  return {
    name,
    strategy,
    version: version === undefined ? undefined : Number(version),
    percent: Number(percent),
  }
}

function numberOf(talk: Talk, key: string, text: string): number {
  if (!/^[0-9]{1,6}$/.test(text)) throw new Stop(talk.word('trialNeeds', { key }), EXIT.usage)
  return Number(text)
}

async function stop({ context, options }: Asked, trial: string): Promise<undefined> {
  const { talk } = context
  const { by, why } = options
  if (by === undefined || why === undefined)
    throw new Stop(
      talk.word('trialNeeds', { key: by === undefined ? '--by' : '--why' }),
      EXIT.usage,
    )
  await withDatabase(context, async (open) => {
    const { today } = whenOf(open, (await tenantOf(open)).zone, options)
    const made = await inTenant(open.db, open.tenantId, async (tx) => {
      const staff = await readStaff(tx, open.tenantId, by)
      if (staff === undefined || staff.role === 'collector') return 'nobody' as const
      return stopTrial(tx, open.tenantId, {
        trial,
        arm: options.arm,
        today,
        why: 'by_hand',
        by,
        words: why,
        contacts: undefined,
        events: undefined,
      })
    })
    if (made === 'nobody') throw new Stop(talk.word('trialWho', { by }), EXIT.refused)
    if ('declined' in made) throw new Stop(CHANGE_WORDS[made.declined][talk.language], EXIT.refused)
    talk.data({ trial, arm: options.arm ?? null, stoppedOn: today }, () =>
      talk.word('trialStopped', { trial, arm: options.arm ?? '*', day: today }),
    )
  })
}

async function status({ context, options }: Asked, given: string): Promise<undefined> {
  const { talk } = context
  const name = given === '' ? undefined : given
  await withDatabase(context, async (open) => {
    const { today } = whenOf(open, (await tenantOf(open)).zone, options)
    const found = await inTenant(open.db, open.tenantId, (tx) =>
      trialStatus(tx, open.tenantId, { name, today }),
    )
    if (found.length === 0 && name !== undefined)
      throw new Stop(CHANGE_WORDS.no_such_trial[talk.language], EXIT.refused)
    talk.data(found, () =>
      found.length === 0
        ? talk.word('trialNone')
        : found.map((one) => statusText(talk, one, today)).join('\n\n'),
    )
  })
}

function statusText(talk: Talk, { trial, state, arms }: TrialStatus, today: Day): string {
  const { language } = talk
  const { name, beginsOn, endsOn, author, approver } = trial
  const head = talk.word('trialHead', {
    name,
    state: talk.word(`trial_${state}`),
    from: beginsOn,
    until: endsOn,
    author,
    approver,
    today,
  })
  const columns = (
    ['trialArm', 'trialShare', 'trialBy', 'trialPeople', 'trialCured', 'trialContacts'] as const
  ).map((key) => talk.word(key))
  const rail = talk.word('trialRail', { most: trial.rail.perThousandMax })
  const rows = arms.map((arm) => armRow(talk, arm))
  const said = arms.flatMap(({ name: arm, difference }) =>
    difference === undefined
      ? []
      : [`${arm}: ${differenceWords(difference, state === 'running')[language]}`],
  )
  const stops = trial.stops.map((one) => stopWords(trial, one)[language])
  return [head, tableText([...columns, rail], rows), ...said, ...stops].join('\n')
}

const armRow = (talk: Talk, arm: ArmStatus): string[] => [
  arm.name,
  `${arm.percent}%`,
  arm.strategy === undefined
    ? talk.word('trialAlone')
    : `${arm.strategy}${arm.version === undefined ? '' : ` ${arm.version}`}`,
  String(arm.cured.people),
  arm.cured.people === 0 ? '-' : `${((arm.cured.happened * 100) / arm.cured.people).toFixed(1)}%`,
  String(arm.contacts),
  `${arm.perThousand?.toFixed(1) ?? '-'}${arm.stopped ? ` ${talk.word('trialOff')}` : ''}`,
]
