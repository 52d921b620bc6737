// Failures of a folder of this computer, such as a mounted share, and of an overlay over it.
import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RcloneCase, rcloneCase } from './rclone-case.ts'
import { type Setting, AS_NOBODY } from './setting.ts'

export const folderCases = ({
  nas,
  small,
  local,
  foreign,
  cryptConf,
  cryptNames,
  stored,
  big,
}: Setting): RcloneCase[] => [
  rcloneCase('rc-push-local-disk-full', local, 'remote_disk_full', 'mounted share full', {
    ...big,
    path: 'small',
    after: () => rmSync(join(small, 'Run_20260314_102205'), { recursive: true, force: true }),
  }),
  rcloneCase(
    'rc-push-local-disk-full-trap-name',
    local,
    'remote_disk_full',
    "the file is called 'big 403 Forbidden access denied.tif'",
    {
      files: ['big 403 Forbidden access denied.tif'],
      path: 'small',
      after: () => rmSync(join(small, 'Run_20260314_102205'), { recursive: true, force: true }),
    },
  ),
  rcloneCase('rc-push-local-no-inodes', local, 'remote_disk_full', 'no inode left', {
    path: 'inodes',
  }),
  rcloneCase('rc-push-local-read-only', local, 'remote_storage_error', 'read-only volume', {
    path: 'read-only',
  }),
  rcloneCase('rc-push-local-permission', local, 'remote_permission_denied', 'mkdir refused', {
    path: 'denied',
    wrap: AS_NOBODY,
  }),
  rcloneCase(
    'rc-push-local-trap-name-permission',
    local,
    'remote_permission_denied',
    "the file is called 'No space left on device'",
    { path: 'denied', wrap: AS_NOBODY, files: ['No space left on device'] },
  ),
  rcloneCase(
    'rc-push-local-dir-times',
    local,
    'remote_permission_denied',
    'true: every file arrives, but the folders belong to another account, so that their times cannot be set',
    { path: 'foreign', wrap: AS_NOBODY, before: () => chownSync(foreign, 0, 0) },
  ),
  rcloneCase(
    'rc-push-local-name-too-long',
    cryptNames,
    'file_rejected',
    'a name too long when it is encrypted',
    { files: [`${'n'.repeat(200)}.tif`], path: 'names' },
  ),
  rcloneCase(
    'rc-push-local-path-is-file',
    local,
    'remote_path_missing',
    'a file stands where a folder is needed',
    { path: 'file' },
  ),
  rcloneCase('rc-push-place-taken', local, 'place_taken', '--immutable: a file differs', {
    replace: 'never',
    path: 'taken',
    before: () => {
      mkdirSync(join(nas, 'taken', 'Run_20260314_102205'), { recursive: true })
      writeFileSync(join(nas, 'taken', 'Run_20260314_102205', 'frame_0000.tif'), 'other')
    },
  }),
  rcloneCase('rc-hash-ok-local', local, 'ok', 'a folder'),
  rcloneCase(
    'rc-hash-file-unreadable-local',
    local,
    'remote_permission_denied',
    'one file unreadable',
    {
      wrap: AS_NOBODY,
      path: 'unreadable',
      before: () => {
        mkdirSync(join(nas, 'unreadable', 'Run_20260314_102205'), { recursive: true })
        writeFileSync(join(nas, 'unreadable', 'Run_20260314_102205', 'a.tif'), 'a', { mode: 0 })
      },
    },
  ),
  rcloneCase('rc-push-ok-crypt', cryptConf, 'ok', 'crypt', big),
  rcloneCase(
    'rc-hash-crypt-damaged',
    cryptConf,
    'checksum_mismatch',
    'one byte of an encrypted file changed',
    {
      download: true,
      before: () =>
        execFileSync('sh', ['-c', `printf XXXX | dd of='${stored}' bs=1 seek=70000 conv=notrunc`], {
          stdio: 'ignore',
        }),
    },
  ),
  rcloneCase(
    'rc-hash-crypt-damaged-head',
    cryptConf,
    'checksum_mismatch',
    'the head of an encrypted file changed',
    {
      download: true,
      before: () =>
        execFileSync('sh', ['-c', `printf XXXX | dd of='${stored}' bs=1 seek=0 conv=notrunc`], {
          stdio: 'ignore',
        }),
    },
  ),
  rcloneCase(
    'rc-hash-crypt-cut',
    cryptConf,
    'checksum_mismatch',
    'an encrypted file cut to 100 bytes',
    {
      download: true,
      before: () => {
        execFileSync(
          'sh',
          ['-c', `printf 'RCLONE\\000\\000' | dd of='${stored}' bs=1 seek=0 conv=notrunc`],
          { stdio: 'ignore' },
        )
        truncateSync(stored, 100_000)
      },
    },
  ),
]
