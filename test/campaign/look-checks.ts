// Checks what a workstation says of its runs against the bytes on both sides: Verified, safe to delete, and what was added.
import { type Work, jobsOf, onDisk } from './moments.ts'
import type { SeenJob } from './observe.ts'
import { type Leaf, type Tree, below, dataOf } from './trees.ts'

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
  job.label === 'Verified' || job.label === 'Deletion due'

/** Checks what a job's verify passes of this step, or the lack of them, let it say. */
export const checkLook = (work: Work, job: SeenJob): void => {
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
  const place = engine.placeOf(job.target)
  const copies = place === null ? new Map() : below(after.volumes[place.volume], place.path)
  record.looks.set(job.key, { originals, copies })
  const different = (
    place === null
      ? [...originals.keys()]
      : differences(originals, after.volumes[place.volume], place.path)
  ).filter((path) => !job.leftOut.has(path))
  if (different.length > 0)
    report('verified', `${name} passed, but ${different.join(', ')} differ at ${job.target}`)
}

/** Labels that say of a run that nobody needs to do anything for it. */
const SETTLED: ReadonlySet<string> = new Set(['Verified', 'Deletion due', 'On NAS only'])

/** Checks that a folder that was added is a run of its own, or that a person is told why not. */
export const checkAnswer = ({ engine, after, happening, ledger, report }: Work): void => {
  const { added } = happening
  if (added === null) return
  const jobs = jobsOf(after, engine.name).filter((job) => job.folder === added)
  // asked of every job, because it also notes the folders of new ones
  const owners = jobs.filter((job) => ledger.hasOwnFolder(job))
  if (owners.length === 0 && jobs.every((job) => SETTLED.has(job.label)))
    report('answer', `${onDisk(engine, added)} was added, and no run in the list has it`)
}

/**
 * True where a look can take the copy for equal: it has the bytes, or a change kept the size, which is what a look compares
 * (docs/spec.md 8). A verify pass finds that, and one comes before each deletion.
 */
const isAsSafe = (original: Leaf, copy: Leaf | undefined, proven: Leaf | undefined): boolean =>
  copy !== undefined &&
  (copy.content === original.content ||
    (original.content === proven?.content && copy.content.length === proven.content.length))

/** Checks the runs that the engine called safe to delete in this step. */
export const checkSafe = ({ engine, after, happening, ledger, report }: Work): void => {
  for (const job of jobsOf(after, engine.name).filter(({ id }) => happening.safe.has(id))) {
    const place = engine.placeOf(job.target)
    const seen = ledger.record(engine.name).looks.get(job.key)
    const name = `${engine.name}, run ${job.id}`
    if (place === null) return report('safe', `${name} has no place`)
    const disk = after.disks.get(engine.name) ?? new Map<string, Leaf>()
    for (const [path, original] of dataOf(below(disk, onDisk(engine, job.folder)))) {
      const copy = after.volumes[place.volume].get(`${place.path}/${path}`)
      if (job.leftOut.has(path)) continue
      if (!isAsSafe(original, copy, seen?.copies.get(path)))
        report('safe', `${name} is safe, but ${path} is not equal at ${job.target}`)
      else if (copy?.identity === original.identity)
        report('safe', `${name} is safe, but ${path} on the NAS is the original itself`)
    }
  }
}
