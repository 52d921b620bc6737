// What keeps an account from a folder is said in words; macOS' protection of privacy with the place where it is lifted.
import { expect, it, vi } from 'vitest'
import { runFolder } from '../../../../../electron/core/services/runs/run-folder.ts'

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  realpathSync: {
    native: (folder: string): string => {
      throw Object.assign(new Error(), { code: folder.endsWith('locked') ? 'EPERM' : 'EBADF' })
    },
  },
}))

const refusalOf = (folder: string, platform: NodeJS.Platform): string => {
  const answer = runFolder(folder, 'added', platform)
  return 'refusal' in answer ? answer.refusal : ''
}

it('macOS is told where the person allows it', () => {
  expect(refusalOf('/Volumes/USB/locked', 'darwin')).toContain(
    'System Settings > Privacy & Security > Files and Folders',
  )
})

it.each(['win32', 'linux'] as const)('rights are named on %s', (platform) => {
  expect(refusalOf('/data/locked', platform)).toContain('this account may not read it')
})

it('another fault is told by its code', () => {
  expect(refusalOf('/data/other', 'darwin')).toContain('(EBADF)')
})
