// Small helpers for the plain data of a YAML file before a schema has judged it. Pure.
import type { YamlPath } from './yaml-data.ts'

/** An object with keys. */
export type Data = Readonly<Record<string, unknown>>

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members with these keys. */
export const withKeys = (data: Data, keys: readonly string[]): Data =>
  Object.fromEntries(keys.filter((key) => Object.hasOwn(data, key)).map((key) => [key, data[key]]))

/** Without the members that are null, here and in the objects below: programs write null for what is not set. */
export const withoutNulls = (data: Data): Data =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isData(value) ? withoutNulls(value) : value]),
  )

/** The value at a path; undefined: there is none. */
export const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      isData(found) || Array.isArray(found)
        ? (found as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    value,
  )

/** Adds what `ours` has beyond `theirs`. `refuse` receives the paths at which both have a value, and another one. */
export const addTo = (
  theirs: Data,
  ours: Data,
  refuse: (path: YamlPath) => void,
  path: YamlPath = [],
): Data => {
  const added: Record<string, unknown> = { ...theirs }
  for (const [key, value] of Object.entries(ours)) {
    const before = theirs[key]
    if (value === null) continue
    if (before === undefined) added[key] = value
    else if (isData(before) && isData(value))
      added[key] = addTo(before, value, refuse, [...path, key])
    else if (JSON.stringify(before) !== JSON.stringify(value)) refuse([...path, key])
  }
  return added
}
