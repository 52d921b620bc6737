// What the system can't open is said, and a path that leads to a program is never opened as a folder.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openDocument, openFolder } from '../../../../electron/shell/system/open-path.ts'

const { openPath } = vi.hoisted(() => ({ openPath: vi.fn<(path: string) => Promise<string>>() }))
vi.mock('electron', () => ({ shell: { openPath } }))

const setUp = (answer: string): string => {
  openPath.mockReset().mockResolvedValue(answer)
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-open-')))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'config.yaml'), '')
  mkdirSync(join(dir, 'run'))
  return dir
}

it('a document is opened', async () => {
  const dir = setUp('')
  await openDocument(join(dir, 'config.yaml'))
  expect(openPath).toHaveBeenCalledWith(join(dir, 'config.yaml'))
})

// Windows has no program for .yaml by itself
it('a document that no program is there for is refused with its path', async () => {
  const dir = setUp('No application is associated')
  const file = join(dir, 'config.yaml')
  await expect(openDocument(file)).rejects.toThrow(file)
  await expect(openDocument(file)).rejects.toMatchObject({ code: 'unavailable' })
})

it('a document that is not there is not opened', async () => {
  const dir = setUp('')
  await expect(openDocument(join(dir, 'other.yaml'))).rejects.toMatchObject({ code: 'not_found' })
  expect(openPath).not.toHaveBeenCalled()
})

it('a folder that can not be opened is refused', async () => {
  const dir = setUp('no file manager')
  await expect(openFolder(join(dir, 'run'))).rejects.toMatchObject({ code: 'unavailable' })
})

it('a file is not opened as a folder', async () => {
  const dir = setUp('')
  await expect(openFolder(join(dir, 'config.yaml'))).rejects.toMatchObject({ code: 'unavailable' })
  expect(openPath).not.toHaveBeenCalled()
})
