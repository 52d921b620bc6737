// The invariants of the contract (docs/spec.md 2, 4, 5, 8), checked between two moments of the world from the bytes on its disks.
import { type Ledger, PERSON } from './ledger.ts'
import { DESTINATION, VOLUMES, type Volume } from './nas.ts'
import type { SeenJob } from './observe.ts'
import { type Leaf, type Tree, below, dataOf, isRecord } from './trees.ts'
import type { Place, Workstation } from './workstation.ts'

/** Each invariant with the sentence that is printed where it is broken. */
export const INVARIANTS = {
  nas_bytes: 'No byte on the NAS is lost that the acting job did not put there unproven itself.',
  verified: 'Verified means that the bytes were equal at the last look.',
  safe: 'Safe means that the bytes are equal now, on another disk.',
  deletion: 'An original is deleted only where its copy is equal at that moment.',
  sent_twice: 'Nothing is sent again that is proven.',
  originals: 'An original is never changed.',
  volume: 'Runs go to no volume but the one that their destination was known by.',
  drift: 'A run is not Verified while its originals are not those that were proven.',
  answer: 'A run that is added is in the list, or its refusal says why not.',
  works: 'The program comes to rest without a fault.',
} as const
export type Invariant = keyof typeof INVARIANTS

/** Thrown where an invariant does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken'
  readonly invariant: Invariant
  constructor(invariant: Invariant, detail: string) {
    super(`${invariant}: ${INVARIANTS[invariant]}\n  ${detail}`)
    this.invariant = invariant
  }
}

/** Everything that can be seen of the world at one moment. */
export interface Moment {
  readonly volumes: Readonly<Record<Volume, Tree>>
  /** By workstation. */
  readonly disks: ReadonlyMap<string, Tree>
  readonly jobs: ReadonlyMap<string, readonly SeenJob[]>
}

/** What happened between two moments. */
export interface Happening {
  /** The workstation whose engine worked; null: persons alone did something. */
  readonly engine: Workstation | null
  /** A person chose that files are sent again. */
  readonly chosen: boolean
  /** Originals may be deleted by the settings. */
  readonly cleanup: boolean
  /** Path of a folder that was added as a run and not refused; null: none was. */
  readonly added: string | null
  /** Numbers of the engine's jobs that it called safe to delete. */
  readonly safe: ReadonlySet<number>
}

export type Report = (invariant: Invariant, detail: string) => void

interface Work {
  readonly engine: Workstation
  readonly before: Moment
  readonly after: Moment
  readonly happening: Happening
  readonly ledger: Ledger
  readonly report: Report
}

const jobsOf = (moment: Moment, workstation: string): readonly SeenJob[] =>
  moment.jobs.get(workstation) ?? []

/** Path of a run's folder on its workstation's disk. */
const onDisk = (workstation: Workstation, folder: string): string =>
  folder.slice(workstation.disk.length + 1)

const holds = ({ path }: Place, file: string): boolean => file.startsWith(`${path}/`)

/** The jobs that made an attempt in this step. */
const actingJobs = ({ engine, before, after }: Work): SeenJob[] => {
  const attempts = new Map(jobsOf(before, engine.name).map((job) => [job.key, job.attempts]))
  return jobsOf(after, engine.name).filter((job) => job.attempts > (attempts.get(job.key) ?? 0))
}

/** The acting jobs whose place has the file; those whose original it equals come first. */
const jobsAt = (work: Work, volume: Volume, file: string, leaf: Leaf | undefined): SeenJob[] => {
  const { engine, before } = work
  const disk = before.disks.get(engine.name) ?? new Map<string, Leaf>()
  const found = actingJobs(work).filter((job) => {
    const place = engine.placeOf(job.target)
    return place !== null && place.volume === volume && holds(place, file)
  })
  const isOrigin = (job: SeenJob): boolean => {
    const place = engine.placeOf(job.target)
    const original = disk.get(
      `${onDisk(engine, job.folder)}/${file.slice((place?.path.length ?? 0) + 1)}`,
    )
    return leaf !== undefined && original?.content === leaf.content
  }
  return [...found.filter(isOrigin), ...found.filter((job) => !isOrigin(job))]
}

/** True where all data at the job's place equal its originals: the place can be taken over. */
const isAdoptable = (work: Work, job: SeenJob): boolean => {
  const { engine, before } = work
  const place = engine.placeOf(job.target)
  if (place === null) return false
  const copies = dataOf(below(before.volumes[place.volume], place.path))
  const originals = below(before.disks.get(engine.name) ?? new Map(), onDisk(engine, job.folder))
  return [...copies].every(([path, { content }]) => originals.get(path)?.content === content)
}

