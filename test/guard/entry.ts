/** What a variant of the guard is asked through: everything that its tests need. */
export { lawBook } from '../../src/guard/book.ts'
export { runCase } from '../../src/guard/cases.ts'
export { judge, judgeByRules } from '../../src/guard/judge.ts'
export { compareVerdict } from '../../src/guard/situation-check.ts'
export { readSituation } from '../../src/guard/situation-form.ts'
export { answerSituation } from '../../src/guard/situation.ts'
