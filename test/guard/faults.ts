import type { LawBook } from '../../src/guard/book.ts'
import { compare, type Things } from './compare.ts'
import type { Random } from './random.ts'
import type { Guard } from './variant.ts'

/** The cases, the worked situations and the second checker, asked of any variant of the guard. */

/** The first case of a rule that comes out other than its file says. */
export function faultOfCases(guard: Guard, { files }: LawBook): string | undefined {
  // A case needs its own rule, and the few others that rules name.
  const named = files.filter((file) => file.says.some((part) => part.exempt ?? part.deadline))
  for (const file of files) {
    for (const wanted of file.cases) {
      const answer = guard.runCase(file, wanted, [...new Set([file, ...named])])
      const isRight =
        answer.expect === wanted.expect &&
        (wanted.until === undefined || answer.until === wanted.until) &&
        (wanted.flags ?? []).every((flag) => answer.flags.includes(flag)) &&
        // A case that names none says that there is none.
        (wanted.flags?.length !== 0 || answer.flags.length === 0)
      if (!isRight) return `case of ${file.id} at ${wanted.at}: ${answer.expect}`
    }
  }
  return undefined
}

export function faultOfSituations(
  guard: Guard,
  law: LawBook,
  situations: readonly unknown[],
): string | undefined {
  for (const raw of situations) {
    const read = guard.readSituation(raw)
    if ('faults' in read) return `a situation that cannot be read: ${JSON.stringify(read.faults)}`
    const verdict = guard.answerSituation(read.ok, law, 'en')
    const [first] = guard.compareVerdict(read.ok, verdict).differences
    if (first !== undefined) return `situation ${read.ok.id}: ${first.words.en}`
  }
  return undefined
}

/** The first random question on which it differs from the second checker. */
export function faultOfRandom(asked: readonly Random[], things: Things): string | undefined {
  for (const each of asked) {
    const { differs } = compare(each, things, { samples: 12, everyMinute: false })
    if (differs !== undefined) return differs
  }
  return undefined
}
