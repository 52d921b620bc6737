// Variables that every rclone gets: options, which a version that does not know them ignores, and one of a library in it.
import { RCLONE_UNFINISHED } from '../transport.ts'

/**
 * Never asks for the password of rclone.conf, marks its unfinished files as ours, and leaves the times of folders alone, which
 * only their owner may set. On Windows names go through as they are: by itself rclone takes full-width characters there for
 * stand-ins of `*:?"<>|\`, and refuses a name that ends in a dot or a blank. `TCELL_MINIMIZE` spares the table of character
 * widths that the terminal library of `rclone ncdu` makes at each start of rclone: 55 of 86 ms of processor time with 1.60,
 * 30 of 121 with 1.75 (tcell's README; GitHub's `gh` sets it too).
 */
export const rcloneSettings = (platform: NodeJS.Platform): Readonly<Record<string, string>> => ({
  RCLONE_ASK_PASSWORD: 'false',
  RCLONE_PARTIAL_SUFFIX: RCLONE_UNFINISHED,
  RCLONE_NO_UPDATE_DIR_MODTIME: 'true',
  TCELL_MINIMIZE: '1',
  ...(platform === 'win32' ? { RCLONE_LOCAL_ENCODING: 'Slash,Ctl,InvalidUtf8,Dot' } : {}),
})
