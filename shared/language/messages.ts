// Tables of messages in the language of this process: English text in ICU MessageFormat stands in the code, translations in
// shared/locales. A message is looked up when it is read, so that a change of language shows at once.
import { IntlMessageFormat } from 'intl-messageformat'
import { LANGUAGES, type Language } from './languages.ts'
import { inRegionalFormat, setLocaleLanguage, wholeNumber } from './locale.ts'

/** Texts of a language by key, in ICU MessageFormat. */
export type Catalogue = Readonly<Record<string, string>>

type Values = Readonly<Record<string, string | number>>

/** A message with arguments. */
class Template<A extends readonly unknown[]> {
  readonly english: string
  readonly values: (...args: A) => Values
  constructor(english: string, values: (...args: A) => Values) {
    this.english = english
    this.values = values
  }
}

/** `english`: ICU MessageFormat; `values`: its arguments by their names, out of those that callers give. */
export const template = <A extends readonly unknown[]>(
  english: string,
  values: (...args: A) => Values,
): Template<A> => new Template(english, values)

/** Words, templates, functions that choose among messages, and groups of them. */
interface Table {
  readonly [name: string]: string | Table | Template<never> | ((...args: never) => string)
}

/** Words become strings and templates functions, under the same names. */
type Messages<T> =
  T extends Template<infer A>
    ? (...args: A) => string
    : T extends string
      ? string
      : T extends (...args: never) => string
        ? T
        : { readonly [K in keyof T]: Messages<T[K]> }

/** The English text of every message by key: what shared/locales/en.json is made from. */
const english = new Map<string, string>()
export const englishTexts = (): Catalogue => Object.fromEntries(english)

interface Spoken {
  readonly language: Language
  readonly texts: Catalogue
  readonly compiled: Map<string, IntlMessageFormat>
}
const ENGLISH: Spoken = { language: 'en', texts: {}, compiled: new Map() }
let spoken = ENGLISH

// a message has the numbers of the locale and the plurals of its language
const formatters = {
  getNumberFormat: (_locales?: string | string[], options?: object): Intl.NumberFormat =>
    options === undefined
      ? wholeNumber()
      : new Intl.NumberFormat(LANGUAGES[spoken.language].tag, options),
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) =>
    new Intl.PluralRules(...args),
}

/** The texts of the language of this process by key; none in English. */
export const spokenTexts = (): Catalogue => spoken.texts

/** The message of a key in the language of this process. */
export const messageOf = (key: string, values: Values): string => {
  const { language, texts, compiled } = spoken
  const text = texts[key] ?? english.get(key) ?? key
  // most messages have nothing to be filled in
  if (!text.includes('{') && !text.includes("''")) return text
  let message = compiled.get(key)
  if (message === undefined) {
    const { tag } = LANGUAGES[texts[key] === undefined ? 'en' : language]
    message = new IntlMessageFormat(text, tag, undefined, { ignoreTag: true, formatters })
    compiled.set(key, message)
  }
  return String(message.format(values))
}

const build = (path: string, table: Table): object => {
  const built = {}
  for (const [name, entry] of Object.entries(table)) {
    const key = `${path}.${name}`
    if (typeof entry === 'string' || entry instanceof Template) {
      if (english.has(key)) throw new Error(`two messages are called ${key}`)
      english.set(key, typeof entry === 'string' ? entry : entry.english)
    }
    if (typeof entry === 'string')
      Object.defineProperty(built, name, { enumerable: true, get: () => messageOf(key, {}) })
    else {
      const value =
        entry instanceof Template
          ? (...args: never) => messageOf(key, entry.values(...args))
          : typeof entry === 'function'
            ? entry
            : build(key, entry)
      Object.defineProperty(built, name, { enumerable: true, value })
    }
  }
  return built
}

/** A table of messages; `name` is the beginning of their keys: `files.choose`. */
export const messages = <const T extends Table>(name: string, table: T): Messages<T> =>
  build(name, table) as Messages<T> // built of the same names

/** One object with the messages of several tables. */
export const merged = <T extends readonly object[]>(...tables: T): MergedOf<T> =>
  Object.defineProperties(
    {},
    Object.assign({}, ...tables.map((table) => Object.getOwnPropertyDescriptors(table))),
  ) as MergedOf<T> // has the properties of all of them

type MergedOf<T extends readonly object[]> = T extends readonly [
  infer First,
  ...infer Rest extends readonly object[],
]
  ? First & MergedOf<Rest>
  : unknown

/** The words of a table in its order, each with its name. */
export const choicesOf = <K extends string>(
  table: Readonly<Record<K, string>>,
): (readonly [K, string])[] => Object.entries(table) as [K, string][] // Object.entries answers plain strings as keys

export const currentLanguage = (): Language => spoken.language

/** `texts`: its translations; `isChosen`: by a person, so that days and months have its names too. */
export const setLanguage = (next: Language, texts: Catalogue, isChosen: boolean): void => {
  spoken = next === 'en' ? ENGLISH : { language: next, texts, compiled: new Map() }
  setLocaleLanguage(isChosen ? LANGUAGES[next].tag : null)
}

/** Runs `work` in English: what is stored, written to a file or sent to IT has one language, whoever reads it. */
export const inEnglish = <T>(work: () => T): T => {
  const before = spoken
  spoken = ENGLISH
  try {
    return inRegionalFormat(work)
  } finally {
    spoken = before
  }
}
