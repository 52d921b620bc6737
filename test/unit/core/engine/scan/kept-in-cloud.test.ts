// A file that a cloud service keeps is neither read nor sent: walk and hashing stop at it, and the tool gets the other files by name.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { namesToSend, planOf } from '../../../../../electron/core/engine/attempt/send-plan.ts'
import type {
  HashAnswer,
  HashRequest,
} from '../../../../../electron/core/engine/hashing/hash-worker.ts'
import type {
  ScanInput,
  ScanMessage,
} from '../../../../../electron/core/engine/scan/scan-worker.ts'
import type { FileStore } from '../../../../../electron/core/files/file-store.ts'
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

/** First answer of a worker thread that takes this computer for a Windows. */
const askWorker = <A>(
  file: string,
  input: HashRequest | ScanInput,
  systemRoot: string,
  isAnswer: (answer: A) => boolean,
): Promise<A> => {
  const url = pathToFileURL(join(import.meta.dirname, '../../../../../electron/core/engine', file))
  const worker = new Worker(
    `Object.defineProperty(process, 'platform', { value: 'win32' }); void import(${JSON.stringify(url.href)})`,
    { eval: true, env: { ...process.env, SystemRoot: systemRoot } },
  )
  onTestFinished(async () => void (await worker.terminate()))
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: A) => (isAnswer(answer) ? resolve(answer) : undefined))
    worker.on('error', reject)
    worker.postMessage(input)
  })
}

it.skipIf(needsPosix('a name with backslashes'))(
  'is told apart by the walk, and refused by the hashing thread before a byte is read',
  async () => {
    const { run, systemRoot } = setUp()
    const walked = await askWorker<ScanMessage>(
      'scan/scan-worker.ts',
      { folder: run, measure: null },
      systemRoot,
      ({ type }) => type === 'batch',
    )
    expect(walked).toMatchObject({
      entries: [
        { path: 'freed.raw', kind: 'unreadable', code: 'IN_CLOUD' },
        { path: 'here.raw', kind: 'file' },
      ],
    })
    const { files } = await askWorker<HashAnswer>(
      'hashing/hash-worker.ts',
      {
        id: 1,
        paths: [join(run, 'freed.raw'), join(run, 'here.raw')],
        direct: false,
        refusesLinks: false,
        activity: null,
        cancel: new SharedArrayBuffer(4),
      },
      systemRoot,
      () => true,
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
