// What a folder that cannot be walked is called: the run's own folder, or something in it.
import { expect, it } from 'vitest'
import { unreadable } from '../../../../../electron/core/engine/attempt/push.ts'
import { WalkError } from '../../../../../electron/core/engine/scan/walk.ts'

it.each([
  ['ENOENT', '/data/run', 'run_folder_missing'],
  ['ENOTDIR', '/data/run', 'run_folder_missing'],
  ['ENOENT', '/data/run/deep', 'source_vanished'],
  ['EACCES', '/data/run', 'local_permission_denied'],
  ['EIO', '/data/run/deep', 'local_io_error'],
])('%s of %s is %s', (code, path, reason) => {
  const failure = unreadable(new WalkError(code, path, 'as the system says it'), '/data/run')
  expect(failure.reason).toBe(reason)
  expect(failure.message).toContain(path)
})
