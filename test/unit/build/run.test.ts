// A build command starts programs in folders with a blank in their path, on Windows through cmd.exe.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { run } from '../../../build/bootstrap/process.mjs'

it('gives it its arguments as they are, and answers its exit code', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab run '))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const folder = join(dir, 'node modules')
  mkdirSync(folder)
  const isWindows = process.platform === 'win32'
  const program = join(folder, isWindows ? 'tool.cmd' : 'tool')
  const said = join(folder, 'said.txt')
  writeFileSync(
    program,
    isWindows
      ? `@echo %~1^|%~2>"${said}"\r\n@exit /b 7\r\n`
      : `#!/bin/sh\necho "$1|$2" >'${said}'\nexit 7\n`,
  )
  chmodSync(program, 0o755)
  expect(await run(program, ['two words', 'c'])).toBe(7)
  expect(readFileSync(said, 'utf8').trim()).toBe('two words|c')
})
