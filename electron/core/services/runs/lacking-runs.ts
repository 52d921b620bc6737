// Runs that were added before their instrument got a destination: says how many there are, and queues them for it when a
// person asks for that (docs/spec.md 2b).
import { msg } from '../../../../shared/language/msg.ts'
import type { Output } from '../../../../shared/contract/index.ts'
import type { LackingRuns } from '../../../../shared/model/list-rows.ts'
import type { ChangeHub } from '../../changes.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { type Route, allRoutes, routeId, routeWith } from '../../domain/routes.ts'
import { firstFree } from '../../domain/run-path.ts'
import { Refusal, errorMessage } from '../../errors.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { SlotStore } from '../../queue/slot-store.ts'
import type { Transport } from '../../transports/transport.ts'
import { shownDestination } from '../destinations/shown-names.ts'
import type { JobAccess } from './job-access.ts'

interface LackingDeps extends Pick<JobAccess, 'requireEngine'> {
  readonly db: Database
  readonly jobs: Pick<JobStore, 'add' | 'get' | 'withTarget'>
  readonly folders: Pick<FolderStore, 'lacking'>
  readonly slots: Pick<SlotStore, 'lead'>
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Transport
}

export interface LackingService {
  list(): LackingRuns[]
  /** Throws Refusal where the settings have no such destination. */
  send(instrumentId: string, slot: string): Output<'jobs.sendLacking'>
}

export const createLackingRuns = (deps: LackingDeps): LackingService => {
  const { jobs, folders } = deps

  /** Queues a run for another destination, at the path that it has at its own one where that is free. */
  const addJob = (first: Job, { slot }: Route, { target }: Transport): Job => {
    const isFree = (path: string): boolean => jobs.withTarget(target(path), null) === null
    const runPath = isFree(first.runPath) ? first.runPath : firstFree(first.runPath, isFree)
    const { folder, run, instrument, folderIdentity, label, operator } = first
    const { job } = jobs.add({
      folder,
      run,
      instrument,
      runPath,
      target: target(runPath),
      folderIdentity,
      about: { label, operator },
      further: { slot, lead: first.id },
    })
    if (slot === '') deps.slots.lead(first.id, job.id)
    return job
  }

  return {
    list: () =>
      allRoutes(deps.settings()).flatMap(({ instrumentId, slot, isRequired, destination }) => {
        const runs = folders.lacking(instrumentId, slot).length
        return runs === 0
          ? []
          : [
              {
                instrument: instrumentId,
                slot,
                destination: shownDestination(destination, deps.settings()),
                required: isRequired,
                runs,
              },
            ]
      }),

    send(instrumentId, slot) {
      const engine = deps.requireEngine()
      const settings = deps.settings()
      const route = routeId(instrumentId, slot)
      const asked = routeWith(route, settings)
      if (settings === null || asked === undefined)
        throw new Refusal('not_found', msg`${route} is not in config.yaml.`)
      const answer: Output<'jobs.sendLacking'> = { added: 0, refused: [] }
      const transport = deps.transportFor(asked.destination, settings)
      transaction(deps.db, () => {
        for (const id of folders.lacking(instrumentId, slot)) {
          const first = jobs.get(id)
          if (first === null) continue
          try {
            deps.changes.jobTouched(addJob(first, asked, transport).id)
            answer.added += 1
          } catch (error) {
            // a name that the transfer program can't be given
            answer.refused.push({ folder: first.folder, message: errorMessage(error) })
          }
        }
      })
      engine.wake()
      return answer
    },
  }
}
