// The name that people gave a destination in config.yaml (`destinations`). Pure.
import type { Destination, NamedPlace, Settings } from './config.ts'

/** What a destination's name is of. */
export const namedPlace = (d: Destination): NamedPlace => {
  switch (d.type) {
    case 'rclone':
      return { type: 'rclone', remote: d.remote, configFile: d.configFile }
    case 'rsync_ssh':
      return { type: 'ssh', host: d.host, port: d.port }
    case 'folder':
      return { type: 'folder', path: d.path }
  }
}

/** The same text for the same place. */
const placeText = (place: NamedPlace): string =>
  JSON.stringify(place.type === 'ssh' ? { ...place, port: place.port ?? 22 } : place)

/** True where one name is of both. */
export const isSamePlace = (a: NamedPlace, b: NamedPlace): boolean => placeText(a) === placeText(b)

/** What people call a place; null: nobody gave it a name. */
export const nameOf = (place: NamedPlace, settings: Settings | null): string | null =>
  settings?.destinationNames.find((one) => isSamePlace(one.of, place))?.name ?? null

/** What people call a destination; null: nobody gave it a name. */
export const destinationName = (d: Destination, settings: Settings | null): string | null =>
  nameOf(namedPlace(d), settings)
