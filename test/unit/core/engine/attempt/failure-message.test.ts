// Tests the reason given for a run folder that cannot be walked: the folder itself, or something in it.
import { expect, it } from 'vitest'
import {
  unreadable,
  walkFailure,
} from '../../../../../electron/core/engine/attempt/failure-message.ts'
import { WalkError } from '../../../../../electron/core/engine/scan/walk.ts'

it.each([
  ['ENOENT', '/data/run', 'run_folder_missing'],
  ['ENOTDIR', '/data/run', 'run_folder_missing'],
  ['ENOENT', '/data/run/deep', 'source_vanished'],
  ['EACCES', '/data/run', 'local_permission_denied'],
  ['EPERM', '/data/run/deep', 'local_permission_denied'],
  ['EBUSY', '/data/run/deep', 'source_changed'],
  ['EIO', '/data/run/deep', 'local_io_error'],
])('%s of %s is %s', (code, path, reason) => {
  const failure = walkFailure(new WalkError(code, path, 'as the system says it'), '/data/run')
  expect(failure.reason).toBe(reason)
  expect(failure.message).toContain(path)
})

it.each([
  ['darwin', 'EPERM', 'local_privacy_refused'],
  ['darwin', 'EACCES', 'local_permission_denied'],
  ['win32', 'EPERM', 'local_permission_denied'],
  ['darwin', 'IN_CLOUD', 'source_in_cloud'],
] as const)('on %s %s is %s', (platform, code, reason) => {
  expect(unreadable('/Volumes/USB/run', code, 'as the system says it', platform).reason).toBe(
    reason,
  )
})
