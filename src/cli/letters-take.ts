import type { Instant } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { askLettersAgain, dueLetters } from '../store/letter-due.ts'
import { listLetters } from '../store/letter-read.ts'
import { sendOne, type SentOne } from '../worker/send-one.ts'
import { workTools } from './day-work.ts'
import type { LettersAsk } from './letters-command.ts'
import { whyWords } from './letters-why.ts'
import { Stop } from './talk.ts'

type Counts = { sent: number; not: number; refused: Map<string, number> }

/** Takes every letter whose hour has come past the guard and into the day's batch. */
export async function takeLetters(ask: LettersAsk): Promise<void> {
  const { talk, db, tenantId, now, today } = ask
  const tools = await workTools(ask)
  try {
    if (tools.channels.letter === undefined) throw new Stop(talk.word('lettersNot'))
    await askLettersAgain(db, tenantId, now)
    const counts: Counts = { sent: 0, not: 0, refused: new Map() }
    let after = 0n
    for (;;) {
      const page = await dueLetters(db, tenantId, { now, after })
      for (const treatment of page) {
        const clock = (): Instant => now
        count(counts, await sendOne(db, treatment, { ...tools, today, clock }))
      }
      const last = page.at(-1)
      if (last === undefined || ask.signal.aborted) break
      after = last.treatmentId
    }
    await report(ask, counts)
  } finally {
    await tools.close()
  }
}

function count(counts: Counts, one: SentOne): void {
  if (one.is !== 'sent') counts.not += 1
  else if (one.sent.answer === 'accepted') counts.sent += 1
  else {
    const why = String(one.sent.told.detail['why'] ?? one.sent.answer)
    counts.refused.set(why, (counts.refused.get(why) ?? 0) + 1)
  }
}

async function report({ talk, db, tenantId }: LettersAsk, counts: Counts): Promise<void> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    listLetters(tx, tenantId, { state: 'to_approve', limit: 1000 }),
  )
  const waiting = rows.length
  const refused = [...counts.refused]
  const data = { sent: counts.sent, waiting, not: counts.not, refused: Object.fromEntries(refused) }
  talk.data(data, () =>
    [
      talk.word('lettersTaken', {
        sent: counts.sent,
        waiting,
        not: counts.not,
        refused: refused.reduce((sum, [, n]) => sum + n, 0),
      }),
      ...refused.map(([why, n]) => talk.word('lettersWhy', { n, why: whyWords(talk, why) })),
    ].join('\n'),
  )
}
