import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { assert } from '../core/assert.ts'
import { day } from '../core/calendar.ts'
import { hear } from '../core/hear/hear.ts'
import { careHeard, exitHeard } from '../core/script/heard-care.ts'
import type { Script } from '../core/script/script.ts'
import { choicesAt, walk, type Chosen, type Walk } from '../core/script/walk.ts'
import { readScript } from './script-file.ts'

const script = read('uk-arrears')

function read(name: string): Script {
  const text = readFileSync(new URL(`../../scripts/${name}.yaml`, import.meta.url), 'utf8')
  const found = readScript(text)
  assert('steps' in found, `${name} is sound`)
  return found
}

/** Goes on from wherever the call stands. */
function after(...answers: readonly string[]): Walk {
  const chosen: Chosen[] = []
  let here = walk(script, chosen)
  for (const answer of answers) {
    assert(typeof here === 'object', 'the answers before fit')
    chosen.push({ at: here.name, answer })
    here = walk(script, chosen)
  }
  assert(typeof here === 'object', `${answers.join(',')} fits`)
  return here
}

describe('a call', () => {
  test('is led from the greeting to a promise, once identity is known', () => {
    expect(after()).toMatchObject({ name: 'greet', confirmed: false, ends: undefined })
    expect(after('1')).toMatchObject({ name: 'identity', confirmed: false })
    expect(after('1', '1')).toMatchObject({ name: 'reason', confirmed: true })
    expect(after('1', '1', '1', '1')).toMatchObject({ name: 'promised', ends: 'promise' })
  })

  test('whose identity is not confirmed ends without a word', () => {
    expect(after('1', '2')).toMatchObject({ confirmed: false, ends: 'third_party' })
  })

  test('an answer that is taken back is as if it had not been, what it confirmed with it', () => {
    expect(after('1', '1', 'back')).toMatchObject({ name: 'identity', confirmed: false })
    expect(after('1', '1', 'back', '2')).toMatchObject({ name: 'not_confirmed' })
  })

  test('one key pressed twice answers once', () => {
    const twice = [{ at: 'greet', answer: '1' }]
    expect(walk(script, [...twice, ...twice])).toBe('moved_on')
    expect(walk(script, [{ at: 'greet', answer: '9' }])).toBe('no_such_answer')
    expect(walk(script, [{ at: 'greet', answer: 'back' }])).toBe('no_such_answer')
  })

  test('leaves by an exit at any step, and not once it has ended', () => {
    expect(after('x1').ends).toBe('stop')
    expect(after('1', '1', 'x3').ends).toBe('dispute')
    const ended = [{ at: 'greet', answer: '2' }]
    expect(walk(script, [...ended, { at: 'somebody_else', answer: 'x1' }])).toBe('no_such_answer')
  })
})

describe('care', () => {
  test('pauses, listens, says where help is, and goes on where the call stood', () => {
    const ill = after('1', '1', '4')
    expect(ill.name).toBe('care:illness:pause')
    expect(after('1', '1', '4', '1', '1').name).toBe('care:illness:signpost')
    expect(after('1', '1', '4', '1', '1', '2')).toMatchObject({ name: 'reason', confirmed: true })
    expect(after('1', '1', '4', '1', '1', '1').ends).toBe('vulnerable')
  })

  test('a life at risk interrupts every other prompt, and nothing leads back from it', () => {
    const here = after('1', '1', '4', 'care:self_harm', '1', '1')
    expect(here.name).toBe('care:self_harm:signpost')
    for (const { answer } of choicesAt(script, here.at)) {
      const ended = after('1', '1', '4', 'care:self_harm', '1', '1', answer)
      expect(ended).toMatchObject({ ends: 'vulnerable', at: { toPerson: true } })
      expect(choicesAt(script, ended.at)).toEqual([])
    }
  })

  test('a lesser prompt does not interrupt a greater one', () => {
    expect(
      walk(script, [
        { at: 'greet', answer: 'care:self_harm' },
        { at: 'care:self_harm:pause', answer: 'care:illness' },
      ]),
    ).toBe('no_such_answer')
  })
})

describe('what is typed opens what it means', () => {
  const heard = (text: string) =>
    hear(text, { today: day('2026-11-22'), currency: 'GBP', language: 'en' })

  test.each([
    ['I want to end my life', 'self_harm'],
    ['我不想活了', 'self_harm'],
    ['My husband died last week', 'bereavement'],
    ['I am in hospital', 'illness'],
    ['my partner beats me and controls my money, domestic violence', 'abuse'],
    ['他家暴我', 'abuse'],
    ['I have depression', 'vulnerable'],
    ["I can't pay", 'money_worries'],
    ['can pay 50 on the 3rd', undefined],
  ])('%s', (text, prompt) => {
    expect(careHeard(heard(text), text)).toBe(prompt)
  })

  test('a stop asks for its exit, a promise for none', () => {
    expect(exitHeard(script, heard('Stop calling me'))).toBe('x1')
    expect(exitHeard(script, heard('You have the wrong number'))).toBe('x2')
    expect(exitHeard(script, heard('can pay 50 on the 3rd'))).toBeUndefined()
  })
})
