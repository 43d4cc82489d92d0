import { useSay } from '../say.tsx'

/** What a person may say that a message means, the ordinary first. */
const MEANINGS = [
  'question',
  'other',
  'promise',
  'call_back',
  'cannot_pay',
  'already_paid',
  'dispute',
  'complaint',
  'stop',
  'wrong_number',
  'not_me',
  'lawyer',
  'fraud',
  'vulnerable',
  'illness',
  'bereavement',
  'self_harm',
  'refusal_to_pay',
] as const

export function useMeanings() {
  const say = useSay()
  return MEANINGS.map((value) => ({ value, label: say(`heard.${value}`) }))
}
