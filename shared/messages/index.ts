// Messages of the window that its views use under one name. Other groups (settings, setup, dialogs, tray, ...) are imported from
// their own files. All texts are in this folder and in the tables shared/state-labels.ts, reasons.ts and commands.ts.
import { merged } from '../language/messages.ts'
import { COMMON_MESSAGES } from './common.ts'
import { FILES_MESSAGES } from './files.ts'
import { FRAME_MESSAGES } from './frame.ts'
import { LOG_MESSAGES } from './log.ts'
import { PROBLEM_MESSAGES } from './problem.ts'
import { RUNS_MESSAGES } from './runs.ts'

export const MESSAGES = merged(
  COMMON_MESSAGES,
  FILES_MESSAGES,
  FRAME_MESSAGES,
  LOG_MESSAGES,
  PROBLEM_MESSAGES,
  RUNS_MESSAGES,
)
