// Answers `destinations.*`: lists destinations, tests them and lifts holds.
import { msg } from '../../../../shared/language/msg.ts'
import type { destinationsMethods } from '../../../../shared/contract/destinations.ts'
import type { ChangeHub } from '../../changes.ts'
import type { GroupHandlers } from '../../core.ts'
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import type { SettingEdit } from '../../../../shared/model/settings.ts'
import { type Database, transaction } from '../../db/database.ts'
import { makeDestination } from '../../destinations/identify-destination.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { routeWith } from '../../domain/routes.ts'
import { checkAgain } from '../../engine/check-again.ts'
import { Refusal } from '../../errors.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { ContactStore } from '../../queue/contact-store.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { type Transport, TransportError, silentIo } from '../../transports/transport.ts'
import type { ChosenFiles } from '../config/chosen-files.ts'
import type { SettingsEditor } from '../config/settings-editor.ts'
import {
  type ConnectionTests,
  findInstrument,
} from '../destinations/connection-test/connection-test-service.ts'
import type { Tested } from '../destinations/connection-test/test-destination.ts'
import { listDestinations } from '../destinations/destinations-service.ts'
import type { Rehearsals } from '../destinations/rehearsals.ts'
import { readThroughput } from '../destinations/throughput.ts'
import type { HoldService } from '../destinations/hold-service.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueControls } from '../runs/queue-controls.ts'

interface DestinationsHandlerDeps {
  readonly about: { readonly dataDir: string; readonly configFile: string }
  readonly history: HistoryStore
  readonly contacts: Pick<ContactStore, 'last'>
  readonly db: Database
  readonly jobs: Pick<JobStore, 'get' | 'patch' | 'settle'>
  readonly changes: Pick<ChangeHub, 'live' | 'jobTouched'>
  readonly activity: Pick<ActivityStore, 'person'>
  readonly holds: Pick<HoldService, 'resume' | 'tested'>
  readonly destinations: Pick<DestinationStore, 'forget' | 'known' | 'provenAt' | 'workingAt'>
  readonly tests: ConnectionTests
  readonly rehearsals: Pick<Rehearsals, 'noted' | 'failed' | 'reports'>
  readonly editor: Pick<SettingsEditor, 'check' | 'settingsAfter'>
  readonly chosen: Pick<ChosenFiles, 'requireChosen'>
  readonly controls: Pick<QueueControls, 'requireUnlocked'>
  readonly requireEngine: JobAccess['requireEngine']
  readonly clock: Clock
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Transport
}

/** Time that making a folder on the NAS may take. */
const FOLDER_TIMEOUT_MS = 60_000

export const destinationsHandlers = (
  deps: DestinationsHandlerDeps,
): GroupHandlers<typeof destinationsMethods> => {
  const { activity, tests } = deps

  /** The settings with edits that are not saved yet. Throws Refusal where they could not be saved. */
  const settingsWith = (edits: readonly SettingEdit[]): Settings => {
    const settings = deps.editor.settingsAfter(edits)
    if (settings === null) {
      const [fault] = deps.editor.check(edits).problems
      throw new Refusal('invalid_input', `${fault?.key ?? ''}: ${fault?.message ?? ''}`)
    }
    // a draft may start no program that a save would refuse
    deps.chosen.requireChosen(deps.editor.settingsAfter([]) ?? deps.settings(), settings)
    return settings
  }

  const draftWith = (edits: readonly SettingEdit[], instrumentId: string): Tested =>
    findInstrument(settingsWith(edits), instrumentId)

  const requireDestination = (
    instrumentId: string,
    settings = deps.settings(),
  ): { readonly key: string; readonly transport: Transport } => {
    const found = routeWith(instrumentId, settings)?.destination
    if (settings === null || found === undefined)
      throw new Refusal('not_found', msg`There is no instrument ${instrumentId}.`)
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
    deps.rehearsals.noted(instrumentId, report)
    return report
  }

  return {
    'destinations.list': async () => ({
      rows: listDestinations(deps.settings(), {
        ...deps.about,
        history: deps.history,
        contacts: deps.contacts,
        rehearsals: deps.rehearsals,
      }),
    }),
    'destinations.throughput': async ({ instruments }) => readThroughput(instruments, deps),
    'destinations.resume': async ({ key }) => {
      deps.holds.resume(key)
      activity.person(null, msg`${key} tried again`)
      deps.requireEngine().wake()
      return null
    },
    'destinations.makeFolder': async ({ instrumentId, edits }) => {
      deps.controls.requireUnlocked()
      const { key, transport } = requireDestination(
        instrumentId,
        edits === undefined ? deps.settings() : settingsWith(edits),
      )
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
          error.cancelled
            ? msg`The folder ${transport.target('')} could not be made: the NAS did not answer.`
            : msg`The folder ${transport.target('')} could not be made: ${error.message}.`,
        )
      }
      return goOn(key, msg`Made the folder ${transport.target('')}`)
    },
    'destinations.accept': async ({ instrumentId }) => {
      deps.controls.requireUnlocked()
      const { key, transport } = requireDestination(instrumentId)
      const target = transport.target('')
      const { destinations, jobs, changes, clock } = deps
      // what was proven was another volume's
      const proven = destinations.known(target) === null ? [] : destinations.provenAt(target)
      // what a proof that is under way has seen may be the other volume's
      for (const id of new Set([...proven, ...destinations.workingAt(target)]))
        await deps.requireEngine().interrupt(id, 'pause')
      transaction(deps.db, () => {
        destinations.forget(target)
        for (const id of proven) {
          checkAgain(id, clock.now(), jobs)
          changes.jobTouched(id)
        }
      })
      return goOn(key, msg`Confirmed that what is at ${target} now is the destination`)
    },
    'destinations.test': async ({ instrumentId, edits }) =>
      edits === undefined
        ? tested(instrumentId, await tests.test(instrumentId))
        : tests.testDraft(draftWith(edits, instrumentId), 'connection'),
    'destinations.rehearse': async ({ instrumentId, edits }) =>
      edits === undefined
        ? tested(instrumentId, await tests.rehearse(instrumentId))
        : tests.testDraft(draftWith(edits, instrumentId), 'rehearsal'),
    'destinations.stopTest': async ({ instrumentId }) => {
      tests.stop(instrumentId)
      return null
    },
    'destinations.room': async ({ instrumentId }) => ({ words: await tests.room(instrumentId) }),
    'destinations.steps': async ({ instrumentId }) => tests.steps(instrumentId),
  }
}
