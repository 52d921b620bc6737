// Hidden characters become escapes in every form, no other character is changed, and JSON stays the same JSON.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeEscapes,
  hasControlCharacter,
  hasHidden,
  visible,
  visibleLines,
  visibleLogLine,
} from '../../../shared/escape.ts'

const HOSTILE = 'a\nb\u001b[31m\tc\u007f'

describe('making hidden characters visible', () => {
  it('escapes control characters', () => {
    expect(visible(HOSTILE)).toBe(String.raw`a\u000ab\u001b[31m\u0009c\u007f`)
    expect(visibleLines(HOSTILE)).toBe('a\nb\\u001b[31m\tc\\u007f')
    expect(visibleLogLine(HOSTILE)).toBe('a⏎b\\u001b[31m\tc\\u007f')
  })
  it.each([
    ['right-to-left override', 'gpj.\u202egnp'],
    ['isolate', 'a\u2066b\u2069'],
    ['Arabic letter mark', 'a\u061cb'],
    ['zero-width space', 'a\u200bb'],
    ['zero-width joiner', 'a\u200db'],
    ['byte order mark', '\ufeffa'],
    ['soft hyphen', 'a\u00adb'],
    ['C1: a sequence of the terminal', 'a\u009b31mb'],
    ['C1: next line', 'a\u0085b'],
    ['line separator', 'a\u2028b'],
    ['tag', 'a\u{e0041}b'],
    ['half of a pair', 'a\ud800b'],
    ['filler', 'a\u3164b'],
  ])('escapes a %s', (_, text) => {
    expect(hasHidden(text)).toBe(true)
    for (const form of [visible, visibleLines, visibleLogLine]) {
      expect(hasHidden(form(text))).toBe(false)
      expect(form(text)).toMatch(/\\u[0-9a-f]{4}/)
    }
  })
  it('changes no other character', () => {
    const text = 'Größe/é 😀/%00 שלום مرحبا 日本 👩\u200d🔬 👩🏽\u200d🔬.tif'
    expect(hasControlCharacter(text)).toBe(false)
    expect(hasControlCharacter(HOSTILE)).toBe(true)
    expect(hasHidden(text)).toBe(false)
    for (const form of [visible, visibleLines, visibleLogLine]) expect(form(text)).toBe(text)
  })
  it('leaves JSON the same JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const text = visibleLines(JSON.stringify({ name }, null, 1))
        expect(JSON.parse(text)).toEqual({ name })
        expect(hasHidden(text.replaceAll('\n', ''))).toBe(false)
      }),
    )
  })
})

describe('the escapes of a name that was shown', () => {
  it('mean that name again when a person types them', () => {
    for (const name of ['a\nb', 'x\u202Ey', '\u{e0041}z', 'plain', 'é 👩‍🔬'])
      expect(decodeEscapes(visible(name))).toBe(name)
    expect(decodeEscapes(String.raw`b\x0ac`)).toBe('b\nc')
  })

  it('are those of hidden characters alone: other backslashes of a path stay', () => {
    for (const path of [String.raw`C:\users\u00e9`, String.raw`a\x41`, String.raw`\u0041`, '\\'])
      expect(decodeEscapes(path)).toBe(path)
  })
})
