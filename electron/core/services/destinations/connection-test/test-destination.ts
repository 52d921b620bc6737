// Runs the connection test or the rehearsal of one instrument's destination.
import type {
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../../../shared/model/reports.ts'
import { MINUTE_MS } from '../../../../../shared/duration.ts'
import { Refusal } from '../../../errors.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Destination, Settings } from '../../../domain/config.ts'
import type { DestinationStore } from '../../../queue/destination-store.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { folderAsRemote } from '../../../transports/rclone/folder.ts'
import { destinationTools, withOwnKnownHosts } from '../../../transports/destination-tools.ts'
import type { Transport } from '../../../transports/transport.ts'
import type { SettingsService } from '../../config/settings-service.ts'
import { type Plan, runConnectionTest } from './connection-test.ts'
import { withPlaceSteps } from './place-steps.ts'
import { rcloneTestPlan } from './rclone-steps.ts'
import { rehearsalPlan } from './rehearsal.ts'
import { createProbeFiles } from './probe-files.ts'
import { sshTestPlan } from './ssh-steps.ts'

/** A program that prints nothing for so long is stopped. */
const INACTIVITY_MS = MINUTE_MS

export interface TestDeps {
  readonly config: SettingsService
  readonly clock: Clock
  toolDeps(settings: Settings): ToolDeps
  transportFor(destination: Destination, settings: Settings): Transport
  readonly destinations: DestinationStore
  readonly dataDir: string
}

/**
 * `connection` tests what a run will need, step by step; `rehearsal` sends a tiny run. Either removes its files on both
 * sides. Throws Refusal for an instrument that is not configured.
 */
export const testDestination = async (
  instrumentId: string,
  what: 'connection' | 'rehearsal',
  deps: TestDeps,
  onStep: (step: ConnectionTestStep) => void = () => undefined,
): Promise<ConnectionTestReport> => {
  const settings = deps.config.current()
  const instrument = settings?.instruments.find((i) => i.id === instrumentId)
  if (settings === null || instrument === undefined) {
    const ids = settings?.instruments.map((i) => i.id).join(', ') ?? ''
    throw new Refusal(
      'not_found',
      `There is no instrument ${instrumentId} in config.yaml${ids === '' ? '' : `. Choose one of: ${ids}`}.`,
    )
  }
  const probe = createProbeFiles()
  const { signal } = new AbortController()
  const destination = withOwnKnownHosts(instrument.destination, deps.dataDir)
  const all = { ...deps.toolDeps(settings), inactivityMs: INACTIVITY_MS }
  const tools = destinationTools(destination, all, deps.dataDir)
  const plan = (): Plan => {
    const transport = deps.transportFor(destination, settings)
    const withPlace = (tested: Plan, after: string | null): Plan =>
      withPlaceSteps(tested, after, transport, { ...deps, settings }, signal)
    if (what === 'rehearsal') {
      const { maxStreamBytes } = settings.verify
      return withPlace(
        rehearsalPlan(destination, transport, probe, tools, maxStreamBytes, signal),
        null,
      )
    }
    return withPlace(
      destination.type === 'rsync_ssh'
        ? sshTestPlan(destination, probe, tools)
        : rcloneTestPlan(
            destination.type === 'rclone' ? destination : folderAsRemote(destination),
            transport,
            probe,
            tools,
            signal,
          ),
      'list',
    )
  }
  try {
    return await runConnectionTest(
      plan(),
      instrument.id,
      { ...tools, clock: deps.clock },
      signal,
      onStep,
    )
  } finally {
    probe.remove()
  }
}
