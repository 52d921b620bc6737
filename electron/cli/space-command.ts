// The entry of `space` in the table of commands (command-table.ts).
import type { CommandSpec } from './command-options.ts'

export const SPACE_COMMAND = {
  arguments: '',
  summary: 'what may be deleted on this computer, by instrument and run',
  description:
    'Says which runs may be deleted on this computer, which only need a check of both sides first, which not yet and which not, with their sizes. Nothing is deleted.',
  options: [
    { flags: '--check', description: 'check both sides of the runs that only need that' },
    { flags: '--answer <answer>', description: 'list only safe, to_check, not_yet or do_not' },
  ],
} as const satisfies CommandSpec
