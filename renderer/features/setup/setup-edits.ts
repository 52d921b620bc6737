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

/** Path of the `transport` of a route in config.yaml, with what stands there; null: its instrument is not there. */
export const placeOfRoute = (
  values: unknown,
  route: string,
): { readonly path: SettingEdit['path']; readonly transport: unknown } | null => {
  const [id, slot] = route.split('/')
  const list = listOf(values)
  const at = list.findIndex((one) => Reflect.get(Object(one), 'id') === id)
  if (at === -1) return null
  const instrument: unknown = list[at]
  const entryAt = (path: SettingEdit['path'], entry: unknown) => ({
    path: [...path, 'transport'],
    transport: Reflect.get(Object(entry), 'transport') as unknown,
  })
  if (slot === undefined) return entryAt(['equipment', at], instrument)
  const also: unknown = Reflect.get(Object(instrument), 'also')
  const others: readonly unknown[] = Array.isArray(also) ? also : []
  const index = others.findIndex((one) => Reflect.get(Object(one), 'name') === slot)
  return index === -1
    ? { path: ['equipment', at, 'also', others.length], transport: undefined }
    : entryAt(['equipment', at, 'also', index], others[index])
}

/**
 * Sends the runs of an instrument elsewhere, by one of its routes; its speed limit stays. A further destination that is not
 * there yet is added as a required one. null: there is no such instrument.
 */
export const moveInstrument = (
  values: unknown,
  route: string,
  transport: Transport,
): SettingEdit | null => {
  const place = placeOfRoute(values, route)
  if (place === null) return null
  const [, slot] = route.split('/')
  const bandwidth: unknown = Reflect.get(Object(place.transport), 'bandwidth')
  const moved = { ...transport, ...(bandwidth === undefined ? {} : { bandwidth }) }
  const isNew = slot !== undefined && place.transport === undefined
  const value = isNew ? { name: slot, required: true, transport: moved } : moved
  // the file is JSON data, and so is a part of it
  return { path: place.path, value: value as SettingEdit['value'] }
}
