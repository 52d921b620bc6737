// Contract group `ssh.*`: the key of this computer, the host key of a server, and the way in with both, without a terminal.
import * as z from 'zod'
import {
  computerKey,
  givenFingerprint,
  hostIdentity,
  keyFileCheck,
  sshTry,
} from '../model/ssh-access.ts'
import { instrumentInput, noInput, savedFile } from './fields.ts'

const path = z.string().min(1).max(32_768)
const port = z.int().min(1).max(65_535).nullable()

/** An account of an rsync_ssh destination that is not saved yet. */
const sshAccount = z.strictObject({
  /** `user@host`, as `ssh_target` of config.yaml. */
  target: z.string().min(1).max(1_000),
  /** null: the one of ssh's configuration, else 22. */
  port,
  /** The private key; null: the key of this computer. */
  keyPath: path.nullable(),
})

/** A server whose host key is asked for. */
const sshServer = z.union([
  /** The destination of a configured instrument: rsync over ssh, or rclone with SFTP in its chain. */
  instrumentInput,
  sshAccount,
  /** An SFTP server that a form names, before a remote of it is made. */
  z.strictObject({ host: z.string().min(1).max(1_000), port }),
  /** A remote that is there already. `config`: its rclone.conf; null: rclone's default. */
  z.strictObject({ remote: z.string().min(1).max(1_000), config: path.nullable() }),
])

/** A server to which the key of an account signs in. */
const signIn = z.union([instrumentInput, sshAccount])

export const sshAccessMethods = {
  /** The key that the app made for this computer; null: none was made yet. */
  'ssh.key': { input: noInput, output: z.object({ key: computerKey.nullable() }) },
  /** Makes the key of this computer (ed25519, without a passphrase, in the data folder); one that is there stays. */
  'ssh.makeKey': { input: noInput, output: computerKey },
  /** Looks at a file that somebody chose as the key, without trying it at a server. */
  'ssh.checkKeyFile': { input: z.strictObject({ path }), output: keyFileCheck },
  /** A text that asks IT to let the key of this computer in, and for the fingerprint of the server. */
  'ssh.letter': {
    input: z.strictObject({ server: signIn }),
    output: z.object({ subject: z.string(), text: z.string() }),
  },
  /** Saves that text where the person says. */
  'ssh.saveLetter': { input: z.strictObject({ server: signIn }), output: savedFile },
  /** Opens the mail program with that text. */
  'ssh.mailLetter': { input: z.strictObject({ server: signIn }), output: z.null() },
  /** The host keys that the server presents now, compared with those known here. Refused where it does not answer. */
  'ssh.hostKeys': { input: z.strictObject({ server: sshServer }), output: hostIdentity },
  /** Compares what IT gave, pasted whole, with what the server presents. Trusts nothing. */
  'ssh.compare': {
    input: z.strictObject({ server: sshServer, given: z.string().max(20_000) }),
    output: givenFingerprint,
  },
  /**
   * Accepts the host key into the app's own known_hosts, in the place of another one of that host. Refused unless what IT gave
   * is the fingerprint that the server presents. Lifts what waited for it; answers how many runs are tried again.
   */
  'ssh.trust': {
    input: z.strictObject({ server: sshServer, given: z.string().max(20_000) }),
    output: z.object({ host: z.string(), runs: z.int() }),
  },
  /**
   * Signs in once with a password and adds the key of this computer to the account's authorized_keys. The password is kept
   * nowhere. Refused where the host key is not trusted yet, or with what the server said.
   */
  'ssh.letIn': {
    input: z.strictObject({ server: sshAccount, password: z.string().min(1).max(1_000) }),
    output: z.null(),
  },
  /** Tries whether the server lets the key in now. Changes nothing there; the window asks every ten seconds. */
  'ssh.tryNow': { input: z.strictObject({ server: signIn }), output: sshTry },
} as const
