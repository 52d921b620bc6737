// Keeps each job with the instrument and the destination that it was added for, whatever names and order the settings give to them
// (docs/spec.md 2b).
import { type Database, transaction } from '../db/database.ts'
import { type Row, asNumber, asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'
import { isAt } from './destination-store.ts'

/** A destination of an instrument: its name, '' for the first, and the target of its own folder. */
interface SlotPlace {
  readonly slot: string
  readonly target: string
}

/** Name of a destination that the settings have no more and whose name is another one's now. */
const FORMER = 'former'

interface PlacedJob {
  readonly id: number
  readonly slot: string
  /** Name of the destination at which its place is; null: the settings have none there. */
  readonly placed: string | null
}

const toPlaced = (row: Row): PlacedJob => ({
  id: asNumber(row, 'id'),
  slot: asText(row, 'slot'),
  placed: typeof row['placed'] === 'string' ? row['placed'] : null,
})

const firstFreeName = (taken: ReadonlySet<string>): string => {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? FORMER : `${FORMER} ${n}`
    if (!taken.has(name)) return name
  }
}

/**
 * The names of the jobs of one run: that of the destination where the place of the job is, else the one that it has, as long as that
 * is not another job's by its place. `names`: in the settings.
 */
const slotsOf = (
  jobs: readonly PlacedJob[],
  names: ReadonlySet<string>,
): ReadonlyMap<number, string> => {
  const slots = new Map<number, string>()
  const taken = new Set<string>()
  const give = (id: number, slot: string): void => {
    slots.set(id, slot)
    taken.add(slot)
  }
  for (const { id, placed } of jobs) if (placed !== null && !taken.has(placed)) give(id, placed)
  for (const { id, slot } of jobs) {
    if (slots.has(id)) continue
    give(id, taken.has(slot) ? firstFreeName(new Set([...names, ...taken])) : slot)
  }
  return slots
}

export type SlotStore = ReturnType<typeof createSlotStore>

export const createSlotStore = (db: Database) => {
  const several = db.prepare('SELECT 1 FROM jobs WHERE lead IS NOT NULL LIMIT 1')
  const placed = `(SELECT value ->> 'slot' AS slot, value ->> 'target' AS target FROM json_each(:places)) p`
  const misplaced = db.prepare(
    `SELECT DISTINCT coalesce(lead, id) AS lead FROM jobs, ${placed} WHERE instrument = :instrument
     AND jobs.slot <> p.slot AND ${isAt('jobs', 'p.target')} ORDER BY 1`,
  )
  const ofRun = db.prepare(
    `SELECT id, slot, (SELECT p.slot FROM ${placed} WHERE ${isAt('jobs', 'p.target')} LIMIT 1) AS placed
     FROM jobs WHERE id = :lead OR lead = :lead ORDER BY id`,
  )
  const owned = `(SELECT value ->> 'owner' AS owner, value ->> 'target' AS target FROM json_each(:places))`
  const orphans = db.prepare(
    `SELECT DISTINCT coalesce(lead, id) AS lead, folder, instrument, owner FROM jobs, ${owned} p
     WHERE p.owner <> instrument AND ${isAt('jobs', 'p.target')} AND (instrument NOT IN ${jsonList(':known')} OR :exchanged
       AND NOT EXISTS (SELECT 1 FROM ${owned} own WHERE own.owner = instrument AND ${isAt('jobs', 'own.target')})) ORDER BY 1`,
  )
  const setInstrument = db.prepare(
    `UPDATE jobs SET instrument = :owner WHERE (id = :lead OR lead = :lead) AND NOT EXISTS (SELECT 1 FROM jobs other
       WHERE other.folder = jobs.folder AND other.instrument = :owner AND other.folder_reused_at IS NULL) RETURNING id`,
  )
  // ExLab-Wizard's records name the run's first destination: they are written anew
  const setSlot = db.prepare('UPDATE jobs SET slot = ?, reported_state = NULL WHERE id = ?')
  const setLead = db.prepare('UPDATE jobs SET lead = nullif(:lead, id) WHERE id = :id')
  // what was deleted, and why, is kept with the first job
  const moveCleanup = db.prepare('UPDATE OR IGNORE cleanups SET job_id = ? WHERE job_id = ?')

  /** Gives the jobs of a run their names, and makes the one for the first destination its first job; answers those that changed. */
  const rename = (lead: number, slots: ReadonlyMap<number, string>): number[] => {
    const jobs = ofRun.all({ ':places': '[]', ':lead': lead }).map(toPlaced)
    const changed = jobs.filter(({ id, slot }) => slots.has(id) && slots.get(id) !== slot)
    // two may exchange their names, and no two jobs of a run have one
    for (const { id } of changed) setSlot.run(`/${id}`, id)
    for (const { id } of changed) setSlot.run(slots.get(id) ?? '', id)
    const first = jobs.find(({ id, slot }) => (slots.get(id) ?? slot) === '')
    if (first === undefined || first.id === lead) return changed.map(({ id }) => id)
    for (const { id } of jobs) setLead.run({ ':lead': first.id, ':id': id })
    moveCleanup.run(first.id, lead)
    return jobs.map(({ id }) => id)
  }

  return {
    /**
     * Gives runs to the one other instrument that has their place and their folder: it got another name. They are those of
     * instruments that the settings do not name and, if `areExchanged`, of those that have neither any more: names were exchanged.
     * Answers the jobs. `places`: all destinations of all instruments; `holds`: whether a folder lies where that instrument records.
     */
    adopt(
      places: readonly { readonly owner: string; readonly target: string }[],
      areExchanged: boolean,
      holds: (owner: string, folder: string) => boolean,
    ): number[] {
      const known = [...new Set(places.map(({ owner }) => owner))]
      const args = {
        ':places': JSON.stringify(places),
        ':known': JSON.stringify(known),
        ':exchanged': Number(areExchanged),
      }
      const owners = new Map<number, Set<string>>()
      for (const row of orphans.all(args)) {
        const [lead, owner] = [asNumber(row, 'lead'), asText(row, 'owner')]
        const folder = asText(row, 'folder')
        if (!holds(owner, folder) || holds(asText(row, 'instrument'), folder)) continue
        owners.set(lead, (owners.get(lead) ?? new Set()).add(owner))
      }
      return transaction(db, () =>
        [...owners].flatMap(([lead, [owner, ...others]]) =>
          owner === undefined || others.length > 0
            ? []
            : setInstrument
                .all({ ':owner': owner, ':lead': lead })
                .map((row) => asNumber(row, 'id')),
        ),
      )
    },

    /**
     * Gives each job of an instrument the name of the destination at which its place is. Answers the jobs that changed. `places`: all
     * destinations of the instrument.
     */
    follow(instrument: string, places: readonly SlotPlace[]): number[] {
      // an instrument with one destination has jobs of others only where it had several
      if (places.length === 1 && several.get() === undefined) return []
      const args = { ':places': JSON.stringify(places) }
      const names = new Set(places.map(({ slot }) => slot))
      return transaction(db, () =>
        misplaced.all({ ...args, ':instrument': instrument }).flatMap((row) => {
          const lead = asNumber(row, 'lead')
          const jobs = ofRun.all({ ...args, ':lead': lead }).map(toPlaced)
          return rename(lead, slotsOf(jobs, names))
        }),
      )
    },

    /** Makes a job the first one of its run: it was added for the first destination, which the run had no job for. */
    lead(lead: number, first: number): void {
      rename(lead, new Map([[first, '']]))
    },
  }
}
