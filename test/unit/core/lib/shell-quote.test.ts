// Words that are quoted for a POSIX shell reach the program unchanged.
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commandLine, shellQuote } from '../../../../electron/core/lib/shell-quote.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

describe('quoting for a shell', () => {
  it.skipIf(needsPosix('Windows has no POSIX shell'))(
    'gives every word to the program unchanged',
    () => {
      const words = ["it's", '$HOME', 'a b', '`id`', '', '*', 'x\ny', '\\']
      const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
        words.map((word) => `${word}\0`).join(''),
      )
    },
  )
  it('quotes only what needs it in a command line that is shown', () => {
    expect(commandLine(['rclone', 'copy', '/data/run 1', 'nas:raw/run'])).toBe(
      "rclone copy '/data/run 1' nas:raw/run",
    )
  })
})
