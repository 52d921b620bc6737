// Failures of the run on this computer: files that vanish, change, or cannot be read.
import { appendFileSync, chmodSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { type RcloneCase, rcloneCase } from './rclone-case.ts'
import { type Setting, AS_NOBODY, SLOW, later } from './setting.ts'

export const sourceCases = ({ at, slowBig, nas, plain, sftp, local }: Setting): RcloneCase[] => [
  rcloneCase('rc-push-source-missing', local, 'source_vanished', 'run folder gone', {
    before: (run) => rmSync(run, { recursive: true }),
  }),
  rcloneCase('rc-push-source-unreadable', local, 'local_permission_denied', 'one file unreadable', {
    wrap: AS_NOBODY,
    before: (run) => chmodSync(join(run, 'frame_0000.tif'), 0),
  }),
  rcloneCase(
    'rc-push-source-unreadable-dir',
    local,
    'local_permission_denied',
    'one folder unreadable',
    { wrap: AS_NOBODY, before: (run) => chmodSync(join(run, 'sub'), 0) },
  ),
  rcloneCase(
    'rc-push-source-vanished',
    sftp(plain),
    'source_vanished',
    'file deleted after the listing',
    {
      ...at,
      path: `${nas}/raw4`,
      files: ['big.tif', 'big2.tif'],
      options: SLOW,
      before: (run) =>
        later(1_500, () => {
          for (const name of ['big.tif', 'big2.tif'])
            if (name === 'big2.tif') rmSync(join(run, name))
        }),
    },
  ),
  rcloneCase(
    'rc-push-trap-name-vanished',
    sftp(plain),
    'source_vanished',
    "the file is called 'big permission denied'",
    {
      ...at,
      path: `${nas}/raw5`,
      files: ['big.tif', 'big permission denied'],
      options: [...SLOW, '--order-by=name,descending'],
      before: (run) => later(1_500, () => rmSync(join(run, 'big permission denied'))),
    },
  ),
  rcloneCase('rc-push-source-grows', sftp(plain), 'source_changed', 'file still being written', {
    ...slowBig,
    path: `${nas}/raw6`,
    before: (run) => later(1_500, () => appendFileSync(join(run, 'big.tif'), 'more')),
  }),
  rcloneCase('rc-push-source-shrinks', sftp(plain), 'source_changed', 'file cut while it is read', {
    ...slowBig,
    path: `${nas}/raw7`,
    before: (run) => later(1_500, () => truncateSync(join(run, 'big.tif'), 100_000)),
  }),
]
