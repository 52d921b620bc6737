// Escaping control characters and quoting words for a shell.
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import {
  escapeAsCode,
  escapeAsMark,
  escapeAsPicture,
  escapeForLog,
  hasControlCharacter,
} from '../../../../electron/core/lib/escape.ts'
import { commandLine, shellQuote } from '../../../../electron/core/lib/shell-quote.ts'

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

describe('quoting for a shell', () => {
  it('gives every word to the program unchanged', () => {
    const words = ["it's", '$HOME', 'a b', '`id`', '', '*', 'x\ny', '\\']
    const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
      words.map((word) => `${word}\0`).join(''),
    )
  })
  it('quotes only what needs it in a command line that is shown', () => {
    expect(commandLine(['rclone', 'copy', '/data/run 1', 'nas:raw/run'])).toBe(
      "rclone copy '/data/run 1' nas:raw/run",
    )
  })
})
