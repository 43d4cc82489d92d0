import type { Words } from '../words.ts'
import type { Stop } from './stops.ts'

/** What an action must bring with it. */
export const NEEDS = [
  /** Why, in words that the borrower could read. */
  'words',
  /** A day: until when, or on which it was so. */
  'until',
  /** The borrower's consent to keep what was told. */
  'consent',
  /** A document of the holder that is newer than the dispute. */
  'newer_document',
  /** A document that shows it: a certificate, a court's notice. */
  'proof',
  /** What is given to put it right. */
  'redress',
  /** Another person's yes, asked for in its own place. */
  'second_person',
] as const
export type Need = (typeof NEEDS)[number]

/** The hold that stands while a state lasts. */
export type StateHold = {
  readonly reason: string
  /** Absent: what the reason stops by itself. */
  readonly stops?: readonly Stop[]
  /** The clock whose day ends it by itself; 'until': the day that was given; absent: only a later act ends it. */
  readonly lasts?: string
}

export type Act<State extends string> = {
  readonly from: readonly State[]
  readonly to: State
  readonly needs: readonly Need[]
  readonly name: Words
  /** It may be done from the day of this clock on. */
  readonly notBefore?: string
  /** It may be done once the day of this clock is over. */
  readonly after?: string
}

/** One kind of care as a small state table: the one truth for every door that leads to it. */
export type CareTable<State extends string = string, Action extends string = string> = {
  readonly name: Words
  /** What it may be about; none: it has one sort only. */
  readonly sorts: Readonly<Record<string, Words>>
  readonly first: State
  readonly states: Readonly<Record<State, Words>>
  readonly over: readonly State[]
  readonly actions: Readonly<Record<Action, Act<State>>>
  /** What stands still in a state; a state that is not named stops nothing. */
  readonly holds: Readonly<Partial<Record<State, StateHold>>>
  /** Which clocks run in a state; each is dated data by place. */
  readonly clocks: Readonly<Partial<Record<State, readonly string[]>>>
  /** 'person': all accounts, always. 'account': one account, always. 'either': as it was told. */
  readonly concerns: 'person' | 'account' | 'either'
  /** What ends it, as the borrower and the staff read it. */
  readonly endsBy: Words
  /** Opened only with these. */
  readonly opensWith: readonly Need[]
  /** The limit that is looked up before another one is opened: not again within so long. */
  readonly notAgainWithin?: string
}

export const careTable = <State extends string, Action extends string>(
  table: CareTable<State, Action>,
): CareTable<State, Action> => table
