// Which names Windows reserves for devices, anywhere in a path.
import { expect, it } from 'vitest'
import { reservedName } from '../../../../electron/core/domain/reserved-names.ts'

it.each([
  ['aux', 'aux'],
  ['deep/NUL/x.tif', 'nul'],
  ['Con.txt', 'con.txt'],
  ['a/com1.tar.gz', 'com1.tar.gz'],
  ['LPT³', 'lpt³'],
  ['prn .x/y', 'prn .x'],
  ['a/con/aux', 'con'],
])('%s', (path, name) => expect(reservedName(path)).toBe(name))

it.each(['auxiliary.tif', 'com10', 'com0.x', 'a.aux', 'console/x', 'nulls', 'xcon', 'aux_1', ''])(
  'not %s',
  (path) => expect(reservedName(path)).toBeNull(),
)

it('a long name costs no more than its length', () => {
  const long = `aux${' '.repeat(50_000)}x`
  expect(reservedName(`${long}/${long}`)).toBeNull()
})
