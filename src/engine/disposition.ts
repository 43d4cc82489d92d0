/** How a call can end, as the person who made it says; the order is that of the desk's keys. */
export const DISPOSITIONS = [
  'spoke',
  'promise',
  'callback',
  'refuses',
  'no_answer',
  'voicemail',
  'busy',
  'dead_number',
  'third_party',
  'wrong_number',
  'wrong_person',
  'stop_calls',
  'stop',
  'dispute',
  'hardship',
  'vulnerable',
  'complaint',
  'deceased',
] as const
export type Disposition = (typeof DISPOSITIONS)[number]

export type Ending = {
  /** What caps and cooldowns count it as: in doubt, what counts most. */
  readonly counts: 'conversation' | 'voicemail' | 'unanswered' | 'not_connected'
  /** We spoke with the borrower themself. */
  readonly isRightParty: boolean
  /** A dated stop that begins at once. */
  readonly hold?: 'wrong_person' | 'dispute' | 'hardship' | 'vulnerable' | 'complaint' | 'deceased'
  /** A refusal that begins at once. */
  readonly refuses?: 'call' | 'any'
  /** What the number is from now on. */
  readonly address?: 'works' | 'fails' | 'not_his'
  /** It asks for more words before it can be kept. */
  readonly needs?: 'callback' | 'promise'
}

/**
 * What follows from each ending. Somebody else who answers counts as a conversation: nothing shows
 * that a cap may leave it out, and it opens no door that a conversation would have closed.
 */
export const ENDINGS: Readonly<Record<Disposition, Ending>> = {
  spoke: { counts: 'conversation', isRightParty: true, address: 'works' },
  promise: { counts: 'conversation', isRightParty: true, address: 'works', needs: 'promise' },
  callback: { counts: 'conversation', isRightParty: true, address: 'works', needs: 'callback' },
  refuses: { counts: 'conversation', isRightParty: true, address: 'works' },
  no_answer: { counts: 'unanswered', isRightParty: false },
  voicemail: { counts: 'voicemail', isRightParty: false },
  busy: { counts: 'not_connected', isRightParty: false },
  dead_number: { counts: 'not_connected', isRightParty: false, address: 'fails' },
  third_party: { counts: 'conversation', isRightParty: false },
  wrong_number: { counts: 'conversation', isRightParty: false, address: 'not_his' },
  wrong_person: {
    counts: 'conversation',
    isRightParty: false,
    address: 'not_his',
    hold: 'wrong_person',
  },
  stop_calls: { counts: 'conversation', isRightParty: true, address: 'works', refuses: 'call' },
  stop: { counts: 'conversation', isRightParty: true, address: 'works', refuses: 'any' },
  dispute: { counts: 'conversation', isRightParty: true, address: 'works', hold: 'dispute' },
  hardship: { counts: 'conversation', isRightParty: true, address: 'works', hold: 'hardship' },
  vulnerable: { counts: 'conversation', isRightParty: true, address: 'works', hold: 'vulnerable' },
  complaint: { counts: 'conversation', isRightParty: true, address: 'works', hold: 'complaint' },
  deceased: { counts: 'conversation', isRightParty: false, hold: 'deceased' },
}
