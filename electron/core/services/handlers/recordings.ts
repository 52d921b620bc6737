// Answers `recordings.*`, `folders.*` and `forecast.*`: runs that are not in the queue yet.
import type { recordingsMethods } from '../../../../shared/contract/recordings.ts'
import { DEFAULT_SETTINGS } from '../../domain/config.ts'
import type { FindingStore } from '../../queue/finding-store.ts'
import type { Recording } from '../../../../shared/model/reports.ts'
import type { GroupHandlers } from '../../core.ts'
import { Refusal } from '../../errors.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { RunRecogniser } from '../runs/recognise-run.ts'
import { type DiskHelpsDeps, createDiskHelps } from '../watch/disk-helps.ts'
import { type ForecastDeps, forecastInstruments } from '../watch/forecast-service.ts'
import type { DiscoveryDeps } from '../watch/discover.ts'
import { createOverdueRecordings } from '../watch/overdue-recordings.ts'
import { inspectFolder } from '../watch/inspect-folder.ts'
import { withRealRoots } from '../watch/territory.ts'
import type { Watcher } from '../watch/watcher.ts'
import { waitingFoldersHandlers } from './waiting-folders.ts'

interface RecordingsHandlerDeps
  extends Omit<ForecastDeps, 'overdue' | 'helps'>, DiskHelpsDeps, Pick<RunRecogniser, 'recognise'> {
  readonly waiting: ForecastDeps['waiting'] & DiskHelpsDeps['waiting']
  readonly discovery: DiscoveryDeps
  readonly findings: Pick<FindingStore, 'list' | 'needPerson'>
  readonly requireEngine: JobAccess['requireEngine']
  /** null: this core only reads. */
  watcher(): Pick<Watcher, 'finish'> | null
  /** As of the last sweep. */
  recordings(): Recording[]
}

export const recordingsHandlers = (
  deps: RecordingsHandlerDeps,
): GroupHandlers<typeof recordingsMethods> => {
  const overdue = createOverdueRecordings(deps)
  const helps = createDiskHelps(deps)
  return {
    ...waitingFoldersHandlers(deps),
    'recordings.finish': async ({ folder }) => {
      deps.requireEngine()
      const refusal = (await deps.watcher()?.finish(folder)) ?? null
      if (refusal !== null) throw new Refusal('conflict', refusal)
      return null
    },
    'folders.inspect': async ({ folders }) => {
      const settings = await withRealRoots(deps.settings() ?? DEFAULT_SETTINGS)
      const looks = { ...deps.discovery, recognise: deps.recognise }
      return {
        rows: await Promise.all(folders.map((folder) => inspectFolder(folder, settings, looks))),
      }
    },
    'forecast.get': async () => ({ rows: await forecastInstruments({ ...deps, overdue, helps }) }),
  }
}
