// The entry of `connection` in the table of commands (command-table.ts), and what it can do.

import type { CommandSpec } from './command-options.ts'

const CONNECTION_ACTIONS = ['list', 'kinds', 'add', 'test', 'edit', 'password', 'remove'] as const
export type ConnectionAction = (typeof CONNECTION_ACTIONS)[number]

export const CONNECTION_COMMAND = {
  arguments: '<action> [name]',
  summary: 'list, add, test, edit or remove connections to storage; replace a password',
  description:
    'Manages connections to storage by way of rclone. list: what is set up. kinds: what the installed rclone reaches, or the options of a kind. add: makes one in the own rclone.conf of the app, which is encrypted, after it was reached. test: tests it step by step. edit: changes options or the name. password: replaces its password; with --conf and no name it tells the password of an encrypted rclone.conf. remove: removes one that no instrument uses. Secrets are read from standard input, a line each.',
  options: [
    { flags: '--type <kind>', description: 'with add: smb, sftp, webdav, s3 or another kind' },
    { flags: '--option <name=value...>', description: 'options by the names of rclone' },
    {
      flags: '--secret <name...>',
      description: 'options that standard input holds, a line each, in this order',
    },
    { flags: '--folder <path>', description: 'the folder that is tested; without it the root' },
    {
      flags: '--conf <file>',
      description: 'the rclone.conf it is in: app, default, or a path that config.yaml names',
    },
    { flags: '--rename <name>', description: 'with edit: what people call it' },
    {
      flags: '--untested',
      description: 'with add, edit and password: save it without reaching it first',
    },
  ],
  choices: CONNECTION_ACTIONS,
} as const satisfies CommandSpec
