import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Two at a time even on two cores: half of a database test is waiting for the database.
const shared = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  maxWorkers: Math.max(2, availableParallelism() - 1),
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/ledger/**/*.test.ts'],
          exclude: ['**/*.db.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'db',
          include: ['src/**/*.db.test.ts', 'test/**/*.db.test.ts'],
          globalSetup: ['test/setup/database.ts'],
        },
      },
      { test: { ...shared, name: 'tidy', include: ['test/tidy.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: ['test/setup/database.ts', 'test/e2e/setup/build.ts'],
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
})
