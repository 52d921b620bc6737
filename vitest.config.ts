// Two suites: unit in seconds, integration with the real tools.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Worker threads run from sources: compiled, these are kept by their contents for the next process. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'exlab-compiled') }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          env,
          // many small files: a thread starts faster than a process
          pool: 'threads',
          // some fill a queue first, and a machine may be busy
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/helpers/build-cli.ts',
          environment: 'node',
          env,
          testTimeout: 600_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          pool: 'forks',
        },
      },
    ],
  },
})
