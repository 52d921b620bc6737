// All cases of a recording.
import { configCases } from './config-cases.ts'
import { folderCases } from './folder-cases.ts'
import { ftpCases } from './ftp-cases.ts'
import { httpCases } from './http-cases.ts'
import type { RcloneCase } from './rclone-case.ts'
import { s3Cases } from './s3-cases.ts'
import type { Setting } from './setting.ts'
import { sftpCases } from './sftp-cases.ts'
import { sourceCases } from './source-cases.ts'

/** In order: some read what an earlier one sent. */
export const rcloneCases = async (setting: Setting, rclone: string): Promise<RcloneCase[]> => [
  ...(await sftpCases(setting)),
  ...configCases(setting),
  ...sourceCases(setting),
  ...folderCases(setting),
  ...(await ftpCases(setting)),
  ...(await s3Cases()),
  ...(await httpCases(setting.dir, rclone, setting.nas)),
]
