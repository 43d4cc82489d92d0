import type { Compiled } from './compile.ts'
import { compileStrategy } from './compile.ts'
import type { Strategy, StrategyTest } from './document.ts'
import type { Decision } from './decision.ts'
import { decide } from './decide.ts'
import type { Finding } from './finding.ts'
import { finding } from './finding.ts'
import { bookOf, sceneOf } from './scene.ts'

export type TestResult = {
  readonly name: string
  readonly rowNo: number
  /** Empty where the test passes. */
  readonly findings: readonly Finding[]
}

/** Runs the tests that a strategy carries, each on the path that a night takes. */
export function runTests(strategy: Strategy, file: string): readonly TestResult[] {
  const book = bookOf(strategy)
  const compiled = compileStrategy(strategy, book)
  return strategy.tests.map((test) => {
    const scene = sceneOf(strategy, test, book)
    const at = { table: 'tests', row: test.rowNo, line: test.line }
    if ('given' in scene) {
      const { fact, value, line } = scene.given
      const names = { text: fact, wanted: value, is: scene.is }
      const findings = [finding(file, { ...at, line, column: fact }, 'given_contradicts', names)]
      return { name: test.name, rowNo: test.rowNo, findings }
    }
    const findings = differences(compiled, test, decide(compiled, scene.row, scene)).map((names) =>
      finding(file, { ...at, column: names.what }, 'test_failed', { name: test.name, ...names }),
    )
    return { name: test.name, rowNo: test.rowNo, findings }
  })
}

function differences(compiled: Compiled, test: StrategyTest, decision: Decision) {
  const { expect } = test
  const list = (names: readonly string[]) => `[${names.join(', ')}]`
  const pairs = [
    { what: 'stage', wanted: expect.stage, is: decision.stage },
    { what: 'tone', wanted: expect.tone, is: decision.tone },
    {
      what: 'treatments',
      wanted: expect.treatments && list(expect.treatments),
      is: list(decision.treatments.map((choice) => choice.treatment)),
    },
    { what: 'priority', wanted: expect.priority, is: decision.priority },
  ]
  return pairs.filter(({ wanted, is }) => wanted !== undefined && wanted !== is)
}
