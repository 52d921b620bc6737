// Answers `destinations.*`: lists destinations, tests them, lifts holds and trusts ssh host keys.
import type { destinationsMethods } from '../../../../shared/contract/destinations.ts'
import type { ChangeHub } from '../../changes.ts'
import type { GroupHandlers } from '../../core.ts'
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import { makeDestination } from '../../destinations/identify-destination.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, RsyncSshDestination, Settings } from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { Refusal } from '../../errors.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import { type Transport, TransportError, silentIo } from '../../transports/transport.ts'
import type { ConnectionTests } from '../destinations/connection-test/connection-test-service.ts'
import { listDestinations } from '../destinations/destinations-service.ts'
import { readThroughput } from '../destinations/throughput.ts'
import type { HoldService } from '../destinations/hold-service.ts'
import { hostKeys, trustHostKey } from '../destinations/host-keys/host-keys.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueControls } from '../runs/queue-controls.ts'

interface DestinationsHandlerDeps {
  readonly about: { readonly dataDir: string; readonly configFile: string }
  readonly history: HistoryStore
  readonly changes: Pick<ChangeHub, 'live'>
  readonly activity: Pick<ActivityStore, 'person'>
  readonly holds: Pick<HoldService, 'resume' | 'tested'>
  readonly destinations: Pick<DestinationStore, 'forget'>
  readonly tests: ConnectionTests
  readonly controls: Pick<QueueControls, 'requireUnlocked'>
  readonly requireEngine: JobAccess['requireEngine']
  readonly clock: Clock
  settings(): Settings | null
  tools(): ToolDeps
  transportFor(destination: Destination, settings: Settings): Transport
}

/** Time that making a folder on the NAS may take. */
const FOLDER_TIMEOUT_MS = 60_000

export const destinationsHandlers = (
  deps: DestinationsHandlerDeps,
): GroupHandlers<typeof destinationsMethods> => {
  const { activity, tests } = deps

  const requireDestination = (
    instrumentId: string,
  ): { readonly key: string; readonly transport: Transport } => {
    const settings = deps.settings()
    const found = settings?.instruments.find((i) => i.id === instrumentId)?.destination
    if (settings === null || found === undefined)
      throw new Refusal('not_found', `There is no instrument ${instrumentId}.`)
    return { key: destinationKey(found), transport: deps.transportFor(found, settings) }
  }

  /** Lifts the hold of a destination after a person put something right there. */
  const goOn = (key: string, words: string): null => {
    activity.person(null, words)
    deps.holds.resume(key)
    deps.requireEngine().wake()
    return null
  }

  /** What was seen to work holds nothing any more. */
  const tested = (instrumentId: string, report: ConnectionTestReport): ConnectionTestReport => {
    deps.holds.tested(instrumentId, report)
    return report
  }

  const requireSshDestination = (instrumentId: string): RsyncSshDestination => {
    const found = deps.settings()?.instruments.find((i) => i.id === instrumentId)?.destination
    if (found?.type !== 'rsync_ssh')
      throw new Refusal('not_found', `${instrumentId} does not send over ssh.`)
    return found
  }

  return {
    'destinations.list': async () => ({
      rows: listDestinations(deps.settings(), { ...deps.about, history: deps.history }),
    }),
    'destinations.throughput': async ({ instruments }) => readThroughput(instruments, deps),
    'destinations.resume': async ({ key }) => {
      deps.holds.resume(key)
      activity.person(null, `${key} tried again`)
      deps.requireEngine().wake()
      return null
    },
    'destinations.makeFolder': async ({ instrumentId }) => {
      deps.controls.requireUnlocked()
      const { key, transport } = requireDestination(instrumentId)
      try {
        await makeDestination(
          transport,
          silentIo(AbortSignal.timeout(FOLDER_TIMEOUT_MS)),
          deps.clock,
        )
      } catch (error) {
        if (!(error instanceof TransportError)) throw error
        throw new Refusal(
          'unavailable',
          `The folder ${transport.target('')} could not be made: ${error.cancelled ? 'the NAS did not answer' : error.message}.`,
        )
      }
      return goOn(key, `Made the folder ${transport.target('')}`)
    },
    'destinations.accept': async ({ instrumentId }) => {
      deps.controls.requireUnlocked()
      const { key, transport } = requireDestination(instrumentId)
      deps.destinations.forget(transport.target(''))
      return goOn(key, `Said that what is at ${transport.target('')} now is the destination`)
    },
    'destinations.test': async ({ instrumentId }) =>
      tested(instrumentId, await tests.test(instrumentId)),
    'destinations.rehearse': async ({ instrumentId }) =>
      tested(instrumentId, await tests.rehearse(instrumentId)),
    'destinations.steps': async ({ instrumentId }) => ({ rows: tests.steps(instrumentId) }),
    'destinations.hostKeys': async ({ instrumentId }) => {
      const destination = requireSshDestination(instrumentId)
      return { host: destination.host, rows: await hostKeys(destination, deps.tools()) }
    },
    'destinations.trust': async ({ instrumentId, fingerprint, typed }) => {
      const destination = requireSshDestination(instrumentId)
      deps.controls.requireUnlocked()
      await trustHostKey(destination, { fingerprint, typed }, deps.tools())
      activity.person(null, `Trusted ${destination.host} with the key ${fingerprint}`)
      deps.holds.resume(destinationKey(destination))
      deps.requireEngine().wake()
      return null
    },
  }
}
