import { expect, test } from 'vitest'
import { stateAfter } from './reward.ts'

const yes = (role: 'manager' | 'compliance') => ({ role, answer: 'agreed' as const })
const no = { role: 'manager' as const, answer: 'declined' as const }

test.each([
  ['nobody yet', [], 'awaiting_approval'],
  ['the named role alone', [yes('manager')], 'awaiting_approval'],
  ['two, neither in the named role', [yes('compliance'), yes('compliance')], 'awaiting_approval'],
  ['two, one of them in the named role', [yes('compliance'), yes('manager')], 'approved'],
  ['two in the named role', [yes('manager'), yes('manager')], 'approved'],
  ['one against two', [yes('compliance'), yes('manager'), no], 'declined'],
])('%s', (_, answers, state) => expect(stateAfter(answers, 'manager')).toBe(state))
