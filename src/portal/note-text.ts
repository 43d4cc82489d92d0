import { readDayText } from './day-typed.ts'

/** What is noted of a call, as it was typed. */
export type Note = {
  readonly day: string
  readonly time: string
  readonly who: string
  readonly number: string
  readonly said: string
}

/** The note's own bytes: what its hash is taken of, and what is handed out again. */
export const noteText = ({ day, time, who, number, said }: Note): string =>
  [
    'forbear-note/1',
    `day: ${readDayText(day) ?? ''}`,
    `time: ${time}`,
    `who: ${who.replaceAll(/\s+/g, ' ')}`,
    `number: ${number.replaceAll(/\s+/g, ' ')}`,
    '',
    said.replaceAll('\r\n', '\n'),
    '',
  ].join('\n')
