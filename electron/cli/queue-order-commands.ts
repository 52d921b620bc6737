// Specification of `next`, `earlier` and `later` for the table of commands (command-table.ts): the order of waiting runs.
import { NAMED } from './command-options.ts'

const ORDER =
  'What is being sent is finished first. Its place among the runs of its destination is printed.'

export const QUEUE_ORDER_COMMANDS = {
  next: {
    arguments: '[run...]',
    summary: 'send runs before all others',
    description: `Sends waiting runs before all others. ${ORDER}`,
    options: [...NAMED],
  },
  earlier: {
    arguments: '[run...]',
    summary: 'send a run one place earlier',
    description: `Moves a waiting run up by one place. ${ORDER}`,
    options: [...NAMED],
  },
  later: {
    arguments: '[run...]',
    summary: 'send a run one place later',
    description: `Moves a waiting run down by one place. ${ORDER}`,
    options: [...NAMED],
  },
} as const
