// A file that a cloud service keeps is neither read nor sent: walk and hashing stop at it, and the tool gets the other files by name.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { namesToSend, planOf } from '../../../../../electron/core/engine/attempt/send-plan.ts'
import type { HashAnswer } from '../../../../../electron/core/engine/hashing/hash-worker.ts'
import type { ScanMessage } from '../../../../../electron/core/engine/scan/scan-worker.ts'
import type { FileStore } from '../../../../../electron/core/files/file-store.ts'
import { askThread } from '../../../../helpers/engine-thread.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

/** A run with a file of the cloud (no block, offline) and one that is here, and the program that Windows says it with. */
const setUp = (): { readonly run: string; readonly systemRoot: string } => {
  const run = mkdtempSync(join(tmpdir(), 'exlab-cloud-'))
  const tools = mkdtempSync(join(tmpdir(), 'exlab-tools-'))
  onTestFinished(() => {
    for (const folder of [run, tools]) rmSync(folder, { recursive: true })
  })
  writeFileSync(join(run, 'freed.raw'), '')
  truncateSync(join(run, 'freed.raw'), 1 << 20)
  writeFileSync(join(run, 'here.raw'), 'x'.repeat(10_000))
  // a backslash is a letter of a name here, so the path of the program is one name
  writeFileSync(
    join(tools, 'Windows\\System32\\attrib.exe'),
    "#!/bin/sh\necho 'A    O       U       C:\\run\\freed.raw'\n",
    { mode: 0o755 },
  )
  return { run, systemRoot: join(tools, 'Windows') }
}

/** Has a thread take this computer for a Windows with that system folder. */
const asWindows = (systemRoot: string): string =>
  `Object.defineProperty(process, 'platform', { value: 'win32' }); process.env.SystemRoot = ${JSON.stringify(systemRoot)}`

it.skipIf(needsPosix('a name with backslashes'))(
  'is told apart by the walk, and refused by the hashing thread before a byte is read',
  async () => {
    const { run, systemRoot } = setUp()
    const walked = await askThread<ScanMessage>(
      'scan/scan-worker.ts',
      { folder: run, measure: null },
      asWindows(systemRoot),
      ({ type }) => type === 'batch',
    )
    expect(walked).toMatchObject({
      entries: [
        { path: 'freed.raw', kind: 'unreadable', code: 'IN_CLOUD' },
        { path: 'here.raw', kind: 'file' },
      ],
    })
    const { files } = await askThread<HashAnswer>(
      'hashing/hash-worker.ts',
      {
        id: 1,
        paths: [join(run, 'freed.raw'), join(run, 'here.raw')],
        direct: false,
        refusesLinks: false,
        activity: null,
        cancel: new SharedArrayBuffer(4),
      },
      asWindows(systemRoot),
    )
    expect(files[0]).toMatchObject({ error: 'IN_CLOUD' })
    expect(files[1]).toHaveProperty('sha256')
  },
)

it('has the other files sent by name, since the tool would read it with the whole folder', async () => {
  const job = { chosen: false, verifiedAt: null, id: 1, folder: '/none' }
  expect(planOf(job, { pending: 2 }, false).list).toBeNull()
  const plan = planOf(job, { pending: 1, failed: 1 }, true)
  expect(plan.list).toBe('missing')
  const paths = function* (): Generator<string> {
    yield* ['freed.raw', 'here.raw']
  }
  const files: Pick<FileStore, 'paths'> = { paths }
  const io = { log: { write: () => undefined } }
  const names = await namesToSend(
    job,
    files as FileStore,
    'rclone',
    plan,
    new Set(['freed.raw']),
    io as never,
  )
  expect([...(names ?? [])]).toEqual(['here.raw'])
})
