// Messages of the way into an ssh server: its identity, the key of this computer, the text for IT, the password for once.
import { messages, template } from '../../language/messages.ts'

export const HOST_KEY_MESSAGES = messages('hostKey', {
  title: 'Is this the right server?',
  asking: 'Asking the server who it is…',
  again: 'Ask again',
  known: template('This computer knows {host}.', (host: string) => ({ host })),
  unknown: template(
    'This computer has never been told to trust {host}. Nothing is sent before you have compared its fingerprint with the one that IT gives you.',
    (host: string) => ({ host }),
  ),
  changed: template(
    '{host} shows another identity than before. That is normal after a replacement and dangerous otherwise: ask IT before you go on.',
    (host: string) => ({ host }),
  ),
  before: 'Known until now',
  now: 'Shown now',
  hidden: 'the rest is shown when you have pasted the one of IT',
  paste: 'What IT gave you, pasted whole',
  pasteHint: 'As SHA256:…, a line of ssh-keyscan, or all that ssh-keygen printed.',
  compare: 'Compare',
  comparing: 'Comparing…',
  replace: 'Trust the new identity',
  trusted: template('{host} is trusted.', (host: string) => ({ host })),
  trying: template(
    '{runs, plural, one {{host} is trusted. Trying 1 run again.} other {{host} is trusted. Trying # runs again.}}',
    (host: string, runs: number) => ({ host, runs }),
  ),
})

export const SSH_ACCESS_MESSAGES = messages('sshAccess', {
  keyTitle: 'The key of this computer',
  keyText:
    'The server lets this computer in by a key. The key stays here; the server gets its public half.',
  ownKey: template('The key file {path} is used.', (path: string) => ({ path })),
  make: 'Make a key for this computer',
  making: 'Making the key…',
  publicHalf: 'Public half',
  fingerprint: 'Fingerprint',
  itTitle: 'Have it let in',
  itText: 'Send IT the text with the public half. It also asks for the fingerprint of the server.',
  copy: 'Copy text for IT',
  mail: 'Mail to IT…',
  save: 'Save text…',
  passwordTitle: 'Or let it in with the password, once',
  passwordText:
    'The password is used for this one sign-in and kept nowhere. The server must be trusted first.',
  password: 'Password',
  letIn: 'Let the key in',
  lettingIn: 'Signing in…',
  waitTitle: 'Waiting for the server',
  letInNow: template('{host} lets this computer in.', (host: string) => ({ host })),
  trying: 'Trying…',
  refused: 'Not let in yet. It is tried again every 10 seconds.',
  noAnswer: 'The server does not answer. It is tried again every 10 seconds.',
  tryNow: 'Try now',
  details: 'What the server said',
})
