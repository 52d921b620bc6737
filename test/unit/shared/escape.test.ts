// Control characters are escaped in every form, and no other character is changed.
import { describe, expect, it } from 'vitest'
import {
  escapeAsCode,
  escapeAsMark,
  escapeAsPicture,
  escapeForLog,
  hasControlCharacter,
} from '../../../shared/escape.ts'

const HOSTILE = 'a\nb\u001b[31m\tc\u007f'

describe('escaping control characters', () => {
  it('leaves no control character, whatever the form', () => {
    expect(escapeAsCode(HOSTILE)).toBe('a\\x0ab\\x1b[31m\\x09c\\x7f')
    expect(escapeAsMark(HOSTILE)).toBe('a?b?[31m?c?')
    expect(escapeAsPicture(HOSTILE)).toBe('a␊b␛[31m␉c␡')
    expect(escapeForLog(HOSTILE)).toBe('a⏎b␛[31m\tc␡')
  })
  it('changes no other character', () => {
    const text = 'Größe/é 😀/%00.tif'
    expect(hasControlCharacter(text)).toBe(false)
    expect(hasControlCharacter(HOSTILE)).toBe(true)
    for (const escape of [escapeAsCode, escapeAsMark, escapeAsPicture, escapeForLog])
      expect(escape(text)).toBe(text)
  })
})
