import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import type { Mutant } from './mutants.ts'

/** The guard's unit tests with one mutant of its source, told by FORBEAR_MUTANT. */

const root = join(import.meta.dirname, '..', '..')
const { file, start, end, text } = JSON.parse(process.env['FORBEAR_MUTANT'] ?? '{}') as Mutant

export default defineConfig({
  root,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (source, id) =>
        id === join(root, 'src', 'guard', file)
          ? source.slice(0, start) + text + source.slice(end)
          : undefined,
    },
  ],
  test: {
    include: ['src/guard/*.test.ts'],
    // What the quick suite has asked already, what takes long, and what is about words alone.
    exclude: [
      'src/guard/{judge.property,planted,situations,more-situations,situation-mutants}.test.ts',
      'src/guard/{register*,*words,situation-form,situation-links,situation-faults}.test.ts',
    ],
    testTimeout: 120_000,
    bail: 1,
    // The law is read once, and not for each file: most of the time went there.
    isolate: false,
    fileParallelism: false,
    pool: 'threads',
  },
})
