// Answers `destinations.*`: lists destinations, tests them, lifts holds and trusts ssh host keys.
import type { destinationsMethods } from '../../../../shared/contract/destinations.ts'
import type { GroupHandlers } from '../../core.ts'
import type { RsyncSshDestination, Settings } from '../../domain/config.ts'
import { destinationKey } from '../../engine/destination-holds.ts'
import { Refusal } from '../../errors.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import type { ConnectionTests } from '../destinations/connection-test/connection-test-service.ts'
import { listDestinations } from '../destinations/destinations-service.ts'
import type { HoldService } from '../destinations/hold-service.ts'
import { hostKeys, trustHostKey } from '../destinations/host-keys/host-keys.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueControls } from '../runs/queue-controls.ts'

interface DestinationsHandlerDeps {
  readonly about: { readonly dataDir: string; readonly configFile: string }
  readonly history: HistoryStore
  readonly activity: Pick<ActivityStore, 'person'>
  readonly holds: Pick<HoldService, 'resume'>
  readonly tests: ConnectionTests
  readonly controls: Pick<QueueControls, 'requireUnlocked'>
  readonly requireEngine: JobAccess['requireEngine']
  settings(): Settings | null
  tools(): ToolDeps
}

export const destinationsHandlers = (
  deps: DestinationsHandlerDeps,
): GroupHandlers<typeof destinationsMethods> => {
  const { activity, tests } = deps

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
    'destinations.resume': async ({ key }) => {
      deps.holds.resume(key)
      activity.person(null, `${key} tried again`)
      deps.requireEngine().wake()
      return null
    },
    'destinations.test': ({ instrumentId }) => tests.test(instrumentId),
    'destinations.rehearse': ({ instrumentId }) => tests.rehearse(instrumentId),
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
