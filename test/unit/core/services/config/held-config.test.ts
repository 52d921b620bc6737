// A config.yaml that another program holds is refused with words when it is saved, and is no error of the program.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Refusal } from '../../../../../electron/core/errors.ts'

const code = vi.hoisted(() => ({ now: 'EPERM' }))
vi.mock('../../../../../electron/core/lib/atomic-replace.ts', () => ({
  replaceFile: () => {
    throw Object.assign(new Error(code.now), { code: code.now })
  },
}))
const { createSettingsEditor } =
  await import('../../../../../electron/core/services/config/settings-editor.ts')

const save = (): unknown => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-held-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'config.yaml')
  writeFileSync(file, 'sync:\n  transfers: 4\n')
  const editor = createSettingsEditor(file, dir)
  try {
    return editor.save([{ path: ['sync', 'transfers'], value: 8 }], editor.document().version)
  } catch (error) {
    return error
  } finally {
    expect(readFileSync(file, 'utf8')).toContain('transfers: 4')
  }
}

it.each(['EPERM', 'EACCES', 'EBUSY'])('%s says that another program has it open', (held) => {
  code.now = held
  const error = save()
  expect(error).toBeInstanceOf(Refusal)
  expect(String(error)).toContain(`(${held}): another program has it open`)
})

it('any other fault of the disk stays what it is', () => {
  code.now = 'ENOSPC'
  expect(save()).toMatchObject({ code: 'ENOSPC' })
})
