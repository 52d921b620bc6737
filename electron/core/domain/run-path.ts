// Finds the instrument that a run folder belongs to, and the run's path below the destination
// (docs/spec.md 2, 6). Pure.
import { msg } from '../../../shared/language/msg.ts'
import type { Instrument, Settings } from './config.ts'
import { isSameName, lastName, liesBelow, pathBelow } from './folder-path.ts'

/**
 * A run's path below `<local_root>/<instrument>/`, or below `<local_root>` where there is no such
 * level; a run outside goes by its folder name (docs/spec.md 2).
 */
export const runPathFor = (folder: string, instrument: Instrument, windows: boolean): string => {
  const path = pathBelow(folder, instrument.localRoot, windows)
  if (path === null) return lastName(folder, windows)
  const [first = '', ...rest] = path.split('/')
  return isSameName(first, instrument.id, windows) && rest.length > 0 ? rest.join('/') : path
}

/**
 * The first of `run (2)`, `run (3)`, ... that is free; a number that the path has already is counted on.
 */
export const firstFree = (runPath: string, isFree: (path: string) => boolean): string => {
  const [, base = runPath, number = '1'] = /^(.*) \((\d{1,6})\)$/.exec(runPath) ?? []
  for (let n = Number(number) + 1; ; n += 1) {
    const path = `${base} (${n})`
    if (isFree(path)) return path
  }
}

type InstrumentChoice =
  | { readonly instrument: Instrument }
  /** A sentence that lists the possible instruments. `unclear`: the caller can ask for one. */
  | { readonly refusal: string; readonly unclear?: true }

/**
 * The instrument of a run folder: the requested one, else the one whose local_root it lies in, else
 * the only one there is.
 */
export const instrumentFor = (
  folder: string,
  settings: Settings,
  wanted: string | null,
  windows: boolean,
): InstrumentChoice => {
  const { instruments } = settings
  const ids = instruments.map((i) => i.id).join(', ')
  if (instruments.length === 0)
    return {
      refusal: msg`No instrument is set up in config.yaml, so there is no destination to send to.`,
    }
  if (wanted !== null) {
    const instrument = instruments.find((i) => i.id === wanted)
    return instrument === undefined
      ? { refusal: msg`There is no instrument ${wanted}. Choose one of: ${ids}.` }
      : { instrument }
  }
  const inside = instruments.filter((i) => liesBelow(folder, i.localRoot, windows))
  // instruments may share a local_root: then the folder named after the instrument decides
  const named = inside.filter((i) => {
    const [first = ''] = pathBelow(folder, i.localRoot, windows)?.split('/') ?? []
    return isSameName(first, i.id, windows)
  })
  const best = named.length > 0 ? named : inside
  // where one root lies in another, the inner one wins
  const [deepest] = best.toSorted((a, b) => b.localRoot.length - a.localRoot.length)
  if (
    deepest !== undefined &&
    (best.length === 1 ||
      best.every((i) => i === deepest || i.localRoot.length < deepest.localRoot.length))
  ) {
    return { instrument: deepest }
  }
  const [only] = instruments
  if (instruments.length === 1 && only !== undefined) return { instrument: only }
  return {
    unclear: true,
    refusal: msg`It is not clear which instrument ${folder} belongs to. Choose one of: ${ids}.`,
  }
}
