// Settings editor: comments, order and unknown keys of config.yaml stay; bad values and changes made meanwhile are refused.
import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diffOf } from '../../../../../electron/core/services/config/line-diff.ts'
import { createSettingsEditor } from '../../../../../electron/core/services/config/settings-editor.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const TEXT = `# the lab's file
equipment:
  - id: SCOPE_01 # by the window
    label: "Confocal" # its name
    local_root: /data/scope
    lab_wizard_key: kept
    transport:
      type: rclone
      rclone_remote: nas
# how fast
sync:
  transfers: 4 # files
other_program: { a: 1 }
`

describe('the settings editor', () => {
  let dir = ''
  let file = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'exlab-settings-'))
    file = join(dir, 'config.yaml')
    writeFileSync(file, TEXT)
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const open = () => createSettingsEditor(file, '/home/x')

  it('changes one value and no other character', () => {
    const editor = open()
    editor.save(
      [
        { path: ['equipment', 0, 'label'], value: 'Confocal 2' },
        { path: ['sync', 'transfers'], value: 8 },
      ],
      editor.document().version,
    )
    expect(readFileSync(file, 'utf8')).toBe(
      TEXT.replace('"Confocal"', '"Confocal 2"').replace('transfers: 4', 'transfers: 8'),
    )
  })
  it('adds a block, an instrument, and takes a key out', () => {
    const editor = open()
    const { touched } = editor.save(
      [
        { path: ['nas_cleanup', 'enabled'], value: true },
        { path: ['sync', 'transfers'] },
        {
          path: ['equipment', 1],
          value: { id: 'B', local_root: '/b', transport: { type: 'rclone', rclone_remote: 'nas' } },
        },
      ],
      editor.document().version,
    )
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('nas_cleanup:\n  enabled: true')
    expect(text).not.toContain('transfers')
    expect(text).toContain('# by the window')
    expect(text).toContain('other_program: { a: 1 }')
    expect(touched).toEqual(['B'])
    expect(editor.document().problems).toEqual([])
  })
  it('refuses a bad value with its key, and leaves the file', () => {
    const editor = open()
    const edits = [{ path: ['sync', 'transfers'], value: 0 }]
    expect(editor.check(edits).problems).toMatchObject([{ key: 'sync.transfers' }])
    expect(() => editor.save(edits, editor.document().version)).toThrow(/sync\.transfers/)
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
  })
  it('refuses to write over what another program wrote meanwhile', () => {
    const editor = open()
    const { version } = editor.document()
    writeFileSync(file, `${TEXT}# more\n`)
    expect(() => editor.save([{ path: ['sync', 'transfers'], value: 8 }], version)).toThrow(
      /another program/,
    )
  })
  it('puts nothing in the place of a file that was taken away meanwhile', () => {
    const editor = open()
    const { version } = editor.document()
    rmSync(file)
    expect(() => editor.save([{ path: ['sync', 'transfers'], value: 8 }], version)).toThrow(
      'changed by another program',
    )
    expect(editor.document().exists).toBe(false)
  })

  it('begins a file that is not there, or is empty', () => {
    rmSync(file)
    const editor = open()
    editor.save([{ path: ['sync', 'transfers'], value: 8 }], editor.document().version)
    expect(readFileSync(file, 'utf8')).toBe('sync:\n  transfers: 8\n')
    writeFileSync(file, 'equipment: []\n')
    editor.save(
      [
        {
          path: ['equipment', 0],
          value: { id: 'B', local_root: '/b', transport: { type: 'rclone', rclone_remote: 'n' } },
        },
      ],
      editor.document().version,
    )
    expect(readFileSync(file, 'utf8')).toContain('equipment:\n  - id: B\n')
  })
  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'follows a link, and the link stays one',
    () => {
      const link = join(dir, 'link.yaml')
      symlinkSync(file, link)
      const editor = createSettingsEditor(link, '/home/x')
      editor.save([{ path: ['sync', 'transfers'], value: 8 }], editor.document().version)
      expect(lstatSync(link).isSymbolicLink()).toBe(true)
      expect(readFileSync(file, 'utf8')).toContain('transfers: 8 # files')
    },
  )
  it('says what would change, line by line', () => {
    expect(open().check([{ path: ['sync', 'transfers'], value: 8 }]).diff).toEqual([
      { mark: 'same', text: '# how fast' },
      { mark: 'same', text: 'sync:' },
      { mark: 'removed', text: '  transfers: 4 # files' },
      { mark: 'added', text: '  transfers: 8 # files' },
      { mark: 'same', text: 'other_program: { a: 1 }' },
    ])
    expect(diffOf('a\nb\n', 'a\nb\n')).toEqual([])
    expect(diffOf('', 'a\n')).toEqual([{ mark: 'added', text: 'a' }])
  })
  it('hours: one changed in place with its comments, one added in a line, times in quotes', () => {
    const at = ['equipment', 0, 'transport', 'bandwidth']
    const before = TEXT.replace(
      'rclone_remote: nas\n',
      `rclone_remote: nas
      bandwidth:
        upload_mbps: 50
        windows: # when people work
          - { days: [mon, tue], from: '08:00', to: '18:00' } # week
`,
    )
    writeFileSync(file, before)
    const editor = open()
    editor.save(
      [
        { path: [...at, 'windows', 0, 'to'], value: '19:30' },
        { path: [...at, 'windows', 0, 'days'], value: ['mon', 'fri'] },
        { path: [...at, 'windows', 1], value: { days: ['sun'], from: '22:00', to: '06:00' } },
      ],
      editor.document().version,
    )
    expect(readFileSync(file, 'utf8')).toBe(
      before
        .replace('18:00', '19:30')
        .replace('[mon, tue]', '[ mon, fri ]')
        .replace('# week\n', "# week\n          - { days: [ sun ], from: '22:00', to: '06:00' }\n"),
    )
  })
  it('entries that go out from the end on leave the others as they are', () => {
    const editor = open()
    const b =
      '  - { id: B, local_root: /b, transport: { type: rclone, rclone_remote: nas } } # second\n'
    writeFileSync(file, TEXT.replace('# how fast', `${b}# how fast`))
    editor.save([{ path: ['equipment', 0] }], editor.document().version)
    const after = readFileSync(file, 'utf8')
    expect(after).toContain(b)
    expect(after).not.toContain('SCOPE_01')
  })
  it('leaves the spaces of every line that is not changed', () => {
    const own = `${TEXT}other:   [1,2]     # mine\n\n\nlast:   { a: [ 1 ] }\n`
    writeFileSync(file, own)
    const editor = open()
    editor.save([{ path: ['sync', 'transfers'], value: 9 }], editor.document().version)
    expect(readFileSync(file, 'utf8')).toBe(own.replace('transfers: 4', 'transfers: 9'))
  })
})
