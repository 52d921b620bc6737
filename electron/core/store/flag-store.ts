// Switches of the whole queue that must survive a restart, such as "everything is paused".
import type { Database } from './database.ts'

export interface FlagStore {
  get(name: 'paused'): boolean
  set(name: 'paused', value: boolean): void
}

export const createFlagStore = (db: Database): FlagStore => {
  const get = db.prepare('SELECT value FROM flags WHERE name = ?')
  return {
    get: (name) => get.get(name)?.['value'] === 1,
    set(name, value) {
      db.prepare(
        'INSERT INTO flags VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      ).run(name, Number(value))
    },
  }
}
