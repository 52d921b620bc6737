// The part of the table of commands (command-table.ts) that puts right what keeps runs from a destination.
import { type CommandSpec, NAMED } from './command-options.ts'

export const DESTINATION_COMMANDS = {
  'send-beside': {
    arguments: '[run]',
    summary: 'send a run whose place on the NAS is taken beside what is there',
    description:
      'Sends a run whose place on the NAS is taken beside what is there: as "<run> (2)", or the next free number.',
    options: [...NAMED],
  },
  'send-missing': {
    arguments: '[destination]',
    summary: 'send runs to a destination that their instrument got after them',
    description:
      'Says how many runs are not on a further destination of their instrument because they were added before it was set up. With its name, as in INST_01/archive, queues those runs for it; nothing else does that by itself.',
    options: [],
  },
  destination: {
    arguments: '<instrument>',
    summary:
      'make the folder of a destination, say that its volume was replaced, or trust its ssh server',
    description:
      'Puts right what holds a destination. Say what: --make-folder, --accept or --trust. Nothing else makes the folder of a destination, and nothing else takes another volume for the one that runs were sent to.',
    options: [
      { flags: '--make-folder', description: 'make the folder on the NAS' },
      {
        flags: '--accept',
        description: 'the volume was replaced on purpose: use what is there from now on',
      },
      {
        flags: '--trust',
        description:
          'compare the host key of its ssh server with what IT gave, which is read from standard input, and trust it if it is the same',
      },
    ],
  },
} as const satisfies Record<string, CommandSpec>
