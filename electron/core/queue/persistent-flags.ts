// Switches of the whole queue that must survive a restart, such as "everything is paused".
import type { Database } from '../db/database.ts'

/**
 * `paused`: 0 no, 1 until somebody says so, else until that time (epoch ms). `unlimited`: limits of speed are off.
 * `settings_locked`: settings are not changed without the rights of an administrator.
 */
export type Flag = 'paused' | 'unlimited' | 'settings_locked'

export interface FlagStore {
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
