// Hostile config.yaml: whatever YAML can express and whatever the path leads to, reading and editing end with a value or with a
// fault that has words; the settings in force stay.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../../../../../electron/core/errors.ts'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'
import { createSettingsEditor } from '../../../../../electron/core/services/config/settings-editor.ts'
import { createSettingsService } from '../../../../../electron/core/services/config/settings-service.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const GOOD = `equipment:
  - id: SCOPE_01
    label: Confocal
    local_root: /data/scope
    completeness_signal: sentinel_file
    sentinel_filename: done.txt
    transport: { type: rclone, rclone_remote: nas }
sync:
  transfers: 4
`

const bomb = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, at) =>
      `k${at}: &a${at} [${Array(10)
        .fill(at === 0 ? 'x' : `*a${at - 1}`)
        .join(', ')}]`,
  ).join('\n')

describe('a text that YAML reads as something else', () => {
  it.each([
    [
      'a star at the beginning',
      'label: Confocal',
      'label: *Confocal*',
      3,
      'equipment[0].label',
      "label: '*Confocal*'",
    ],
    [
      'a pattern as a name',
      'sentinel_filename: done.txt',
      'sentinel_filename: *.done # the marker',
      6,
      'equipment[0].sentinel_filename',
      "sentinel_filename: '*.done'",
    ],
    ['a tag', 'label: Confocal', 'label: !new', 3, 'equipment[0].label', "label: '!new'"],
    ['a binary', 'label: Confocal', 'label: !!binary aGk=', 3, 'equipment[0].label', 'tag'],
    ['an at sign', 'label: Confocal', 'label: @home', 3, 'label', "label: '@home'"],
    ['a colon', 'label: Confocal', 'label: Zeiss: LSM', 3, 'label', "label: 'Zeiss: LSM'"],
    ['an open quote', 'label: Confocal', 'label: "Confocal', 3, 'label', 'quote'],
    ['a merge key', 'transfers: 4', '<<: { transfers: 4 }', 9, 'sync.<<', 'write them here'],
    [
      'a merge key of an instrument',
      '    label: Confocal',
      '    <<: { label: x }',
      3,
      'equipment[0].<<',
      'write them here',
    ],
    ['a key twice', 'transfers: 4', 'transfers: 4\n  transfers: 5', 10, 'sync.transfers', 'twice'],
    ['a list as a key', 'transfers: 4', '? [a]\n  : 4', 9, 'sync', 'must be a word'],
    [
      'an alias in itself',
      'transfers: 4',
      'retry_delays_s: &a [*a]',
      9,
      'sync.retry_delays_s[0]',
      'within',
    ],
    ['a second document', 'sync:', '---\nsync:', 8, '', 'multiple documents'],
    ['YAML 1.1', 'equipment:', '%YAML 1.1\n---\nequipment:', 1, '', 'remove this line'],
  ])('%s is named with line, key and the way out', (_, from, to, line, key, words) => {
    const { settings, problems } = readConfig(GOOD.replace(from, to), '/home/x')
    expect(settings).toBeNull()
    expect(problems[0]).toMatchObject({ line, key })
    expect(problems[0]?.message).toContain(words)
  })

  it('an alias with its anchor is its value, also where it is another program’s', () => {
    const text = `${GOOD.replace('label: Confocal', 'label: &name Confocal')}wizard: { title: *name, tag: !x y, <<: { a: 1 } }\n`
    expect(readConfig(text, '/home/x').settings?.instruments[0]?.label).toBe('Confocal')
  })

  it('aliases that multiply are named at once', () => {
    const before = performance.now()
    const { problems } = readConfig(`${GOOD}${bomb(9)}\n`, '/home/x')
    expect(problems[0]).toMatchObject({ line: 14, key: expect.stringMatching(/^k4/) })
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  it.each([
    ['lists', `${GOOD}x: ${'['.repeat(20_000)}`],
    ['blocks', `${GOOD}x: ${'{a: '.repeat(20_000)}`],
    ['dashes', `${GOOD}${'- '.repeat(20_000)}`],
    ['keys', `${GOOD}${'? '.repeat(20_000)}`],
  ])('%s that nest without end are named and end no process', (_, text) => {
    expect(readConfig(text, '/home/x').problems[0]).toMatchObject({
      line: 10,
      message: expect.stringContaining('more than 100 deep'),
    })
  })

  it('no more than 50 faults are told', () => {
    const { problems } = readConfig(`equipment:\n${'  - { id: -x }\n'.repeat(5_000)}`, '/home/x')
    expect(problems).toHaveLength(50)
  })
})

/** Pieces of YAML that mean something to its parser, and pieces of our own file. */
const piece = fc.oneof(
  fc.constantFrom(
    '*a',
    '&a ',
    '*.done',
    '<<: ',
    '!!binary ',
    '!x ',
    '? ',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '|\n',
    '>-\n',
    '"',
    "'",
    '#',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '\t',
    '\r\n',
    '@',
    '`',
    '\ufeff',
    '\u0000',
    '.nan',
    '.inf',
    '0x1',
    '1e999',
    '~',
    'null',
    '__proto__: ',
    'a: ',
    'equipment:\n',
    '  - id: X\n',
    'sync: ',
    'tools: ',
    'rclone: /x\n',
    '\n',
    '\n  ',
    '    ',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
)
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  // a good file with something in it anywhere
  fc
    .tuple(fc.nat(GOOD.length), fc.array(piece, { maxLength: 6 }), fc.nat(20))
    .map(([at, pieces, cut]) => `${GOOD.slice(0, at)}${pieces.join('')}${GOOD.slice(at + cut)}`),
)

