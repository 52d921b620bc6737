// Two suites of vitest: unit tests, and integration tests with the real transfer programs.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of tests that take longest. They start first, so that none of them is left for the end of a suite. */
const LONG = [
  'place/sequences.test.ts',
  'queue/crash.test.ts',
  'cleanup/cleanup-crash.test.ts',
  'transports/silent-tools.test.ts',
  'transports/misbehaving-tools.test.ts',
  'queue/large-run.test.ts',
  'queue/holds.test.ts',
  'queue/restored-queue.test.ts',
  'queue/same-name.test.ts',
  'cleanup/look.test.ts',
  'transports/ssh-configuration.test.ts',
  'transports/altered-names.test.ts',
  'transports/network-faults.test.ts',
  'app/app-calls.test.ts',
  'transports/remote-verify.test.ts',
]

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`integration/${name}`))
      return at === -1 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

/** Processes of a test run the sources; the folder keeps their compiled code for the next process. rclone starts faster. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'exlab-compiled'), TCELL_MINIMIZE: '1' }

/** A poll waits for what must come, however busy the machine is; the default of one second would measure the machine. */
const POLLING = { poll: { timeout: 60_000 } }

export default defineConfig({
  test: {
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          env,
          // there are many small files, and a thread starts faster than a process
          pool: 'threads',
          // some tests fill a queue first, and the machine may be busy
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: POLLING,
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
          expect: POLLING,
          // one more than the smallest machine has cores: many tests wait for time limits and network connections
          maxWorkers: 3,
          pool: 'forks',
        },
      },
    ],
  },
})
