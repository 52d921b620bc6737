// What the end of the set-up changes in config.yaml. The same edits are tested before, so that the test is about what is saved. Pure.
import type { SettingEdit } from '../../../shared/model/settings.ts'
import type { Transport } from '../connect/connect-store.ts'
import type { Draft } from './setup-store.ts'

const ifNotEmpty = (key: string, value: string): Record<string, string> =>
  value === '' ? {} : { [key]: value }

/** The instrument in the form of config.yaml. `take`: what it says of the runs that are there already. */
export const configInstrumentOf = (
  draft: Draft,
  id: string,
  transport: Transport,
  take: Readonly<Record<string, string>>,
) => ({
  id,
  ...ifNotEmpty('label', draft.name.trim()),
  local_root: draft.localRoot,
  ...ifNotEmpty('run_folders', draft.runFolders),
  completeness_signal: draft.signal,
  ...(draft.signal === 'sentinel_file' ? { sentinel_filename: draft.filename } : {}),
  ...(draft.signal === 'manifest' ? { manifest_filename: draft.filename } : {}),
  ...(draft.signal === 'quiet_period' ? { quiet_minutes: draft.quietMinutes } : {}),
  ...take,
  transport,
})

const listOf = (values: unknown): readonly unknown[] => {
  const equipment: unknown = Reflect.get(Object(values), 'equipment')
  return Array.isArray(equipment) ? equipment : []
}

/** Adds an instrument. No entry that is there is touched: an id that is taken is refused when the edits are checked. */
export const addInstrument = (
  values: unknown,
  instrument: ReturnType<typeof configInstrumentOf>,
): SettingEdit => {
  const { length } = listOf(values)
  return length === 0
    ? { path: ['equipment'], value: [instrument] }
    : { path: ['equipment', length], value: instrument }
}

/** Sends the runs of an instrument elsewhere; its speed limit stays. null: there is no such instrument. */
export const moveInstrument = (
  values: unknown,
  id: string,
  transport: Transport,
): SettingEdit | null => {
  const list = listOf(values)
  const at = list.findIndex((one) => Reflect.get(Object(one), 'id') === id)
  if (at === -1) return null
  const bandwidth: unknown = Reflect.get(
    Object(Reflect.get(Object(list[at]), 'transport')),
    'bandwidth',
  )
  return {
    path: ['equipment', at, 'transport'],
    // the file is JSON data, and so is a part of it
    value: {
      ...transport,
      ...(bandwidth === undefined ? {} : { bandwidth }),
    } as SettingEdit['value'],
  }
}
