// One line of a tool's output, parsed once when it arrives; the attempt's log, the file events
// and the classifier use it.
import type { LogLevel } from '../../../shared/model/model.ts'

export interface ToolLine {
  /** Only lines of level `error` can be the cause of a failure. */
  readonly level: LogLevel
  /**
   * The file or remote that the line is about, a file relative to the run;
   * null: the line names none.
   */
  readonly object: string | null
  readonly text: string
  /**
   * True where the tool itself gave level and object (rclone's JSON log); false where
   * they are read from plain text.
   */
  readonly json: boolean
  /**
   * False where the line may be another program's: plain text that does not begin as a line of rclone's log, and every line of
   * rsync and ssh, whose words alone tell.
   */
  readonly own: boolean
  /** rclone's statistics; null in every other line. */
  readonly stats: TransferStats | null
}

/**
 * rclone's count of a running transfer. Sizes in bytes, speed in bytes per second, eta in seconds.
 */
export interface TransferStats {
  readonly bytes: number
  readonly totalBytes: number | null
  readonly speed: number | null
  readonly eta: number | null
  readonly transferring: readonly {
    readonly name: string
    readonly bytes: number
    readonly size: number
  }[]
  /** Files whose size or digest is being looked at. */
  readonly checking: readonly unknown[]
  /** All that was counted so far, apart from times and speeds: it changes only where something was done. */
  readonly done: string
}

/** A line as the log and people get it: with the object that it is about. */
export const displayText = ({ object, text }: Pick<ToolLine, 'object' | 'text'>): string =>
  object === null ? text : `${object}: ${text}`
