// Runs the connection test or the rehearsal of one instrument's destination.
import { join } from 'node:path'
import type { ConnectionTestReport } from '../../../../../shared/model/reports.ts'
import { MINUTE_MS } from '../../../../../shared/duration.ts'
import type { Clock } from '../../../domain/clock.ts'
import {
  type Destination,
  type Instrument,
  OWN_CONF,
  type Settings,
} from '../../../domain/config.ts'
import { isInFolder } from '../../../domain/folder-path.ts'
import { testedDigest } from '../../../destinations/tested-digest.ts'
import type { SecretStore } from '../../../lib/secret-store.ts'
import type { DestinationStore } from '../../../queue/destination-store.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { ownKnownHosts } from '../../../transports/own-known-hosts.ts'
import { folderAsRemote } from '../../../transports/rclone/folder.ts'
import { checkHostKeys } from '../../../transports/rclone/sftp-host-keys.ts'
import type { Transport } from '../../../transports/transport.ts'
import type { ToolsFor } from '../../connections/destination-tools.ts'
import { type Plan, type StepWatcher, onlyStep, runConnectionTest } from './connection-test.ts'
import { withPlaceSteps } from './place-steps.ts'
import { rcloneTestPlan } from './rclone-steps.ts'
import { rehearsalPlan } from './rehearsal.ts'
import { createProbeFiles } from './probe-files.ts'
import { sshTestPlan } from './ssh-steps.ts'

/** True for a remote of the app's own rclone.conf, or a draft of one. */
const isOfApp = (d: Destination, ownFolder: string): boolean =>
  d.type === 'rclone' &&
  (d.configFile === OWN_CONF ||
    (d.configFile !== null && isInFolder(d.configFile, ownFolder, false)))

/** A program that prints nothing for so long is stopped. */
const INACTIVITY_MS = MINUTE_MS

export interface TestDeps {
  readonly clock: Clock
  toolDeps(settings: Settings): ToolDeps
  readonly toolsFor: ToolsFor
  transportFor(destination: Destination, settings: Settings): Transport
  readonly destinations: DestinationStore
  readonly dataDir: string
  /** Folder of what is this account's alone. */
  readonly ownFolder: string
  readonly secrets: Pick<SecretStore, 'warning'>
}

/** An instrument with the settings that it is part of: those in force, or those that edits would make. */
export interface Tested {
  readonly settings: Settings
  readonly instrument: Instrument
}

export type TestedThing = 'connection' | 'rehearsal' | 'room'

/**
 * `connection` tests what a run will need, step by step; `rehearsal` sends a tiny run. Either removes its files on both
 * sides, also where `signal` ends it; `testFolder`: its name on the NAS, null: a new one. `room` asks for the free space alone, and writes nothing.
 */
export const testDestination = async (
  { settings, instrument }: Tested,
  what: TestedThing,
  deps: TestDeps,
  signal: AbortSignal,
  watch: StepWatcher,
  testFolder: string | null = null,
): Promise<ConnectionTestReport> => {
  const probe = createProbeFiles(
    testFolder === null
      ? null
      : { dir: join(deps.dataDir, 'doctor', testFolder), name: testFolder },
  )
  const { destination, lookFirst } = deps.toolsFor(instrument.destination)
  const all = { ...deps.toolDeps(settings), inactivityMs: INACTIVITY_MS, lookFirst }
  const tools = checkHostKeys(destination, all, deps.ownFolder)
  // before the first step: what changes meanwhile was not tested
  const tested = testedDigest(instrument.destination, settings)
  const plan = (): Plan => {
    const transport = deps.transportFor(instrument.destination, settings)
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
            {
              knownHosts: ownKnownHosts(deps.ownFolder),
              secretsNote: isOfApp(instrument.destination, deps.ownFolder)
                ? deps.secrets.warning()
                : null,
            },
            signal,
          ),
      'list',
    )
  }
  try {
    const report = await runConnectionTest(
      what === 'room' ? onlyStep(plan(), 'room') : plan(),
      instrument.id,
      { ...tools, clock: deps.clock },
      signal,
      watch,
    )
    return { ...report, tested }
  } finally {
    probe.remove()
  }
}
