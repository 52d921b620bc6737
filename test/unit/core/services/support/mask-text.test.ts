// The home folder and the account's name are masked in whatever way a system writes them.
import { expect, it } from 'vitest'
import { maskText } from '../../../../../electron/core/services/support/support-bundle.ts'

const HOME = String.raw`C:\Users\J. Lee`

it.each([
  [String.raw`open C:\Users\J. Lee\acq\a.tif`, String.raw`open ~\acq\a.tif`],
  [JSON.stringify({ folder: String.raw`c:\users\j. lee\acq` }), String.raw`{"folder":"~\\acq"}`],
  ['C:/Users/J. Lee/acq', '~/acq'],
  [String.raw`\\?\C:\USERS\J. LEE\acq`, String.raw`\\?\~\acq`],
  ['account J. LEE@nas', 'account USER@nas'],
  [String.raw`C:\Users\JXLee`, String.raw`C:\Users\JXLee`],
])('on Windows: %s', (text, masked) => {
  expect(maskText(text, HOME, 'J. Lee')).toBe(masked)
})

it('a name that begins or ends with a letter of no English word is found', () => {
  expect(maskText('Åsa, not Åsane', '/home/asa', 'Åsa')).toBe('USER, not Åsane')
})

it('elsewhere case counts', () => {
  expect(maskText('/home/op/x /HOME/op Op', '/home/op', 'op')).toBe('~/x /HOME/USER Op')
})
