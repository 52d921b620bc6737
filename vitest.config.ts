// Two suites of vitest: unit tests, and integration tests with the real transfer programs.
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of tests that take longest. They start first, so that none of them is left for the end of a suite. */
const LONG = [
  'unit/core/transports/rsync/heartbeat',
  'unit/core/process/run-process',
  'unit/core/services/runs/run-status',
  'unit/core/files/search/file-search',
  'unit/cli/launcher',
  'integration/place/sequences',
  'integration/queue/holds',
  'integration/transports/silent-tools',
  'integration/queue/crash',
  'integration/cleanup/cleanup-crash',
  'integration/transports/ssh-configuration',
  'integration/transports/remote-verify',
  'integration/queue/restored-queue',
  'integration/queue/same-name',
  'integration/cleanup/look',
  'integration/transports/misbehaving-tools',
  'integration/app/cli-data-folders',
  'integration/transports/network-faults',
  'integration/transports/altered-names',
  'integration/app/originals-watch',
  'integration/transports/damaged-copies',
  'integration/transports/both-rclones',
  'integration/transports/early-reading',
  'integration/cleanup/proof-withdrawn',
  'integration/queue/folded-runs',
  'integration/app/hostile-runs',
  'integration/cleanup/cleanup-histories',
  'integration/place/servers',
  'integration/app/watching-crash',
  'integration/app/shell-path',
]

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return at === -1 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

/** Processes of a test run the sources; the folder keeps their compiled code for the next process. rclone starts faster. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'exlab-compiled'), TCELL_MINIMIZE: '1' }

/** A poll waits for what must come, however busy the machine is; the default of one second would measure the machine. */
const POLLING = { poll: { timeout: 60_000 } }

/**
 * V8 begins with little room for new objects, also in each worker thread, and collects garbage again and again until it has grown: with
 * this room once where it was sixteen times (MiB).
 */
const ROOM_FOR_NEW_OBJECTS = ['--min-semi-space-size=32', '--max-semi-space-size=64']

const CORES = availableParallelism()

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
          // vitest would leave a core out; one more than there are, because some tests wait for processes
          maxWorkers: CORES + 1,
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
          // each keeps half a core busy: tests wait for time limits, processes and network connections
          maxWorkers: CORES + 2,
          // projects with different numbers of workers run one after the other
          sequence: { groupOrder: 1 },
          pool: 'forks',
          execArgv: ROOM_FOR_NEW_OBJECTS,
        },
      },
    ],
  },
})
