// Files that a person saves from the window: only where the system's dialog was answered, under names that every system takes.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Core } from '../../../../electron/core/core.ts'

vi.mock('electron', () => ({ BrowserWindow: {} }))
const { saveLetter, saveList, saveReceipt, saveReceipts } =
  await import('../../../../electron/shell/window/save-files.ts')

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'exlab-save-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A core with runs of these names, by their number from 1 on, and so many files each. */
const coreWith = (names: readonly string[], files = 1): Core => {
  const receiptOf = (jobId: number, form: string): Promise<string> =>
    Promise.resolve(`${form} of ${jobId}`)
  const get = ({ jobId }: { jobId: number }): Promise<unknown> =>
    Promise.resolve({ id: jobId, run: names[jobId - 1], files: { total: files } })
  const part: unknown = { handlers: { 'jobs.get': get }, receiptOf }
  return part as Core // what the functions under test use of it
}
/** Dialogs that are answered with this file, and with this folder. */
const dialogs = (file: string | null, folders: readonly string[] = []) => {
  const save = vi.fn((_options: { defaultPath?: string }) => Promise.resolve(file))
  return { save, open: () => Promise.resolve([...folders]), message: vi.fn() }
}

it('a receipt is written where the person said, and its suggested name is one part of a path', async () => {
  const file = join(dir, 'mine.txt')
  const asked = dialogs(file)
  expect(await saveReceipt(coreWith(['a\\b']), asked, 1, 'text')).toEqual({ file })
  expect(readFileSync(file, 'utf8')).toBe('text of 1')
  expect(asked.save.mock.calls[0]?.[0].defaultPath).not.toContain('\\')
})

it('nothing is written where the person cancelled', async () => {
  const core = coreWith(['Run'])
  expect(await saveReceipt(core, dialogs(null), 1, 'json')).toEqual({ file: null })
  expect(await saveReceipts(core, dialogs(null), [1], 'json')).toEqual({ folder: null, files: 0 })
  expect(await saveLetter(dialogs(null), 'text')).toEqual({ file: null })
  expect(readdirSync(dir)).toEqual([])
})

it('receipts of runs with one name lie beside each other, under names that every system takes', async () => {
  const names = ['Run', 'Run', '../up:*?', 'CON\u0007']
  const saved = await saveReceipts(coreWith(names), dialogs(null, [dir]), [1, 2, 3, 4], 'json')
  expect(saved).toEqual({ folder: dir, files: 4 })
  const found = readdirSync(dir)
  expect(found).toHaveLength(4)
  for (const name of found) expect(name).toMatch(/^[^\u0000-\u001f<>:"/\\|?*]+\(\d\)[^/\\]*\.json$/)
})

it('a file that cannot be written is a refusal that names it', async () => {
  const file = join(dir, 'no folder', 'list.csv')
  await expect(
    saveList(dialogs(file), { title: 'List', defaultPath: 'list.csv' }, () => ['a']),
  ).rejects.toMatchObject({ name: 'Refusal', message: expect.stringContaining(file) })
})

it('the receipt of a run with too many files for a page is refused as PDF, and nothing is written', async () => {
  const file = join(dir, 'long.pdf')
  await expect(
    saveReceipt(coreWith(['Long'], 20_001), dialogs(file), 1, 'pdf'),
  ).rejects.toMatchObject({ name: 'Refusal', message: expect.stringContaining('Long') })
  expect(readdirSync(dir)).toEqual([])
})
