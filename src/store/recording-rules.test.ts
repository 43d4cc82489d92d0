import { describe, expect, test } from 'vitest'
import { recordingOf, recordingRules } from './recording-rules.ts'

const rules = recordingRules()

describe('a recording', () => {
  test('is made where the law of the place is known, and said first', () => {
    expect(recordingOf(['us'], rules)).toEqual({ notice: true, keepDays: 1096 })
    expect(recordingOf(['us-ny'], rules)).toEqual({ notice: true, keepDays: 1096 })
  })

  test('is not made where nothing is known, or of an account without a place', () => {
    expect(recordingOf(['zz'], rules)).toBeUndefined()
    expect(recordingOf(['us', 'zz'], rules)).toBeUndefined()
    expect(recordingOf([], rules)).toBeUndefined()
  })

  test('of two places is kept as long as the longer asks', () => {
    expect(recordingOf(['uk', 'us'], rules)?.keepDays).toBe(1096)
  })

  test('is kept for a tenant’s own days, but never for less than law asks', () => {
    expect(recordingOf(['uk'], rules, { uk: { days: 30 } })?.keepDays).toBe(30)
    expect(recordingOf(['us'], rules, { us: { days: 30 } })?.keepDays).toBe(1096)
    expect(recordingOf(['us'], rules, { us: { days: 2000 } })?.keepDays).toBe(2000)
  })
})
