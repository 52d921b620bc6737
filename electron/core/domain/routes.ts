// A route is an instrument with one of its destinations: each run has one job for each route (docs/spec.md 2b). Pure.
import type { Destination, FurtherDestination, Instrument, Settings } from './config.ts'

/**
 * An instrument as the engine sends for it: `id` names instrument and destination, `INST_01` for the first one and
 * `INST_01/archive` for a further one; `destination` is that one.
 */
export interface Route extends Instrument {
  readonly instrumentId: string
  /** Name of the destination within its instrument; '': the first one. */
  readonly slot: string
  readonly isRequired: boolean
}

/** The id of a route. Ids of instruments and names of destinations have no slash. */
export const routeId = (instrumentId: string, slot: string): string =>
  slot === '' ? instrumentId : `${instrumentId}/${slot}`

/** The routes of one instrument, its first destination before the others. */
export const routesOf = (instrument: Instrument): readonly [Route, ...Route[]] => [
  { ...instrument, instrumentId: instrument.id, slot: '', isRequired: true },
  ...instrument.also.map(({ name, isRequired, destination }: FurtherDestination): Route => ({
    ...instrument,
    id: routeId(instrument.id, name),
    // the folder by which people open the NAS is that of the first destination
    nasRoot: null,
    instrumentId: instrument.id,
    slot: name,
    isRequired,
    destination,
  })),
]

/** The routes of all instruments; null: no settings were read. */
export const allRoutes = (settings: Settings | null): readonly Route[] =>
  (settings?.instruments ?? []).flatMap(routesOf)

/** The routes of settings by their ids: one is asked for with every run of a list. */
const known = new WeakMap<Settings, ReadonlyMap<string, Route>>()

/** The route with that id; undefined: the settings have none. */
export const routeWith = (id: string, settings: Settings | null): Route | undefined => {
  if (settings === null) return undefined
  let byId = known.get(settings)
  if (byId === undefined) {
    // of two with one id the first is meant
    byId = new Map(
      allRoutes(settings)
        .toReversed()
        .map((route) => [route.id, route]),
    )
    known.set(settings, byId)
  }
  return byId.get(id)
}

const innerPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')

/** What tells the place of a destination from another one, by the words of the settings alone. */
const placeOf = (d: Destination): string => {
  switch (d.type) {
    case 'rclone':
      return JSON.stringify([d.type, d.configFile, d.remote, innerPath(d.remotePath)])
    case 'rsync_ssh': {
      const isAbsolute = d.remotePath.startsWith('/')
      return JSON.stringify([d.type, d.host, d.port ?? 22, isAbsolute, innerPath(d.remotePath)])
    }
    case 'folder':
      return JSON.stringify([d.type, d.path])
  }
}

/**
 * Names of two destinations of an instrument that are one place by the settings, '' for the first; null: no two are. What
 * only the NAS can tell, its identity file does (docs/spec.md 2b).
 */
export const samePlace = (instrument: Instrument): readonly [string, string] | null => {
  const names = new Map<string, string>()
  for (const { slot, destination } of routesOf(instrument)) {
    const place = placeOf(destination)
    const other = names.get(place)
    if (other !== undefined) return [other, slot]
    names.set(place, slot)
  }
  return null
}
