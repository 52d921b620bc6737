// The name that people gave a destination in config.yaml (`destinations`). Pure.
import type { Destination, NamedPlace, Settings } from './config.ts'

/** What a destination's name is of. */
export const namedPlace = (d: Destination): NamedPlace =>
  d.type === 'rclone'
    ? { type: 'rclone', remote: d.remote, configFile: d.configFile }
    : { type: 'ssh', host: d.host, port: d.port }

/** The same text for the same place. */
const placeText = (place: NamedPlace): string =>
  JSON.stringify(
    place.type === 'rclone' ? [place.remote, place.configFile] : [place.host, place.port ?? 22],
  )

export const isSamePlace = (a: NamedPlace, b: NamedPlace): boolean => placeText(a) === placeText(b)

/** What people call a place; null: nobody gave it a name. */
export const nameOf = (place: NamedPlace, settings: Settings | null): string | null =>
  settings?.destinationNames.find((one) => isSamePlace(one.of, place))?.name ?? null

/** What people call a destination; null: nobody gave it a name. */
export const destinationName = (d: Destination, settings: Settings | null): string | null =>
  nameOf(namedPlace(d), settings)
