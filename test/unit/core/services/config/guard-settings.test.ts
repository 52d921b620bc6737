// The recording guard in config.yaml: names of programs of an instrument, and the write rate; a wrong one is named with its line.
import { expect, it } from 'vitest'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'

const read = (instrument: string, sync = 'max_attempts: 5') =>
  readConfig(
    `equipment:
  - id: SCOPE_01
    local_root: /data
    ${instrument}
    transport: { type: folder, path: /nas }
sync:
  ${sync}
`,
    '/home/op',
    'linux',
  )

it('takes one program or several, or none', () => {
  const programs = (text: string) => read(text).settings?.instruments[0]?.guardPrograms
  expect(programs('guard_programs: ZEN.exe')).toEqual(['ZEN.exe'])
  expect(programs('guard_programs: [ZEN.exe, micro-manager]')).toEqual(['ZEN.exe', 'micro-manager'])
  expect(programs('guard_programs: []')).toEqual([])
  expect(programs('label: Scope')).toEqual([])
})

it('takes a write rate, and 0 for none', () => {
  const rate = (text: string) => read('label: Scope', text).settings?.sync.guardWriteMbS
  expect(rate('guard_write_mb_s: 2.5')).toBe(2.5)
  expect(rate('guard_write_mb_s: 0')).toBe(0)
  expect(rate('guard_write_mb_s: null')).toBe(0)
})

it.each([
  [
    'guard_programs: [ZEN.exe, /opt/zen]',
    'guard_programs[1]',
    'without its folder, such as ZEN.exe',
  ],
  ['guard_programs: /opt/zen', 'guard_programs', 'without its folder, such as ZEN.exe'],
  ['guard_programs: 5', 'guard_programs', 'the name of a program, or a list'],
  [`guard_programs: [${'a, '.repeat(21)}]`, 'guard_programs', 'a list of at most 20 names'],
])('names what is wrong with %s', (text, key, words) => {
  const { problems } = read(text)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ line: 4, key: `equipment[0].${key}` })
  expect(problems[0]?.message).toContain(words)
})

it.each([
  ['fast', 'megabytes per second'],
  ['-1', 'negative'],
])('a write rate cannot be %s', (value, words) => {
  const { problems } = read('label: Scope', `guard_write_mb_s: ${value}`)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ line: 7, key: 'sync.guard_write_mb_s' })
  expect(problems[0]?.message).toContain(words)
})
