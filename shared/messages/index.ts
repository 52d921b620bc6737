// Every sentence of the window that belongs to no group of its own, under one name. The catalogue is this folder, with the tables
// shared/state-labels.ts (states), shared/reasons.ts (causes) and shared/commands.ts (commands): what is to be translated stands there.
import { COMMON_WORDS } from './common.ts'
import { FILES_WORDS } from './files.ts'
import { FRAME_WORDS } from './frame.ts'
import { LOG_WORDS } from './log.ts'
import { PROBLEM_WORDS } from './problem.ts'
import { RUNS_WORDS } from './runs.ts'

export const WORDS = {
  ...COMMON_WORDS,
  ...FILES_WORDS,
  ...FRAME_WORDS,
  ...LOG_WORDS,
  ...PROBLEM_WORDS,
  ...RUNS_WORDS,
} as const
