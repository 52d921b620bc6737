// Tells the lines that a tool itself said from those of banners, rc files and wrappers, which decide nothing
// (docs/tool-behaviour.md 2, 5).
import type { ToolLine } from '../tool-line.ts'
import { SCRIPT_STARTED } from './marks.ts'

/** Messages of rsync, of this computer or of the remote; every other line is another program's. */
const RSYNC =
  /^(?:rsync|openrsync)(?:\(\d+\))?(?: error| warning)?: |^rsync\(\d+\)|^\[(?:sender|receiver|generator)\] |^file has vanished: "|^(?:ERROR|WARNING): (?:.* failed verification|out of memory)|^protocol version mismatch|^The --\S+ option |^\*\*\* Skipping /

export const isRsyncMessage = (text: string): boolean => RSYNC.test(text)

/** The lines of a script of ours: what came before it started is the login's. A connection that failed has no such mark. */
export const scriptLines = <T extends Pick<ToolLine, 'text'>>(lines: readonly T[]): readonly T[] =>
  lines.slice(lines.findLastIndex(({ text }) => text === SCRIPT_STARTED) + 1)

/** Errors of rclone's option parser, which it prints as they are. */
const USAGE =
  /^(?:Error|Fatal error): |^(?:Fatal error: )?Command \S+ needs |^unknown (?:flag|shorthand|command)/

/** Questions for the password of rclone.conf, which rclone prints as they are. */
const PROMPT = /^(?:Enter configuration password:|password:)/

/**
 * rclone's own lines: those of its log, and what stands below them, since a message may have several lines. Lines before its
 * first word are of a wrapper or of the system's loader.
 */
export const rcloneLines = (lines: readonly ToolLine[]): readonly ToolLine[] => {
  const first = lines.findIndex(({ own }) => own)
  return lines.filter(
    (line, at) =>
      line.own || (first !== -1 && at > first) || USAGE.test(line.text) || PROMPT.test(line.text),
  )
}
