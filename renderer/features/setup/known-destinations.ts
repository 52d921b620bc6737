// Destinations of the instruments that are set up, to be offered for another one. Pure.
import type { InstrumentInfo } from '../../../shared/model/settings.ts'
import { type Transport, nasText } from '../connect/connect-store.ts'
import { placeOfRoute } from './setup-edits.ts'
import type { KnownNas } from '../connect/nas-chooser.tsx'

const textIn = (value: unknown, key: string): string => {
  const found: unknown = Reflect.get(Object(value), key)
  return typeof found === 'string' ? found : ''
}

/** The destination of a route without its speed limit; null: there is none. */
export const transportOf = (values: unknown, route: string): Transport | null => {
  const found = placeOfRoute(values, route)?.transport
  if (found === undefined) return null
  // config.yaml is JSON data, and the core checks what is made of it
  const { bandwidth: _, ...transport } = Object(found) as Transport
  return transport
}

/**
 * Each destination once, without the speed limit of its instrument. `without`: the instrument whose own is not offered.
 * `instruments`: what people call their destinations.
 */
export const knownDestinations = (
  values: unknown,
  without: string | null,
  instruments: readonly Pick<InstrumentInfo, 'id' | 'destinationName'>[],
): readonly KnownNas[] => {
  const equipment: unknown = Reflect.get(Object(values), 'equipment')
  const list: readonly unknown[] = Array.isArray(equipment) ? equipment : []
  const found = new Map<string, KnownNas>()
  for (const one of list) {
    const id = textIn(one, 'id')
    const also: unknown = Reflect.get(Object(one), 'also')
    const further: readonly unknown[] = Array.isArray(also) ? also : []
    for (const route of [id, ...further.map((other) => `${id}/${textIn(other, 'name')}`)]) {
      const transport = transportOf(values, route) ?? {}
      const key = JSON.stringify(transport)
      if (route === without || key === '{}') continue
      const before = found.get(key)
      const named = instruments.find((other) => other.id === route)?.destinationName ?? ''
      found.set(key, {
        name: before?.name ?? nasText({ name: named, standardName: '', transport }),
        instruments: [...(before?.instruments ?? []), route],
        transport,
      })
    }
  }
  return [...found.values()]
}
