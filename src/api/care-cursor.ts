import { parseDay, type Day } from '../core/calendar.ts'

type Key = { readonly on: Day; readonly careId: bigint }

/** Where a page of the care board ended: a day and a number. */
export const cursorDay = {
  write: ({ on, careId }: Key): string => `${on}.${careId}`,
  read(text: string | undefined): Key | undefined | 'bad' {
    if (text === undefined) return undefined
    const on = parseDay(text.slice(0, 10))
    const number = text.slice(11)
    return on === undefined || text[10] !== '.' || !/^[0-9]{1,18}$/.test(number)
      ? 'bad'
      : { on, careId: BigInt(number) }
  },
}
