// Every message of the catalogue, filled in with what can be, is written as people write: numbers agree, stops, brackets and blanks
// are whole.
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../../shared/language/languages.ts'
import { readEnglish, readTranslations } from '../../../helpers/catalogue.ts'

const english = await readEnglish()

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Kinds of elements as the parser numbers them. */
const KINDS = { literal: 0, number: 2, select: 5, plural: 6 } as const

/** Every element of a message, those of its choices too. */
const elementsOf = (elements: readonly Element[]): Element[] =>
  elements.flatMap((one) => [
    one,
    ...('options' in one
      ? Object.values(one.options).flatMap((option) => elementsOf(option.value))
      : []),
  ])

/** Arguments that are numbers by their name, also where the message does not say how they are written. */
const IS_COUNT = /^(?:n|of|all|count|days|done|files|most|runs|shown|steps|total)$/
/** They are two or more where these are said: less is said in hours. */
const IS_SEVERAL: ReadonlySet<string> = new Set(['time.aboutDays', 'time.days'])

const NUMBERS = [0, 1, 2, 1_000]

/** What a message says with each of these numbers in the place of all of its numbers; a word stands for whatever else is filled in. */
const sayings = (text: string, tag: string): string[] => {
  const message = new IntlMessageFormat(text, tag, undefined, { ignoreTag: true })
  const values = new Map<string, (n: number) => string | number>()
  for (const one of elementsOf(message.getAst())) {
    if (one.type === KINDS.literal || !('value' in one)) continue
    if (one.type === KINDS.number || one.type === KINDS.plural) values.set(one.value, (n) => n)
    else if (!values.has(one.value))
      values.set(one.value, (n) =>
        one.type === KINDS.select
          ? (Object.keys(one.options)[n % 2] ?? 'other')
          : IS_COUNT.test(one.value)
            ? n
            : 'Ω',
      )
  }
  return NUMBERS.map((n) =>
    String(message.format(Object.fromEntries([...values].map(([name, of]) => [name, of(n)])))),
  )
}

/** Two stops, a blank before a stop, empty brackets and quotes, what was not filled in, two blanks. */
const BROKEN =
  /(?<!\.)\.\.(?!\.)|[\s\u00a0][,.](?=\s|$)|\(\s*\)|\[\s*\]|["“„]\s*["”]|undefined|\bnull\b|\bNaN\b|[{}]| {2}/

/** Rules about what a person types name single characters, which look like stops that are out of place. */
const NAMES_CHARACTERS = /_ \. [+-]|\.\. part\b/

/** A number one with a noun of several; words that only end like one are named. */
const ONE_OF_SEVERAL = {
  en: /(?<![\w.,:/-])1 (?!pass\b|process\b|address\b|waits\b)[a-z]+(?<!s|has|is|was)s\b(?! (?:not|here|there)\b)/,
  de: /(?<![\w.,:/-])1 (?:Bytes|Dateien|Einträge|Geräte|Geräten|Instrumente|Läufe|Läufen|Namen|Probleme|Prüfungen|Schritte|Sekunden|Stunden|Minuten|Tage|Tagen|Verbindungen|Versuche|Zeilen|Ziele|Zielen)\b/,
  fr: /(?<![\w.,:/-])1 (?!fois\b|accès\b|processus\b|plus\b)(?:sur 1 )?[a-zé]+s\b/,
  ja: null,
  zh: null,
}

describe.each(['en', 'de', 'fr', 'ja', 'zh'] as const)('each message in %s', (language) => {
  const texts = language === 'en' ? english : readTranslations(language)
  const said = Object.entries(texts).map(
    ([key, text]) => [key, sayings(text, LANGUAGES[language].tag)] as const,
  )
  const wrong = (fault: RegExp, isLeftOut: (key: string) => boolean): string[] =>
    said.flatMap(([key, all]) => {
      const found = isLeftOut(key) ? undefined : all.find((one) => fault.test(one))
      return found === undefined ? [] : [`${key}: ${found}`]
    })

  it('has its stops, brackets and blanks', () => {
    expect(wrong(BROKEN, (key) => NAMES_CHARACTERS.test(key))).toEqual([])
  })
  it('has one of a thing where the number is one', () => {
    const fault = ONE_OF_SEVERAL[language]
    // singular and plural are two sentences of the core
    if (fault === null) return
    expect(wrong(fault, (key) => key.startsWith('core.') || IS_SEVERAL.has(key))).toEqual([])
  })
})