const isKeptBeside = (work: Work, volume: Volume, content: string): boolean =>
  work.happening.chosen &&
  [...work.after.volumes[volume]].some(
    ([path, leaf]) => leaf.content === content && !work.before.volumes[volume].has(path),
  )

const dataFirst = (tree: Tree): [string, Leaf][] =>
  [...tree].toSorted(([a], [b]) => Number(isRecord(a)) - Number(isRecord(b)))

const checkNasBytes = (work: Work): void => {
  const { ledger, report } = work
  for (const volume of VOLUMES)
    for (const [path, leaf] of dataFirst(work.before.volumes[volume])) {
      const now = work.after.volumes[volume].get(path)
      const entry = ledger.entry(volume, path)
      if (now?.content === leaf.content) {
        if (now.written !== leaf.written && (entry?.provenBy.size ?? 0) > 0 && !isRecord(path))
          report('sent_twice', `${volume}:${path} was written again`)
        continue
      }
      const acting = jobsAt(work, volume, path, now)
      const isOwn = acting.some((job) => job.key === entry?.by)
      const isFree = isRecord(path)
        ? isOwn || acting.some((job) => isAdoptable(work, job))
        : isOwn && entry?.provenBy.size === 0
      if (isFree || isKeptBeside(work, volume, leaf.content)) continue
      report(
        'nas_bytes',
        `${volume}:${path} held ${JSON.stringify(leaf.content)} of ${entry?.by ?? PERSON}, and now ${now === undefined ? 'is gone' : `holds ${JSON.stringify(now.content)}`}`,
      )
    }
}

const checkOriginals = (work: Work): void => {
  const { engine, before, after, happening, report } = work
  for (const [name, disk] of before.disks)
    for (const [path, leaf] of dataOf(disk)) {
      const now = after.disks.get(name)?.get(path)
      if (now !== undefined) {
        if (now.content !== leaf.content)
          report('originals', `${name}:${path} was ${JSON.stringify(leaf.content)}`)
        continue
      }
      const isCopied = jobsOf(after, engine.name).some((job) => {
        const folder = onDisk(engine, job.folder)
        const place = engine.placeOf(job.target)
        if (name !== engine.name || place === null || !path.startsWith(`${folder}/`)) return false
        const copy = after.volumes[place.volume].get(
          `${place.path}/${path.slice(folder.length + 1)}`,
        )
        return copy?.content === leaf.content
      })
      if (!isCopied || !happening.cleanup)
        report('deletion', `${name}:${path} with ${JSON.stringify(leaf.content)} was deleted`)
    }
}

/** The originals of a run with the bytes that they had during the step; deleted ones as they were before it. */
const originalsOf = (work: Work, job: SeenJob): Map<string, string> => {
  const { engine, before, after } = work
  const folder = onDisk(engine, job.folder)
  return new Map(
    [before, after]
      .flatMap((moment) => [...dataOf(below(moment.disks.get(engine.name) ?? new Map(), folder))])
      .map(([path, { content }]) => [path, content]),
  )
}

const differences = (
  originals: ReadonlyMap<string, string>,
  copies: Tree,
  place: string,
): string[] =>
  [...originals]
    .filter(([path, content]) => copies.get(`${place}/${path}`)?.content !== content)
    .map(([path]) => path)

const isProvenLabel = (job: SeenJob): boolean =>
  job.label === 'Verified' || job.label === 'Safe to delete'

/** Checks what a job's verify passes of this step, or the lack of them, let it say. */
const checkLook = (work: Work, job: SeenJob): void => {
  const { engine, after, ledger, report } = work
  const record = ledger.record(engine.name)
  const looked = job.passes.length > (record.passes.get(job.key) ?? 0)
  record.passes.set(job.key, job.passes.length)
  const name = `${engine.name}, run ${job.id} (${onDisk(engine, job.folder)})`
  const before = record.looks.get(job.key)
  if (!looked) {
    if (!isProvenLabel(job)) return
    if (before === undefined) return report('verified', `${name} is ${job.label} without a look`)
    // another run lies where its folder was
    if (!ledger.hasOwnFolder(job)) return
    const now = dataOf(below(after.disks.get(engine.name) ?? new Map(), onDisk(engine, job.folder)))
    for (const [path, { content }] of now)
      if (before.originals.get(path) !== content && !job.leftOut.has(path))
        report('drift', `${name} is ${job.label}, but ${path} is not what was proven`)
    return
  }
  if (job.passes.at(-1) === false) {
    record.looks.delete(job.key)
    if (isProvenLabel(job)) report('verified', `${name} is ${job.label} after a pass that failed`)
    return
  }
  // of a run on the NAS only, or whose folder was replaced, the bytes are known that were proven
  const wasCleaned = jobsOf(work.before, engine.name).some(
    ({ key, label }) => key === job.key && label === 'On NAS only',
  )
  const isKnown = wasCleaned || !ledger.hasOwnFolder(job)
  const originals = (isKnown ? before?.originals : undefined) ?? originalsOf(work, job)
  record.looks.set(job.key, { originals })
  const place = engine.placeOf(job.target)
  const different = (
    place === null
      ? [...originals.keys()]
      : differences(originals, after.volumes[place.volume], place.path)
  ).filter((path) => !job.leftOut.has(path))
  if (different.length > 0)
    report('verified', `${name} passed, but ${different.join(', ')} differ at ${job.target}`)
}

