import { expect, test } from 'vitest'
import { runAcceptance } from './acceptance.ts'

test('workers and the server are killed, and the provider’s log shows nothing twice and nothing over a cap', async () => {
  const report = await runAcceptance({
    permits: 600,
    kills: 12,
    serverKills: 2,
    say: (line) => console.log(line),
  })
  console.log(JSON.stringify(report))
  expect(report.faults).toEqual([])
  expect(report).toMatchObject({ notHeld: 0, unfinished: 0, serverKills: 2 })
  // What was cut off before the provider had it is never sent again, and was once unknown.
  expect(report.received).toBeLessThanOrEqual(600)
  expect(report.received + report.everUnknown).toBeGreaterThanOrEqual(600)
  // Else the kills came too late to matter.
  expect(report.everUnknown).toBeGreaterThan(0)
  expect(report.permits).toBeGreaterThan(600)
}, 300_000)
