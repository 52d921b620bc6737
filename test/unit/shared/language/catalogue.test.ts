// The catalogue that translators get (shared/locales) has every message of the product, in every language, complete.
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../../shared/language/languages.ts'
import { localeFile, readEnglish, readTranslations } from '../../../helpers/catalogue.ts'
import { SAME_IN, SAME_WORDS } from '../../../helpers/same-words.ts'

const english = await readEnglish()

it('en.json is what the tables of shared say', async () => {
  // by table, in the order of its lines, which translators need to see what belongs together
  const tableOf = (key: string): string => key.slice(0, key.indexOf('.'))
  const sorted = Object.fromEntries(
    Object.entries(english).toSorted(([a], [b]) => tableOf(a).localeCompare(tableOf(b), 'en')),
  )
  await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot(localeFile('en'))
})

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Kinds of elements as the parser numbers them. */
const LITERAL = 0
const PLURAL = 6

/** Every element of a message, those of its choices too. */
const elementsOf = (elements: readonly Element[]): Element[] =>
  elements.flatMap((one) => [
    one,
    ...('options' in one
      ? Object.values(one.options).flatMap((option) => elementsOf(option.value))
      : []),
  ])
const read = (text: string): Element[] =>
  elementsOf(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst())

/** Names of the arguments, each once. */
const argumentsOf = (text: string): string => {
  const names = read(text).flatMap((one) =>
    'value' in one && one.type !== LITERAL ? [one.value] : [],
  )
  return [...new Set(names)].toSorted().join(', ')
}

/** What stands in a message beside its arguments. */
const wordsOf = (text: string): string =>
  read(text)
    .map((one) => (one.type === LITERAL ? one.value : ' '))
    .join(' ')

/** The words of a text that are not the same in all languages. */
const SAME = new RegExp(
  `(?<![\\p{L}])(?:${SAME_WORDS.map((word) => word.replaceAll(/[.+]/g, String.raw`\$&`)).join('|')})(?![\\p{L}])`,
  'gu',
)
const ownWords = (text: string): string =>
  text
    .replaceAll(SAME, ' ')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()

describe.each(['de', 'fr', 'ja', 'zh'] as const)('%s.json', (language) => {
  const translations = readTranslations(language)
  const translated = Object.entries(english).flatMap(([key, text]) => {
    const own = translations[key]
    return own === undefined ? [] : [{ key, text, own }]
  })

  it('has every message and no other', () => {
    expect(Object.keys(translations).toSorted()).toEqual(Object.keys(english).toSorted())
  })
  it('has in each message the arguments of the English one', () => {
    const others = translated.filter(({ text, own }) => argumentsOf(text) !== argumentsOf(own))
    expect(others).toEqual([])
  })
  it('has in each plural the forms of its language', () => {
    const { tag } = LANGUAGES[language]
    const formsOf = (text: string): string[] =>
      read(text).flatMap((one) => (one.type === PLURAL ? Object.keys(one.options) : []))
    const wrong = translated.filter(({ text, own }) =>
      read(own).some((one) => {
        if (one.type !== PLURAL) return false
        const forms = new Intl.PluralRules(tag, {
          type: one.pluralType ?? 'cardinal',
        }).resolvedOptions().pluralCategories
        const given = Object.keys(one.options).filter((form) => !form.startsWith('='))
        return (
          given.some((form) => !forms.some((known) => known === form)) ||
          (formsOf(text).includes('one') && forms.includes('one') && !formsOf(own).includes('one'))
        )
      }),
    )
    expect(wrong).toEqual([])
  })
  it('leaves nothing in English by accident', () => {
    const same = translated.filter(
      ({ text, own }) =>
        text === own && ownWords(wordsOf(own)) !== '' && !SAME_IN[language].has(own),
    )
    expect(same.map(({ key, own }) => `${key}: ${own}`)).toEqual([])
  })
  it('keeps the spaces at the ends of a message, which stands beside another', () => {
    const ends = (text: string): string => text.replaceAll(/^(\s*)[\s\S]*?(\s*)$/g, '$1|$2')
    // Japanese and Chinese set no space between sentences
    const wrong =
      language === 'ja' || language === 'zh'
        ? []
        : translated.filter(({ text, own }) => ends(text) !== ends(own))
    expect(wrong).toEqual([])
  })
})

describe.each(['ja', 'zh'] as const)('%s.json', (language) => {
  it('has no English words among its own', () => {
    const half = Object.entries(readTranslations(language)).filter(
      ([, own]) =>
        /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(own) &&
        /\b[a-z]+ [a-z]+ [a-z]+\b/.test(wordsOf(own).replaceAll(SAME, '|')),
    )
    expect(half).toEqual([])
  })
})
