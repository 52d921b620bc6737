// A process ends in a bounded time, whatever still holds it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { endsInTime } from '../../../../electron/core/lib/end-process.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

it('waits for what ends, also with an error, and gives up what does not', async () => {
  expect(await endsInTime(Promise.resolve(), 60_000)).toBe(true)
  expect(await endsInTime(Promise.reject(new Error('it failed')), 60_000)).toBe(true)
  expect(await endsInTime(new Promise(() => undefined), 5)).toBe(false)
})

it.skipIf(needsPosix('Windows has no signals'))(
  'a process that something holds is ended by the kernel, after its last words',
  async () => {
    const module = join(import.meta.dirname, '../../../../electron/core/lib/end-process.ts')
    const code = `import { killProcessAfter } from ${JSON.stringify(module)}
      setInterval(() => undefined, 1_000)
      killProcessAfter(5, () => process.stdout.write('last words'))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code])
    let said = ''
    child.stdout.on('data', (text) => (said += String(text)))
    const [exitCode, signal] = await once(child, 'close')
    expect([exitCode, signal, said]).toEqual([null, 'SIGKILL', 'last words'])
  },
)