/** Labels that say of a run that nobody needs to do anything for it. */
const SETTLED: ReadonlySet<string> = new Set(['Verified', 'Safe to delete', 'On NAS only'])

/** Checks that a folder that was added is a run of its own, or that a person is told why not. */
const checkAnswer = ({ engine, after, happening, ledger, report }: Work): void => {
  const { added } = happening
  if (added === null) return
  const jobs = jobsOf(after, engine.name).filter((job) => job.folder === added)
  // asked of every job, because it also notes the folders of new ones
  const owners = jobs.filter((job) => ledger.hasOwnFolder(job))
  if (owners.length === 0 && jobs.every((job) => SETTLED.has(job.label)))
    report('answer', `${onDisk(engine, added)} was added, and no run in the list has it`)
}

/** Notes who put what on the volumes, and that runs stay on the volume that they are known by. */
const takeOver = (work: Work): void => {
  const { engine, before, after, ledger, report } = work
  const { homes } = ledger.record(engine.name)
  for (const volume of VOLUMES) {
    ledger.update(volume, after.volumes[volume], (path, leaf) => {
      const jobs = jobsAt(work, volume, path, leaf)
      const [job] = jobs
      if (job === undefined) {
        if (!isRecord(path)) report('nas_bytes', `${volume}:${path} was written for no run`)
        return engine.name
      }
      const isNew = before.volumes[volume].get(path)?.content !== leaf.content
      const home = homes.get(job.instrument) ?? volume
      if (isNew && jobs.every(({ instrument }) => (homes.get(instrument) ?? volume) !== volume))
        report('volume', `${job.instrument} is known by ${home}, and ${path} went to ${volume}`)
      homes.set(job.instrument, home)
      return job.key
    })
  }
  for (const job of jobsOf(after, engine.name)) {
    const place = engine.placeOf(job.target)
    if (place !== null) ledger.proven(place.volume, place.path, job)
  }
}

const checkSafe = (
  workstations: readonly Workstation[],
  moment: Moment,
  { engine, safe }: Happening,
  report: Report,
): void => {
  for (const workstation of workstations)
    for (const job of jobsOf(moment, workstation.name)) {
      const isSafe = workstation === engine && safe.has(job.id)
      if (!isSafe && job.label !== 'Safe to delete') continue
      const place = workstation.placeOf(job.target)
      const name = `${workstation.name}, run ${job.id}`
      if (place === null) {
        report('safe', `${name} has no place`)
        continue
      }
      const disk = moment.disks.get(workstation.name) ?? new Map<string, Leaf>()
      for (const [path, original] of dataOf(below(disk, onDisk(workstation, job.folder)))) {
        const copy = moment.volumes[place.volume].get(`${place.path}/${path}`)
        if (job.leftOut.has(path)) continue
        if (copy?.content !== original.content)
          report('safe', `${name} is safe, but ${path} is not equal at ${job.target}`)
        else if (copy.identity === original.identity)
          report('safe', `${name} is safe, but ${path} on the NAS is the original itself`)
      }
    }
}

/** Checks everything that may be said between two moments, and brings the ledger up to the second. */
export const checkStep = (
  workstations: readonly Workstation[],
  before: Moment,
  after: Moment,
  happening: Happening,
  ledger: Ledger,
  report: Report,
): void => {
  const { engine } = happening
  if (engine === null)
    for (const volume of VOLUMES) ledger.update(volume, after.volumes[volume], () => PERSON)
  else {
    const work: Work = { engine, before, after, happening, ledger, report }
    checkNasBytes(work)
    checkOriginals(work)
    checkAnswer(work)
    for (const job of jobsOf(after, engine.name)) checkLook(work, job)
    takeOver(work)
  }
  checkSafe(workstations, after, happening, report)
}

/** Path on a volume of a run's folder. */
export const runOnNas = (run: string): string => `${DESTINATION}/${run}`
