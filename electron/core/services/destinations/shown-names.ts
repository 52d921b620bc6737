// Puts the names that people gave their destinations into texts of the core that name a destination as its transfer program takes
// it (docs/ux.md D2). What is stored, logged and told to IT keeps the latter.
import { englishWith } from '../../../../shared/language/search-texts.ts'
import { likeContains, likeMessage } from '../../db/sql.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { destinationName } from '../../domain/destination-name.ts'
import { allRoutes } from '../../domain/routes.ts'

/** A destination as the transfer program takes it: `remote:path`, `user@host:path`, or the path of a folder. */
export const destinationText = (d: Destination): string => {
  switch (d.type) {
    case 'rclone':
      return `${d.remote}:${d.remotePath}`
    case 'rsync_ssh':
      return `${d.user}@${d.host}:${d.remotePath}`
    case 'folder':
      return d.path
  }
}

/** A destination for people: by the name that they gave it, else as the transfer program takes it. */
export const shownDestination = (d: Destination, settings: Settings | null): string =>
  destinationName(d, settings) ?? destinationText(d)

/** How texts name a destination, longest first. */
const formsOf = (d: Destination): readonly string[] => [
  destinationText(d).replace(/\/+$/, ''),
  ...(d.type === 'rsync_ssh' ? [`${d.user}@${d.host}`] : []),
]

const literally = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`)

interface Names {
  /** null: no destination has a name. */
  readonly pattern: RegExp | null
  readonly names: ReadonlyMap<string, string>
}

const known = new WeakMap<Settings, Names>()

const namesOf = (settings: Settings): Names => {
  const before = known.get(settings)
  if (before !== undefined) return before
  const names = new Map<string, string>()
  for (const { destination } of allRoutes(settings)) {
    const name = destinationName(destination, settings)
    if (name !== null) for (const form of formsOf(destination)) names.set(form, name)
  }
  const forms = [...names.keys()].toSorted((a, b) => b.length - a.length).map(literally)
  // no part of a longer name or path
  const pattern =
    forms.length === 0
      ? null
      : new RegExp(
          `(?<![\\p{L}\\p{N}_@./\\\\-])(${forms.join('|')})(?:(?<=:)|(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}]))`,
          'gu',
        )
  const found = { pattern, names }
  known.set(settings, found)
  return found
}

/** What destinations with such a name are called in stored texts. */
const formsNamed = (text: string, settings: Settings | null): readonly string[] =>
  settings === null
    ? []
    : [...namesOf(settings).names]
        .filter(([, name]) => name.toLowerCase().includes(text.toLowerCase()))
        .map(([form]) => form)

/** LIKE patterns of stored texts that are shown with that word: in the language of this process, or by a destination's name. */
export const shownAs = (word: string, settings: Settings | null): readonly string[] => [
  ...englishWith(word).map(likeMessage),
  ...formsNamed(word, settings).map(likeContains),
]

/** A stored message with the names that people gave the destinations in it. */
export const named = <T extends { readonly message: string } | null>(
  stored: T,
  settings: Settings | null,
): T => (stored === null ? stored : { ...stored, message: withNames(stored.message, settings) })

/** The text with the names that people gave the destinations in it: `dav:HPLC_01 refused …` is `Lab NAS refused …`. */
export const withNames = (text: string, settings: Settings | null): string => {
  if (settings === null) return text
  const { pattern, names } = namesOf(settings)
  if (pattern === null) return text
  return text.replaceAll(pattern, (form: string, _form: string, at: number) => {
    const name = names.get(form) ?? form
    // the path of a run follows at once where the destination has none of its own
    return form.endsWith(':') && /^[^\s/]/.test(text.slice(at + form.length)) ? `${name}/` : name
  })
}
