import { expect, test } from 'vitest'
import type { Sections } from './testing.ts'
import {
  CURRENT,
  EARLY,
  LATE,
  codes,
  documentOf,
  findings,
  head,
  stage,
  withCell,
  withRow,
} from './testing.ts'

test('the small strategy is sound', () => expect(findings({})).toEqual([]))

/** Each mistake, and beside it the nearest thing that is allowed. */
test.each<[string, string, Sections, Sections]>([
  ['unknown_key', 'a key of the head', head('colour: red'), head('')],
  [
    'unknown_key',
    'a key of a row',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y }, every: 3d, evry: 3d }'),
    {},
  ],
  [
    'wrong_version',
    'another language',
    { head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('v1', 'v9') },
    {},
  ],
  ['repeated_key', 'a key twice', head('name: other'), head('')],
  ['no_alias', 'an alias', { rest: 'offer: *x' }, {}],
  ['not_yaml', 'no YAML', { rest: 'offer: [' }, {}],
  [
    'missing_key',
    'no effective day',
    { head: 'apiVersion: strategy/v1\nname: s\nversion: 1\ncurrency: any' },
    {},
  ],
  [
    'not_a_day',
    'a day that is none',
    {
      head: 'apiVersion: strategy/v1\nname: s\nversion: 1\neffective_on: 2026-02-30\ncurrency: any',
    },
    {
      head: 'apiVersion: strategy/v1\nname: s\nversion: 1\neffective_on: 2026-02-28\ncurrency: any',
    },
  ],
  [
    'bad_currency',
    'a currency in small letters',
    { head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'cny') },
    { head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'CNY') },
  ],
  [
    'unknown_fact',
    'a fact that is not in the catalogue',
    withCell('account.dpd', '"-"'),
    withCell('account.days_past_due', '"-"'),
  ],
  [
    'repeated_column',
    'a column twice',
    stage([CURRENT, EARLY, LATE], '[account.days_past_due, account.days_past_due]'),
    {},
  ],
  [
    'stage_column',
    'a stage table that asks the stage',
    stage([CURRENT, EARLY, LATE], '[stage]'),
    {},
  ],
  ['cell_count', 'a cell too few', stage(['{ when: [], stage: current, tone: none }', LATE]), {}],
  [
    'reserved_stage',
    'a built-in stage',
    stage([CURRENT.replace('current', 'closed'), EARLY, LATE]),
    {},
  ],
  ['not_one_of', 'an unknown tone', stage([CURRENT, EARLY.replace('warm', 'angry'), LATE]), {}],
  [
    'unknown_word',
    'an unknown stage',
    withRow('{ when: [\'"lat"\', "-"], treatment: x, do: { worklist: y }, every: 3d }'),
    {},
  ],
  [
    'currency_not_declared',
    'a currency beside the declared',
    {
      head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'CNY'),
      ...withCell('account.arrears', '">= GBP 5.00"'),
    },
    {
      head: documentOf({}).split('\n').slice(0, 5).join('\n').replace('any', 'CNY'),
      ...withCell('account.arrears', '">= CNY 0.00"'),
    },
  ],
  [
    'one_action',
    'two actions',
    withRow(
      '{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y, sms: reminder-warm }, every: 3d }',
    ),
    {},
  ],
  [
    'missing_template',
    'a template that does not exist',
    withRow(
      '{ when: [\'"late"\', "-"], treatment: x, do: { sms: reminder-warn }, every: 3d, at_most: 2 }',
    ),
    {},
  ],
  [
    'needs_approval',
    'a referral nobody approves',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { refer: suit }, at_most: 1 }'),
    {},
  ],
  [
    'repeated_treatment',
    'a name twice',
    withRow('{ when: [\'"late"\', "-"], treatment: review, do: { worklist: y }, every: 3d }'),
    {},
  ],
  [
    'bad_span',
    'a span without its unit',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y }, every: 3 }'),
    {},
  ],
  [
    'bad_number',
    'a number out of bounds',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y }, at_most: 0 }'),
    {},
  ],
  [
    'needs_cadence',
    'every day again',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { worklist: y } }'),
    {},
  ],
  [
    'idle_cadence',
    'a cadence of nothing',
    withRow('{ when: [\'"late"\', ">= 90"], treatment: x, do: nothing, every: 3d }'),
    {},
  ],
  [
    'gap',
    'a hole',
    stage([CURRENT, '{ when: ["1..29"], stage: early, tone: warm }', LATE]),
    stage([CURRENT, EARLY, LATE]),
  ],
  [
    'overlap',
    'two rows for one account',
    stage([CURRENT, EARLY, '{ when: [">= 30"], stage: late, tone: serious }'], undefined, 'unique'),
    stage([CURRENT, EARLY, LATE], undefined, 'unique'),
  ],
  [
    'dead_row',
    'a row that others cover',
    stage([CURRENT, EARLY, '{ when: ["3..5"], stage: early, tone: warm }', LATE]),
    stage([CURRENT, '{ when: ["3..5"], stage: early, tone: warm }', EARLY, LATE]),
  ],
  [
    'empty_row',
    'a row against its stage',
    withRow('{ when: [\'"early"\', ">= 40"], treatment: x, do: { worklist: y }, every: 3d }'),
    {},
  ],
  [
    'empty_row',
    'a hold in the stage table',
    stage(
      [
        '{ when: ["-", "true"], stage: early, tone: warm }',
        '{ when: ["-", "-"], stage: late, tone: serious }',
      ],
      '[account.days_past_due, hold.active]',
    ),
    {},
  ],
  [
    'hold_contact',
    'a contact on hold',
    withRow('{ when: [\'"on_hold"\', "-"], treatment: x, do: { sms: reminder-warm }, at_most: 1 }'),
    {},
  ],
  [
    'endless_row',
    'a message without end',
    withRow('{ when: [\'"late"\', "-"], treatment: x, do: { sms: reminder-warm }, every: 3d }'),
    {},
  ],
  [
    'at_most_before_due',
    'a count before the due day',
    withRow('{ when: [\'"current"\', "-"], treatment: x, do: { sms: reminder-warm }, at_most: 1 }'),
    {},
  ],
  ['missing_tests', 'no tests', { tests: '' }, {}],
  [
    'given_not_single',
    'a range given',
    {
      tests:
        'tests:\n  - { name: x, given: { account.days_past_due: 1..3 }, expect: { stage: early } }',
    },
    {},
  ],
  [
    'expects_nothing',
    'nothing expected',
    { tests: 'tests:\n  - { name: x, given: { account.days_past_due: 1 }, expect: {} }' },
    {},
  ],
  [
    'per_money',
    'points by money',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: account.arrears, up_to: 5 }] }',
    },
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: account.days_past_due, up_to: 5 }] }',
    },
  ],
  [
    'per_kind',
    'points by a word',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: borrower.language, up_to: 5 }] }',
    },
    {},
  ],
  [
    'per_limit',
    'points without limit',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, per: account.days_past_due }] }',
    },
    {},
  ],
  [
    'bare_up_to',
    'a limit of nothing',
    {
      rest: 'priority: { policy: collect, inputs: [stage], rules: [{ when: ["-"], add: 1, up_to: 5 }] }',
    },
    {},
  ],
  [
    'bad_share',
    'a discount above all',
    {
      rest: 'offer: { policy: first, inputs: [stage], rules: [{ when: ["-"], instalments: 3, first_payment: 10%, discount: 110% }] }',
    },
    {
      rest: 'offer: { policy: first, inputs: [stage], rules: [{ when: ["-"], instalments: 3, first_payment: 10%, discount: 100% }] }',
    },
  ],
  [
    'dead_row',
    'an offer nobody gets',
    {
      rest: 'offer: { policy: first, inputs: [stage], rules: [{ when: ["-"], instalments: 3, first_payment: 10%, discount: 1% }, { when: [\'"late"\'], instalments: 6, first_payment: 10%, discount: 1% }] }',
    },
    {},
  ],
])('%s: %s', (code, _, wrong, right) => {
  expect(codes(wrong)).toContain(code)
  expect(codes(right)).not.toContain(code)
})
