// Writes the text by which IT lets the key of this computer in and confirms the identity of the server.
import { hostname } from 'node:os'
import type { ComputerKey } from '../../../../../shared/model/ssh-access.ts'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { account } from '../../../transports/rsync/ssh-options.ts'

/** The text for IT. It has no locale (docs/architecture.md, Messages) and no secret. */
export const letterFor = (
  d: RsyncSshDestination,
  key: ComputerKey,
): { readonly subject: string; readonly text: string } => {
  const server = `${account(d)}${d.port === null ? '' : `, port ${d.port}`}`
  return {
    subject: `Please let ${hostname()} into ${d.host}`,
    text: [
      `The workstation ${hostname()} sends measurement data to ${server} with ExLab Sync (rsync over SSH).`,
      'It signs in with a key of its own; no password is stored.',
      '',
      `1. Please add this line to ~/.ssh/authorized_keys of that account:`,
      '',
      key.publicKey,
      '',
      `   Fingerprint of this key: ${key.fingerprint}`,
      '   The folder .ssh has mode 700, the file 600, and nobody but the account may write to its home folder:',
      '   otherwise the server ignores the file.',
      '',
      `2. Please send back the fingerprint of the server, so that this workstation knows it. On ${d.host}:`,
      '',
      '   for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -l -f "$f"; done',
      '',
      '   The whole answer is pasted into ExLab Sync, which compares it.',
      '',
    ].join('\n'),
  }
}
