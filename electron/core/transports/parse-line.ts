// Parsers of the tools' stderr, by tool: the JSON log of rclone, the plain text of
// rsync, ssh and the remote.
import { parseRcloneLine } from './rclone/rclone-log.ts'
import type { ToolLine } from './tool-line.ts'

/** Every line on stderr counts as an error, but for ssh's note that it stored a new host key. */
const parsePlainLine = (text: string): ToolLine => ({
  level: text.startsWith('Warning: Permanently added') ? 'info' : 'error',
  object: null,
  text,
  json: false,
  own: false,
  stats: null,
})

/** Parses one line of a tool's stderr; never throws. */
export const parseLine = (tool: string, line: string): ToolLine =>
  tool === 'rclone' ? parseRcloneLine(line) : parsePlainLine(line)

/** Parses a saved stderr (`explain`, the recorded failures of the tests), line by line. */
export const parseLines = (tool: string, stderr: string): ToolLine[] =>
  stderr.split(/[\n\r\0]/).map((line) => parseLine(tool, line))
