// A folder is named to rclone as a place of its backend for local files, and to people by its path; a config names it absolutely.
import { describe, expect, it } from 'vitest'
import { folderAsRemote } from '../../../../../electron/core/transports/rclone/folder.ts'
import {
  asRclonePath,
  rcloneName,
  rcloneTarget,
} from '../../../../../electron/core/transports/rclone/rclone-args.ts'
import { folderWords } from '../../../../../electron/core/services/destinations/connection-test/steps/folder-step.ts'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'

const configOf = (path: string): string =>
  `equipment:\n  - id: A\n    local_root: /data\n    transport: { type: folder, path: ${JSON.stringify(path)} }\n`

describe('a folder as a destination', () => {
  it.each([
    ['/mnt/nas/raw', ':local:/mnt/nas/raw/Run 1'],
    ['Z:\\raw', ':local:Z:/raw/Run 1'],
    ['\\\\nas\\lab\\raw', ':local://nas/lab/raw/Run 1'],
  ])('%s', (path, target) => {
    const remote = folderAsRemote({ type: 'folder', path, bandwidth: null })
    expect(rcloneTarget(remote, 'Run 1')).toBe(target)
    expect(rcloneName(remote)).toBe(asRclonePath(path))
  })

  it('is read from the config without a separator at its end', () => {
    const { settings } = readConfig(configOf('~/nas/'), '/home/op')
    expect(settings?.instruments[0]?.destination).toEqual({
      type: 'folder',
      path: '/home/op/nas',
      bandwidth: null,
    })
  })

  it.each(['nas/raw', '/mnt/../etc', ''])('%j is refused by name', (path) => {
    const { settings, problems } = readConfig(configOf(path), '/h')
    expect(settings).toBeNull()
    expect(problems[0]?.key).toBe('equipment[0].transport.path')
  })

  it('says that a drive letter may not be there', () => {
    expect(folderWords('Z:/raw', true)).toContain('while nobody is signed in')
    expect(folderWords('Z:/raw', true, () => '\\\\nas\\lab\\raw')).toContain(
      'Write \\\\nas\\lab\\raw in the settings',
    )
    expect(folderWords('/mnt/nas', false, () => '\\\\nas\\lab')).toContain('as a folder')
    expect(folderWords('//nas/lab', true)).toContain('as a share')
    expect(folderWords('/mnt/nas', false)).toContain('as a folder')
  })
})