describe('any text', () => {
  it('is read as settings or as faults with words, and never throws', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { settings, problems } = readConfig(text, '/home/x')
        expect(settings === null).toBe(problems.length > 0)
        for (const { message, line } of problems) {
          expect(message.length).toBeGreaterThan(5)
          expect(line === null || (Number.isInteger(line) && line >= 1)).toBe(true)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('is edited into a file with the same meaning, or the edit is refused', () => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-hostile-'))
    const file = join(dir, 'config.yaml')
    const editor = createSettingsEditor(file, '/home/x')
    const path = fc.array(
      fc.oneof(fc.constantFrom('sync', 'equipment', '__proto__', 'x', 0, 1, ''), fc.nat(3)),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    try {
      fc.assert(
        fc.property(hostile, path, fc.jsonValue({ maxDepth: 3 }), (text, keys, value) => {
          writeFileSync(file, text)
          const { values } = editor.document()
          expect(() => JSON.stringify(values)).not.toThrow()
          try {
            editor.check([{ path: keys, value: value as string }])
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal)
          }
        }),
        { numRuns: 300 },
      )
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
})

describe('the file itself', () => {
  let dir = ''
  let file = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'exlab-hostile-'))
    file = join(dir, 'config.yaml')
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const utf16 = (text: string, mark: boolean, big: boolean): Buffer => {
    const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
    return big ? bytes.swap16() : bytes
  }

  it.each<[string, () => void, string]>([
    ['a folder', () => mkdirSync(file), 'a folder'],
    ...(needsPosix('Windows has neither devices nor pipes nor sockets in folders')
      ? []
      : ([
          ['a named pipe', () => execFileSync('mkfifo', [file]), 'a named pipe'],
          ['a device', () => symlinkSync('/dev/zero', file), 'a device'],
          // opening one is an error of its own: it is looked at before
          ['a socket', () => void createServer().listen(file).unref(), 'a socket'],
        ] satisfies [string, () => void, string][])),
    [
      'a file of a terabyte',
      () => {
        writeFileSync(file, '')
        truncateSync(file, 2 ** 40)
      },
      'bytes',
    ],
    ['UTF-16 of Notepad', () => writeFileSync(file, utf16(GOOD, true, false)), 'UTF-16'],
    ['UTF-16, the other way round', () => writeFileSync(file, utf16(GOOD, true, true)), 'UTF-16'],
    ['UTF-16 without a mark', () => writeFileSync(file, utf16(GOOD, false, false)), 'UTF-16'],
    [
      'Latin-1',
      () => writeFileSync(file, Buffer.from(GOOD.replace('Confocal', 'Räume'), 'latin1')),
      'UTF-8',
    ],
  ])(
    '%s is a fault with words, at once, and the last good settings stay in force',
    (_, make, words) => {
      writeFileSync(file, GOOD)
      const service = createSettingsService({ file, home: '/home/x', onChange: () => undefined })
      service.reload()
      expect(service.problems()).toEqual([])
      rmSync(file)
      make()
      service.reload()
      expect(service.problems()).toHaveLength(1)
      expect(service.problems()[0]?.message).toContain(words)
      expect(service.current()?.instruments[0]?.id).toBe('SCOPE_01')
      const editor = createSettingsEditor(file, '/home/x')
      expect(editor.document()).toMatchObject({ values: null, exists: true })
      const edits = [{ path: ['sync', 'transfers'], value: 8 }]
      expect(() => editor.check(edits)).toThrow(Refusal)
      expect(() => editor.save(edits, '')).toThrow(Refusal)
    },
  )

  it('the line that is not UTF-8 is told', () => {
    writeFileSync(file, Buffer.from(GOOD.replace('Confocal', 'Räume'), 'latin1'))
    expect(createSettingsEditor(file, '/home/x').document().problems[0]?.line).toBe(3)
  })

  it('the mark of UTF-8 is no fault, and a save keeps it', () => {
    writeFileSync(file, `\ufeff${GOOD}`)
    const editor = createSettingsEditor(file, '/home/x')
    const { version, problems } = editor.document()
    expect(problems).toEqual([])
    const saved = editor.save([{ path: ['sync', 'transfers'], value: 8 }], version)
    expect(saved.diff.filter(({ mark }) => mark !== 'same')).toHaveLength(2)
  })
})
