// What the Windows packages are made of: the installer's and uninstaller's lists name every file and nothing else, the icon file
// holds its pictures, and rclone is pinned for every target.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { iconFile } from '../../../build/package/icon-file.ts'
import { RCLONE_VERSION as GOT_VERSION } from '../../../electron/core/services/destinations/get-rclone/get-rclone.ts'
import { RCLONE_PINS, RCLONE_VERSION, archiveUrl } from '../../../build/package/rclone-pins.ts'
import { writeFeed, writeUpdaterFile } from '../../../build/package/update-feed.ts'
import { fileLists } from '../../../build/package/windows/file-lists.ts'

it('an uninstaller removes what was packed, and a folder only where it is empty', () => {
  const root = mkdtempSync(join(tmpdir(), 'exlab-tree-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'resources/deep'), { recursive: true })
  for (const name of ['a.exe', 'resources/$cost.txt', 'resources/deep/b.txt'])
    writeFileSync(join(root, name), '')
  const { install, remove } = fileLists(root)
  const lines = remove.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('Delete')).toSorted()).toEqual([
    'Delete "$INSTDIR\\a.exe"',
    'Delete "$INSTDIR\\resources\\$$cost.txt"',
    'Delete "$INSTDIR\\resources\\deep\\b.txt"',
  ])
  expect(lines.slice(-2)).toEqual([
    'RMDir "$INSTDIR\\resources\\deep"',
    'RMDir "$INSTDIR\\resources"',
  ])
  expect(remove).not.toMatch(/\*|\/r/)
  expect(install).toContain('SetOutPath "$INSTDIR\\resources\\deep"')
  expect(install.match(/^File /gm)).toHaveLength(3)
})

it('an icon file names each picture with its size and place', () => {
  const pictures = [
    { size: 16, png: Buffer.from('small') },
    { size: 256, png: Buffer.from('large one') },
  ]
  const file = iconFile(pictures)
  expect(file.readUInt16LE(4)).toBe(2)
  expect([file.readUInt8(6), file.readUInt8(22)]).toEqual([16, 0])
  const at = file.readUInt32LE(22 + 12)
  expect(file.subarray(at, at + file.readUInt32LE(22 + 8)).toString()).toBe('large one')
})

it('bring the rclone that the window gets where there is none', () => {
  expect(GOT_VERSION).toBe(`v${RCLONE_VERSION}`)
})

it('rclone is pinned by one version, and by a SHA-256 of its own for each target', () => {
  for (const [target, pin] of Object.entries(RCLONE_PINS)) {
    expect(archiveUrl(pin), target).toContain(`/v${RCLONE_VERSION}/rclone-v${RCLONE_VERSION}-`)
    expect(pin.sha256, target).toMatch(/^[0-9a-f]{64}$/)
  }
  const sums = Object.values(RCLONE_PINS).map(({ sha256 }) => sha256)
  expect(new Set(sums).size).toBe(sums.length)
})

it('the file of the feed names the installer with its size and SHA-512', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exlab-feed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const setup = join(folder, 'setup.exe')
  writeFileSync(setup, 'installer')
  writeFeed(setup, '2.0.0', 'latest.yml')
  const sha512 = createHash('sha512').update('installer').digest('base64')
  expect(parse(readFileSync(join(folder, 'latest.yml'), 'utf8'))).toMatchObject({
    version: '2.0.0',
    path: 'setup.exe',
    files: [{ url: 'setup.exe', size: 9, sha512 }],
  })
  writeUpdaterFile(folder, 'Example: Lab')
  expect(parse(readFileSync(join(folder, 'app-update.yml'), 'utf8'))).toMatchObject({
    publisherName: ['Example: Lab'],
  })
})
