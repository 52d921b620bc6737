// The window knows every text of the core again, with what is filled in, and says it in its language.
import { IntlMessageFormat } from 'intl-messageformat'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf, setLanguage } from '../../../../shared/language/messages.ts'
import { msg } from '../../../../shared/language/msg.ts'
import { CORE_KEY, say } from '../../../../shared/language/say.ts'
import { REASONS, spokenMessage } from '../../../../shared/reasons.ts'
import { readTranslations } from '../../../helpers/catalogue.ts'
import { markedIn, markedTexts } from '../../../helpers/marked-texts.ts'

const speakGerman = (): void => setLanguage('de', readTranslations('de'), true)
const names = (message: string): string[] =>
  [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')

afterEach(() => setLanguage('en', {}, false))

describe('every text of the core', () => {
  it.each(['de', 'ja'] as const)('is known again with what is filled in: %s', (language) => {
    const wrong: string[] = []
    setLanguage(language, readTranslations(language), true)
    for (const [key, message] of Object.entries(markedTexts())) {
      const values = Object.fromEntries(
        names(message).map((name, at) => [name, name === 'n' ? '7' : `Ω${at}`]),
      )
      const english = String(
        new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).format(values),
      )
      const own = messageOf(key, values)
      if (say(english) !== own) wrong.push(`${english}: ${say(english)}, not ${own}`)
    }
    expect(wrong).toEqual([])
  })
  it('has words enough to be known by', () => {
    const vague = Object.keys(markedTexts())
      .map((key) => key.slice(CORE_KEY.length))
      .filter((text) => names(text).length > 0)
      .filter((text) => text.replaceAll(/\{\w+\}/g, '').replaceAll(/[^A-Za-z]/g, '').length < 2)
    expect(vague).toEqual([])
  })
})

describe('in German', () => {
  beforeEach(speakGerman)
  it('what is filled in is said too, and names stay', () => {
    expect(say('Failed: /runs/a b is no longer on this computer.')).toBe(
      'Fehlgeschlagen: /runs/a b ist nicht mehr auf diesem Computer.',
    )
    expect(say('Excluded 3 files by Ada: too large')).toBe(
      '3 Dateien ausgeschlossen von Ada: too large',
    )
  })
  it('sentences behind each other are said one by one', () => {
    expect(say('Not on the NAS: a.tif and 2 more. Not sent: b. c. Nothing was sent.')).toBe(
      'Nicht auf dem NAS: a.tif und 2 weitere. Nicht gesendet: b. c. Es wurde nichts gesendet.',
    )
    expect(say('2 of 3 files verified; 1 excluded, which stay')).toBe(
      '2 von 3 Dateien verifiziert; 1 ausgeschlossen, sie bleiben',
    )
  })
  it('a headline of a reason is known with a full stop and a way out behind it', () => {
    const { headline, remedy } = REASONS.remote_disk_full
    const said = say(`${headline.replace('{destination}', 'nas01')}. ${remedy}`)
    expect(said).toContain('nas01')
    expect(said).not.toMatch(/full|Free space/)
  })
  it('what is said of a file by its name is said behind the name', () => {
    expect(say('/data/my run/creation.json is a link')).toBe(
      '/data/my run/creation.json ist ein Link',
    )
  })
  it('words of a tool, and names that are words of ours, stay as they are', () => {
    for (const text of ['ENOSPC: no space left on device', 'rsync error: some files', 'x'])
      expect(say(text)).toBe(text)
    expect(say('Located: Waiting')).toBe('Ordner angegeben: Waiting')
    expect(say(`Failed: ${'x. '.repeat(40)}`.trim())).toContain('x. x. x.')
  })
  it('a stored message is said whatever its reason', () => {
    expect(spokenMessage({ reason: 'source_changed', message: 'Not on the NAS: a.' })).toBe(
      'Nicht auf dem NAS: a.',
    )
  })
})

it('in Japanese no blank stands between sentences', () => {
  setLanguage('ja', readTranslations('ja'), true)
  expect(say('Not on the NAS: a. Nothing was sent.')).toBe(
    'NAS にないもの: a。何も送信していません。',
  )
})

it('English texts stay as the core made them', () => {
  expect(say(msg`Not on the NAS: ${'a'}.`)).toBe('Not on the NAS: a.')
})

describe('the texts in a source', () => {
  it('get names from what is filled in, and apostrophes that a message needs', () => {
    const source = "const a = msg`'${job.run}' of ${list(files)} can't: ${a.run}`, b = msg`{x}`"
    expect(markedIn(source)).toEqual(["''{run}' of {files} can't: {run2}", "'{'x'}'"])
  })
})

// a search that grows with the square of the text takes minutes here
it(
  'a text that is made to be searched for long is left as it is, and soon',
  { timeout: 60_000 },
  () => {
    speakGerman()
    for (const key of Object.keys(markedTexts())) {
      const literals = key.slice(CORE_KEY.length).split(/\{\w+\}/)
      if (literals.length < 4) continue
      const hostile = literals.map((literal) => `y${literal}`).join('')
      const text = `${hostile.repeat(Math.ceil(7_000 / hostile.length)).slice(0, 7_900)} z\u0001`
      expect(say(text)).toContain('\u0001')
    }
  },
)
