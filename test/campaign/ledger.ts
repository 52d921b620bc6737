// The campaign's own record of what lies on the NAS: who put each file there, who proved it, and what each look of a job found.
import type { SeenJob } from './observe.ts'
import { type Leaf, type Tree, sha256 } from './trees.ts'
import { VOLUMES, type Volume } from './nas.ts'

/** What is known of one file on a volume. */
interface Entry {
  /** Key of the job that put it there; `person`: nobody of ours did. */
  readonly by: string
  /** Keys of jobs that were right to show it as proven. */
  readonly provenBy: ReadonlySet<string>
  readonly leaf: Leaf
}

/** The last verify pass of a job, as the world was then. */
interface Look {
  /** Contents of the originals by path. */
  readonly originals: ReadonlyMap<string, string>
  /** The copies by path. */
  readonly copies: Tree
}

/** The part of the record that a restored queue takes back to an earlier time. */
interface QueueMemory {
  readonly queue: string
  readonly looks: ReadonlyMap<string, Look>
  readonly passes: ReadonlyMap<string, number>
  readonly homes: ReadonlyMap<string, Volume>
}

/** The record of one workstation's queue. */
interface QueueRecord {
  queue: string
  looks: Map<string, Look>
  /** Verify passes by job that were seen so far. */
  passes: Map<string, number>
  /** Volume by instrument to which its runs have gone. */
  homes: Map<string, Volume>
}

export const PERSON = 'person'

/** The world's record. It is filled from what lies on the disks, never from what the program says that it did. */
export interface Ledger {
  record(workstation: string): QueueRecord
  /** True where the folder of a job is still the one that it had when it was first seen. */
  hasOwnFolder(job: SeenJob): boolean
  entry(volume: Volume, path: string): Entry | undefined
  /** Takes over what lies on a volume now; `by` answers who put what is new or changed. */
  update(volume: Volume, tree: Tree, by: (path: string, leaf: Leaf) => string): void
  /** Notes the files that a job rightly shows as proven. */
  proven(volume: Volume, place: string, job: SeenJob): void
  lost(workstation: string): void
  remember(workstation: string): QueueMemory
  /** `forgetLooks`: nothing that was proven before is known to be so any more. */
  restored(workstation: string, memory: QueueMemory, forgetLooks: boolean): void
}

export const createLedger = (workstations: readonly string[]): Ledger => {
  const entries = new Map(VOLUMES.map((volume) => [volume, new Map<string, Entry>()]))
  const records = new Map<string, QueueRecord>()
  /** Identity of each job's folder when the job was first seen. */
  const folders = new Map<string, string | null>()
  let queues = 0
  const emptyRecord = (workstation: string): QueueRecord => {
    queues += 1
    return {
      queue: `${workstation}-${queues}`,
      looks: new Map(),
      passes: new Map(),
      homes: new Map(),
    }
  }
  for (const name of workstations) records.set(name, emptyRecord(name))
  const record = (workstation: string): QueueRecord => {
    const found = records.get(workstation)
    if (found === undefined) throw new Error(`there is no workstation ${workstation}`)
    return found
  }
  const of = (volume: Volume): Map<string, Entry> => entries.get(volume) ?? new Map()
  return {
    record,
    hasOwnFolder(job) {
      if (!folders.has(job.key)) folders.set(job.key, job.identity)
      return folders.get(job.key) === job.identity
    },
    entry: (volume, path) => of(volume).get(path),
    update(volume, tree, by) {
      const known = of(volume)
      for (const path of known.keys()) if (!tree.has(path)) known.delete(path)
      for (const [path, leaf] of tree) {
        const before = known.get(path)
        if (before?.leaf.written === leaf.written) continue
        known.set(path, { by: by(path, leaf), provenBy: new Set(), leaf })
      }
    },
    proven(volume, place, job) {
      const known = of(volume)
      for (const [path, digest] of job.proven) {
        const entry = known.get(`${place}/${path}`)
        if (entry === undefined || sha256(entry.leaf.content) !== digest) continue
        known.set(`${place}/${path}`, {
          ...entry,
          provenBy: new Set([...entry.provenBy, job.key]),
        })
      }
    },
    lost: (workstation) => void records.set(workstation, emptyRecord(workstation)),
    remember(workstation) {
      const { queue, looks, passes, homes } = record(workstation)
      return {
        queue,
        looks: new Map(looks),
        passes: new Map(passes),
        homes: new Map(homes),
      }
    },
    restored(workstation, memory, forgetLooks) {
      records.set(workstation, {
        queue: memory.queue,
        looks: forgetLooks ? new Map() : new Map(memory.looks),
        passes: new Map(memory.passes),
        homes: new Map(memory.homes),
      })
    },
  }
}
