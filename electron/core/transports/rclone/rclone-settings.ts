// Options that every rclone gets as variables, which a version that does not know them ignores.
import { RCLONE_UNFINISHED } from '../transport.ts'

/**
 * Never asks for the password of rclone.conf, marks its unfinished files as ours, and leaves the times of folders alone, which
 * only their owner may set. On Windows names go through as they are: by itself rclone takes full-width characters there for
 * stand-ins of `*:?"<>|\`, and refuses a name that ends in a dot or a blank.
 */
export const rcloneSettings = (platform: NodeJS.Platform): Readonly<Record<string, string>> => ({
  RCLONE_ASK_PASSWORD: 'false',
  RCLONE_PARTIAL_SUFFIX: RCLONE_UNFINISHED,
  RCLONE_NO_UPDATE_DIR_MODTIME: 'true',
  ...(platform === 'win32' ? { RCLONE_LOCAL_ENCODING: 'Slash,Ctl,InvalidUtf8,Dot' } : {}),
})
