// Says an English text of the core in the language of this process: finds the message that it was made of (msg.ts), and the words
// that were filled in.
import { IntlMessageFormat } from 'intl-messageformat'
import {
  type Catalogue,
  currentLanguage,
  englishTexts,
  messageOf,
  spokenTexts,
} from './messages.ts'

/** Keys of the texts that the sources of the core mark; the English text follows. */
export const CORE_KEY = 'core.'

/** Messages of tables that the core takes in English too: those of reasons. */
const STORED_KEY = /^reasons\.\w+\.(?:headline|remedy)$/
/** The message that ends a sentence as the language does. */
const SENTENCE_KEY = 'counts.sentence'

/** A message as it is known again. */
interface Pattern {
  readonly key: string
  /** Names of what is filled in, in their order. */
  readonly names: readonly string[]
  /** What stands before, between and behind them. */
  readonly literals: readonly string[]
  /** A part that every such text has, by which most others are passed over. */
  readonly part: string
  /** Letters that are no argument: of two messages that could be meant, the longer one is. */
  readonly weight: number
  /** It begins with something that is filled in. */
  readonly isOpen: boolean
}

interface Known {
  /** Keys of texts without arguments. */
  readonly plain: ReadonlyMap<string, string>
  readonly patterns: readonly Pattern[]
  /** What was said already. */
  readonly said: Map<string, string>
  /** Characters that were compared for the text that is looked up now. */
  compared: number
}

/** Most texts that are kept with what they are in the language. */
const MAX_SAID = 2_000
/** A longer text is the output of a tool. */
const MAX_CHARS = 8_000
/** So many parts are no sentences of ours. */
const MAX_PARTS = 24
/** Characters that are compared for one text at most: a name or a tool may have made it to be searched for long. */
const MAX_COMPARED = 20_000_000

type Element = ReturnType<IntlMessageFormat['getAst']>[number]
/** Kinds of elements as the parser numbers them. */
const LITERAL: Element['type'] = 0
const ARGUMENT: Element['type'] = 1

/** A number as the core writes it: what arguments that are called `n` are. */
const NUMBER = /^[\d.,\u00a0\u202f]+$/

const patternOf = (key: string, english: string): Pattern | string => {
  const names: string[] = []
  const literals = ['']
  for (const element of new IntlMessageFormat(english, 'en', undefined, {
    ignoreTag: true,
  }).getAst())
    if (element.type === LITERAL) literals.push(`${literals.pop() ?? ''}${element.value}`)
    else if (element.type === ARGUMENT) {
      names.push(element.value)
      literals.push('')
    }
  if (names.length === 0) return literals.join('')
  return {
    key,
    names,
    literals,
    part: literals.toSorted((a, b) => b.length - a.length)[0] ?? '',
    weight: literals.join('').length,
    isOpen: literals[0] === '',
  }
}

/**
 * What is filled in, each as short as it can be; null: the text is not of this pattern. Each literal is searched once, from behind
 * the one before it. Only behind a number that is none it is searched again.
 */
const filledIn = ({ names, literals }: Pattern, text: string): readonly string[] | null => {
  const [first = '', ...others] = literals
  if (!text.startsWith(first)) return null
  const from = (start: number, at: number): readonly string[] | null => {
    const name = names[at]
    const literal = others[at] ?? ''
    const isLast = at === names.length - 1
    const fits = (end: number): boolean => name !== 'n' || NUMBER.test(text.slice(start, end))
    if (isLast) {
      const end = text.length - literal.length
      return end >= start && text.endsWith(literal) && fits(end) ? [text.slice(start, end)] : null
    }
    for (let end = text.indexOf(literal, start); end !== -1; end = text.indexOf(literal, end + 1)) {
      const rest = fits(end) ? from(end + literal.length, at + 1) : null
      if (rest !== null) return [text.slice(start, end), ...rest]
      // what follows fits behind a later place only where a number must stand there
      if (names[at + 1] !== 'n' || end === text.length) return null
    }
    return null
  }
  return from(first.length, 0)
}

/** What a text is looked up for. */
interface Task {
  readonly known: Known
  /** It is filled into a message, and may be a name. */
  readonly isFilledIn: boolean
  readonly isStrict: boolean
}

const learn = (texts: Catalogue): Known => {
  const english = englishTexts()
  const plain = new Map<string, string>()
  const patterns: Pattern[] = []
  for (const key of Object.keys(texts)) {
    const text = key.startsWith(CORE_KEY)
      ? key.slice(CORE_KEY.length)
      : STORED_KEY.test(key)
        ? english[key]
        : undefined
    if (text === undefined) continue
    const pattern = patternOf(key, text)
    if (typeof pattern === 'string') plain.set(pattern, key)
    else patterns.push(pattern)
  }
  return {
    plain,
    patterns: patterns.toSorted((a, b) => b.weight - a.weight),
    said: new Map(),
    compared: 0,
  }
}

const learned = new WeakMap<Catalogue, Known>()
const knownOf = (texts: Catalogue): Known => {
  const before = learned.get(texts)
  if (before !== undefined) return before
  const known = learn(texts)
  learned.set(texts, known)
  return known
}

