// Messages of the dialog that compares the fingerprint of a server's host key.

export const HOST_KEY_MESSAGES = {
  title: 'Is this the right server?',
  asking: 'Asking the server who it is…',
  unknown: (host: string): string =>
    `This computer has never been told to trust ${host}. Compare what it shows with what IT gives you.`,
  changed: (host: string): string =>
    `${host} shows another identity than before. That is normal after a replacement and dangerous otherwise: ask IT before you go on.`,
  shows: 'It shows',
  type: 'Type the last 8 characters of the fingerprint that IT gave you',
  yes: 'Trust this server',
} as const
