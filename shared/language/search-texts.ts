// Finds the English texts of the core that show a word in the language of this process, for searches in what is stored in English.
import { knownMessages } from './say.ts'
import { currentLanguage, spokenTexts } from './messages.ts'

/** What stands for an argument in a translation. */
const ARGUMENT = /\{[^{}]*\}/g

/** A message whose words between its arguments are all shorter would be found in nearly every text. */
const MIN_LITERAL = 4

/**
 * The English messages of the core whose translation has the word, each as the parts between its arguments, in their order; one
 * part: the text has no argument. None in English, where the word itself is found.
 */
export const englishWith = (word: string): readonly (readonly string[])[] => {
  if (currentLanguage() === 'en' || word === '') return []
  const texts = spokenTexts()
  const wanted = word.toLowerCase()
  const has = (key: string): boolean =>
    (texts[key] ?? '').replaceAll(ARGUMENT, '\n').toLowerCase().includes(wanted)
  const { plain, patterns } = knownMessages()
  return [
    ...[...plain].filter(([, key]) => has(key)).map(([english]) => [english]),
    ...patterns
      .filter(({ key, part }) => part.trim().length >= MIN_LITERAL && has(key))
      .map(({ literals }) => literals),
  ]
}
