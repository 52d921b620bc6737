// Folders of instruments that a cloud service keeps in step: what shows that for certain.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  syncedBy,
  syncedTexts,
} from '../../../../../electron/core/services/config/synced-folder.ts'

const system = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
  platform,
  env,
  namesIn: () => Promise.resolve([]),
})

it('is told on Windows by the folders that OneDrive names', async () => {
  const env = { OneDriveCommercial: String.raw`C:\Users\lab\OneDrive - Institute` }
  const inside = String.raw`c:\users\LAB\OneDrive - Institute\Scope`
  expect(await syncedBy(inside, system('win32', env))).toEqual({
    service: 'OneDrive',
    folder: env.OneDriveCommercial,
  })
  expect(await syncedBy(inside, system('win32'))).toBeNull()
  expect(await syncedBy(`${env.OneDriveCommercial} old`, system('win32', env))).toBeNull()
})

it('is told on macOS by where the system keeps the folders of all services', async () => {
  const home = '/Users/lab/Library'
  expect(
    await syncedBy(`${home}/Mobile Documents/com~apple~CloudDocs/Scope`, system('darwin')),
  ).toEqual({
    service: 'iCloud Drive',
    folder: `${home}/Mobile Documents`,
  })
  expect(await syncedBy(`${home}/CloudStorage/OneDrive-Institute/Scope`, system('darwin'))).toEqual(
    {
      service: 'OneDrive-Institute',
      folder: `${home}/CloudStorage/OneDrive-Institute`,
    },
  )
  expect(await syncedBy(`${home}/CloudStorage/Dropbox`, system('linux'))).toBeNull()
})

it('is told everywhere by what a service puts into its folder, and not by a name alone', async () => {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-test-')))
  onTestFinished(() => rmSync(top, { recursive: true }))
  const localRoot = join(top, 'Dropbox', 'Scope')
  mkdirSync(localRoot, { recursive: true })
  expect(await syncedTexts([{ id: 'SCOPE_01', localRoot }])).toEqual([])
  writeFileSync(join(top, 'Dropbox', '.dropbox'), '')
  const [text] = await syncedTexts([{ id: 'SCOPE_01', localRoot }])
  expect(text).toContain(
    `${localRoot}, where SCOPE_01 makes its runs, lies in ${join(top, 'Dropbox')}, which Dropbox keeps in step`,
  )
  // a folder that is not there yet
  expect(await syncedTexts([{ id: 'SCOPE_02', localRoot: join(localRoot, 'later') }])).toHaveLength(
    1,
  )
})
