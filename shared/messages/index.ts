// Every sentence of the window that belongs to no group of its own, under one name. The catalogue is this folder, with the tables
// shared/state-labels.ts (states), shared/reasons.ts (causes) and shared/commands.ts (commands): what is to be translated stands there.
import { COMMON_MESSAGES } from './common.ts'
import { FILES_MESSAGES } from './files.ts'
import { FRAME_MESSAGES } from './frame.ts'
import { LOG_MESSAGES } from './log.ts'
import { PROBLEM_MESSAGES } from './problem.ts'
import { RUNS_MESSAGES } from './runs.ts'

export const MESSAGES = {
  ...COMMON_MESSAGES,
  ...FILES_MESSAGES,
  ...FRAME_MESSAGES,
  ...LOG_MESSAGES,
  ...PROBLEM_MESSAGES,
  ...RUNS_MESSAGES,
} as const
