// Tells a push in which every file arrived and only times, modes or owners could not be set: whether the files are right is what
// the proof finds out (docs/spec.md 5).
import { judgedMessages } from './classify.ts'
import type { Exit } from './exit-codes.ts'

/** rsync sums up what it said before. */
const RSYNC_SUMMARY = /^rsync error: some files\/attrs were not transferred/

const RSYNC_DETAIL =
  /^rsync: (?:\[(?:generator|receiver)\] )?(?:failed to set (?:times|permissions|owner|group)|chgrp|chown|chmod|set_\w+|rsync_xal_set)\b/

const REFUSED = String.raw`(?:permission denied|operation not (?:permitted|supported)|access is denied\.?|SSH_FX_(?:PERMISSION_DENIED|OP_UNSUPPORTED)\)?|not implemented)$`

/** Of folders alone: a file whose time could not be set was not sent whole in rclone's eyes, and it removes it. */
const RCLONE_DETAIL = new RegExp(
  String.raw`^(?:Attempt \d+\/\d+ failed with \d+ errors? and: |Failed to copy(?: with \d+ errors?: last error was)?: )?(?:failed to (?:set|update) directory|(?:l?chtimes|chmod|l?chown|utimensat)\b).*${REFUSED}`,
  'i',
)

/** True where a push failed in nothing but the details of what arrived. */
export const failedInDetails = (exit: Exit): boolean => {
  const messages = judgedMessages(exit)
  const lines =
    exit.transport === 'rclone'
      ? messages
      : messages.filter(({ text }) => !RSYNC_SUMMARY.test(text))
  const detail = exit.transport === 'rclone' ? RCLONE_DETAIL : RSYNC_DETAIL
  const code = exit.transport === 'rclone' ? 1 : 23
  return exit.exitCode === code && lines.length > 0 && lines.every(({ text }) => detail.test(text))
}
