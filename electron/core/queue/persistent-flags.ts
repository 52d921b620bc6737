// Stores the flags of the whole queue that survive a restart, such as "everything is paused".
import type { Database } from '../db/database.ts'

/**
 * `paused`: 0 no, 1 until a person resumes, else until that time (epoch ms). `unlimited`: speed limits are off.
 * `speed_mbps`: one limit for everything in the place of those of the settings, Mb/s; 0 there is none. `speed_until`: when either
 * ends by itself, epoch ms; 0 a person ends it.
 * `settings_locked`: only an administrator may change settings. `planned_by`: the rules by which the
 * maintenance of verified runs was planned last (domain/maintenance-schedule.ts). `required_by`: the required destinations by which
 * ExLab-Wizard was told last that runs are safe there (services/runs/follow-settings.ts). `instruments_by`: the folders and
 * destinations of all instruments with which runs were compared last (there too).
 */
export type Flag =
  | 'paused'
  | 'unlimited'
  | 'speed_mbps'
  | 'speed_until'
  | 'settings_locked'
  | 'planned_by'
  | 'required_by'
  | 'instruments_by'

export interface FlagStore {
  /** 0 where the flag was never set. */
  get(name: Flag): number
  set(name: Flag, value: number): void
}

export const createPersistentFlags = (db: Database): FlagStore => {
  const get = db.prepare('SELECT value FROM flags WHERE name = ?')
  return {
    get(name) {
      const value: unknown = get.get(name)?.['value']
      return typeof value === 'number' ? value : 0
    },
    set(name, value) {
      db.prepare(
        'INSERT INTO flags VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      ).run(name, value)
    },
  }
}