/** The messages of the core as they are known again in the language of this process. */
export const knownMessages = (): Pick<Known, 'plain' | 'patterns'> => knownOf(spokenTexts())

/** A name with more blanks is none. */
const MAX_NAME_BLANKS = 12
/** How what is said of something begins. */
const PREDICATE = /^(?:is|has|lies|lists|can|must|may|belongs|needs) /

/** Whether the language has blanks between sentences. */
const hasBlanks = (): boolean => !['ja', 'zh'].includes(currentLanguage())

/** More than one sentence: what stands before a message that begins with a name is one of its own. */
const isSeveral = (text: string): boolean => /[.!?][ \n]/.test(text)
/** Between sentences, and between the members of a list of them. */
const BOUNDARY = /(?<=[.!?…])[ \n]+|; |\n+/g

/** The text as one message, without a full stop of its own; null: it is none. `isStrict`: nothing that is filled in has two sentences. */
const sayMessage = (text: string, { known, isFilledIn, isStrict }: Task): string | null => {
  const key = known.plain.get(text)
  // a folder may be called like a state
  if (key !== undefined) return isFilledIn && !text.includes(' ') ? null : messageOf(key, {})
  for (const pattern of known.patterns) {
    known.compared += text.length
    if (known.compared > MAX_COMPARED) return null
    const parts = text.includes(pattern.part) ? filledIn(pattern, text) : null
    if (parts?.slice(0, isStrict ? undefined : Number(pattern.isOpen)).some(isSeveral) !== false)
      continue
    const values = pattern.names.map((name, at) => [name, sayPart(parts[at] ?? '', known)] as const)
    return messageOf(pattern.key, Object.fromEntries(values))
  }
  return null
}

/** The text as one message, which may have got a full stop behind it; null: it is none. */
const sayWhole = (text: string, task: Task): string | null => {
  const message = sayMessage(text, task)
  if (message !== null || !text.endsWith('.')) return message
  const words = sayMessage(text.slice(0, -1), task)
  return words === null ? null : messageOf(SENTENCE_KEY, { words })
}

/** What is said of something by its name, such as `<path> is a link`; null: no end of the text is a message. */
const sayPredicate = (text: string, task: Task): string | null => {
  for (const { index } of [...text.matchAll(/ /g)].slice(0, MAX_NAME_BLANKS)) {
    const rest = text.slice(index + 1)
    const said = PREDICATE.test(rest) ? sayWhole(rest, { ...task, isFilledIn: true }) : null
    if (said !== null) return `${text.slice(0, index)}${hasBlanks() ? ' ' : ''}${said}`
  }
  return null
}

/** Both sides of each boundary. */
interface Cut {
  readonly head: string
  readonly between: string
  readonly rest: string
}

const cutsOf = (text: string): Cut[] => {
  const cuts = [...text.matchAll(BOUNDARY)].map(({ index, 0: between }) => ({
    head: text.slice(0, index),
    between,
    rest: text.slice(index + between.length),
  }))
  return cuts.length > MAX_PARTS ? [] : cuts
}

const joined = (head: string, between: string, rest: string): string =>
  `${head}${between === ' ' && !hasBlanks() ? '' : between}${rest}`

/** The text as messages one after the other, each of them whole; null: something in it is none. */
const sayAll = (text: string, task: Task): string | null => {
  const whole = sayWhole(text, task)
  if (whole !== null) return whole
  for (const { head, between, rest } of cutsOf(text)) {
    const first = sayWhole(head, task)
    const others = first === null ? null : sayAll(rest, task)
    if (first !== null && others !== null) return joined(first, between, others)
  }
  return null
}

/** One message in which something has several sentences, and behind it another one; null: it is not so. */
const sayLoosely = (text: string, task: Task): string | null => {
  const loose = { ...task, isStrict: false }
  for (const { head, between, rest } of cutsOf(text).toReversed()) {
    const last = sayWhole(rest, task)
    const first = last === null ? null : sayWhole(head, loose)
    if (first !== null && last !== null) return joined(first, between, last)
  }
  return sayWhole(text, loose)
}

/** The text as messages one after the other; what is none stays as it is. */
const sayParts = (text: string, task: Task): string => {
  const said = sayAll(text, task) ?? sayLoosely(text, task)
  if (said !== null) return said
  const [cut] = cutsOf(text)
  if (cut === undefined) return sayPredicate(text, task) ?? text
  const head = sayWhole(cut.head, task) ?? sayPredicate(cut.head, task) ?? cut.head
  return joined(head, cut.between, sayParts(cut.rest, task))
}

const sayPart = (text: string, known: Known): string =>
  text.includes(' ') ? sayParts(text, { known, isFilledIn: true, isStrict: true }) : text

/** The text in the language of this process; what is no message of the core, such as the words of a tool, stays as it is. */
export const say = (text: string): string => {
  if (currentLanguage() === 'en' || text.length > MAX_CHARS) return text
  const known = knownOf(spokenTexts())
  const before = known.said.get(text)
  if (before !== undefined) return before
  known.compared = 0
  const said = sayParts(text, { known, isFilledIn: false, isStrict: true })
  if (known.said.size >= MAX_SAID) known.said.clear()
  known.said.set(text, said)
  return said
}
