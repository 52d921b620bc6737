// Reads from ExLab-Wizard's records what a folder is to it: equipment, project or run (docs/spec.md 10).
import * as z from 'zod'
import { readGuarded } from '../lib/guarded-reading.ts'
import { MAX_RECORD_BYTES, withRecords } from './run-records.ts'

const creation = z.object({ level: z.string().optional() })

/** What ExLab-Wizard made the folder at a real path for; null: it has no record that says so. Throws nothing. */
export const recordLevel = async (
  folder: string,
): Promise<'equipment' | 'project' | 'run' | null> => {
  try {
    return await withRecords(folder, async (records) => {
      const text = await readGuarded(records, 'creation.json', MAX_RECORD_BYTES)
      if (text !== null) {
        const { level } = creation.parse(JSON.parse(text.toString('utf8')))
        if (level === 'project' || level === 'run') return level
      }
      const isEquipment = (await readGuarded(records, 'equipment.json', MAX_RECORD_BYTES)) !== null
      return isEquipment ? 'equipment' : null
    })
  } catch {
    return null
  }
}
