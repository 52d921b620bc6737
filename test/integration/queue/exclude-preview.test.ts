// The preview of an exclusion: which files a pattern takes, those that are gone too, and which of them have no problem.
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { act, afterPush, localNas, makeLab, work } from '../../helpers/lab.ts'

it('an exclusion is previewed with the file that is gone, and with what has no problem; only what is not on the NAS is left to send', async () => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bb', 'gone.tif': 'g' })
  const rclone = lab.wrap('rclone', afterPush(`rm -f '${join(folder, 'gone.tif')}'`))
  lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
  const core = await lab.open()
  const job = await work(core, folder)
  expect(job.lastError?.reason).toBe('source_vanished')
  const preview = (pattern: string) => core.handlers['files.match']({ jobId: job.id, pattern })
  expect(await preview('/gone.tif')).toEqual({
    files: 1,
    bytes: 1,
    paths: ['gone.tif'],
    sound: { files: 0, bytes: 0 },
  })
  expect(await preview('*.tif')).toMatchObject({
    files: 3,
    bytes: 6,
    sound: { files: 2, bytes: 5 },
  })
  // of a run that was looked through, what is proven is not left to send
  await core.handlers['engine.pause']({ paused: true })
  await act(core, job.id, 'retry')
  expect(core.overview().bytesLeft).toBe(0)
})
