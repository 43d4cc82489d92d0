import type { TrialTermsWire, TrialWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const TRIAL_STATES = [
  'running',
  'announced',
  'stopped',
  'over',
] as const satisfies readonly TrialWire['state'][]

/** What is looked at is the URL's. */
export type TrialsSearch = {
  readonly state?: TrialWire['state'] | undefined
  readonly trial?: string | undefined
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

export const trialsSearchOf = (search: Record<string, unknown>): TrialsSearch => {
  const name = search['trial']
  return {
    state: TRIAL_STATES.find((state) => state === search['state']),
    trial: typeof name === 'string' && NAME.test(name) ? name : undefined,
  }
}

type Stop = { readonly trial: string; readonly arm: string | undefined; readonly words: string }

export const stopTrial = ({ trial, arm, words }: Stop) =>
  ask<TrialWire>({
    method: 'POST',
    path: `/v1/trials/${encodeURIComponent(trial)}/stops`,
    body: { words, ...(arm !== undefined && { arm }) },
  })

/** Only the terms: what a trial that was stopped can be proposed by again. */
export const termsOf = (trial: TrialTermsWire): TrialTermsWire => ({
  name: trial.name,
  strategy: trial.strategy,
  arms: trial.arms,
  lanes: trial.lanes,
  begins_on: trial.begins_on,
  ends_on: trial.ends_on,
  metric: trial.metric,
  per_thousand_max: trial.per_thousand_max,
  contacts_least: trial.contacts_least,
})
