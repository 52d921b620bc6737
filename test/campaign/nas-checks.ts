// Checks that an engine's step lost no byte on the NAS and no original, and notes who put what there.
import { PERSON } from './ledger.ts'
import { type Work, jobsOf, onDisk } from './moments.ts'
import { VOLUMES, type Volume } from './nas.ts'
import type { SeenJob } from './observe.ts'
import { type Leaf, type Tree, below, dataOf, isRecord } from './trees.ts'
import type { Place } from './workstation.ts'

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

export const checkNasBytes = (work: Work): void => {
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

export const checkOriginals = (work: Work): void => {
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

/** Notes who put what on the volumes, and that runs stay on the volume that they are known by. */
export const takeOver = (work: Work): void => {
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
