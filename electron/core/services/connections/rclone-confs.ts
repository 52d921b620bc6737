// Opens and changes rclone.conf files: the app's own, encrypted one, rclone's default, and those that
// config.yaml names. The password of one is given to a tool in its environment only.
import { randomBytes } from 'node:crypto'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { OWN_CONF } from '../../domain/config.ts'
import { Refusal, errorCode, errorMessage } from '../../errors.ts'
import { replaceFile } from '../../lib/atomic-replace.ts'
import { FileRefused, readBounded } from '../../lib/bounded-file.ts'
import { makePrivateFile } from '../../lib/private-files.ts'
import { makePrivateFolder } from '../../lib/private-folder.ts'
import { type SecretStore, SecretsUnavailable } from '../../lib/secret-store.ts'
import { decrypt, encrypt, isEncrypted } from '../../transports/rclone/conf-format.ts'
import { defaultConf } from '../../transports/rclone/default-conf.ts'
import { TransportError } from '../../transports/transport.ts'

/** An rclone.conf as it was read. `password` is null where it is not encrypted. */
export type ConfText =
  | { readonly state: 'open'; readonly text: string; readonly password: string | null }
  /** `why`: a sentence. */
  | { readonly state: 'locked' | 'unreadable'; readonly why: string }
  | { readonly state: 'missing' }

export interface RcloneConfs {
  /** Path of an rclone.conf as config.yaml names it: OWN_CONF, a path, or null for rclone's default. */
  fileOf(conf: string | null): string
  /** Where drafts lie, encrypted as the app's own rclone.conf is. */
  readonly draftsFolder: string
  /** Reads and decrypts a file. Never throws. */
  read(file: string): Promise<ConfText>
  /** The variables with which rclone opens a file. Throws TransportError where it is encrypted and can't be opened. */
  environmentFor(file: string): Promise<Readonly<Record<string, string>>>
  /** Changes the text of a file in one step; the app's own is made with the first remote. Throws Refusal. */
  edit(file: string, change: (text: string) => string): Promise<void>
  /** Keeps the password of an encrypted file. Throws Refusal where it is wrong, or the file is not encrypted. */
  unlock(file: string, password: string): Promise<void>
}

/** Most bytes of an rclone.conf. */
const MAX_BYTES = 4 << 20

/** Length of the password that the app makes for its own file. */
const PASSWORD_BYTES = 32

const LOST = msg`Its password is not in the keychain of this account any more. Move that file away, and set the connections up again.`

export const createRcloneConfs = (options: {
  /** What is this account's alone. */
  readonly folder: string
  readonly secrets: SecretStore
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}): RcloneConfs => {
  const { secrets } = options
  const own = join(options.folder, 'rclone.conf')
  const draftsFolder = join(options.folder, 'drafts')
  const isOwn = (file: string): boolean => file === own || dirname(file) === draftsFolder
  const secretName = (file: string): string => `rclone.conf ${isOwn(file) ? own : file}`
  /** Passwords by file, each for one version of the file. */
  const opened = new Map<string, { readonly version: string; readonly password: string | null }>()

  const open = async (file: string, text: string): Promise<ConfText> => {
    if (!isEncrypted(text)) return { state: 'open', text, password: null }
    const lock = (why: string): ConfText => ({
      state: 'locked',
      why: msg`${file} is encrypted. ${why}`,
    })
    try {
      const password = await secrets.get(secretName(file))
      if (password === null) return lock(isOwn(file) ? LOST : msg`Its password was not told yet.`)
      const plain = decrypt(text, password)
      if (plain !== null) return { state: 'open', text: plain, password }
      const other = await secrets.get(secretName(file), 'anew')
      const again = other === null || other === password ? null : decrypt(text, other)
      return again === null
        ? lock(msg`Its password is not the one that was told.`)
        : { state: 'open', text: again, password: other }
    } catch (error) {
      if (!(error instanceof SecretsUnavailable)) throw error
      return lock(error.message)
    }
  }

  const read = async (file: string): Promise<ConfText> => {
    let text: string
    try {
      text = readBounded(file, MAX_BYTES).toString('utf8')
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return { state: 'missing' }
      const why = error instanceof FileRefused ? error.message : errorMessage(error)
      return { state: 'unreadable', why: msg`${file} can't be read: ${why}` }
    }
    return open(file, text)
  }

  /** The password with which the app's own files are written; made with the first one. */
  const ownPassword = async (): Promise<string> => {
    const isFirst = !existsSync(own)
    const kept = await secrets.get(secretName(own)).catch((error: unknown) => {
      // where nothing is to be opened, a keychain that can't be asked is told by the attempt to keep one there
      if (isFirst && error instanceof SecretsUnavailable) return null
      throw error
    })
    if (kept !== null) return kept
    if (!isFirst) throw new Refusal('unavailable', msg`${own} can't be opened. ${LOST}`)
    const made = randomBytes(PASSWORD_BYTES).toString('base64url')
    await secrets.set(secretName(own), made)
    return made
  }

  const requirePassword = async (file: string): Promise<string | null> => {
    try {
      if (isOwn(file)) return await ownPassword()
      const found = await read(file)
      if (found.state === 'open') return found.password
      throw new Refusal(
        'unavailable',
        found.state === 'missing' ? msg`${file} is not there any more.` : found.why,
      )
    } catch (error) {
      if (!(error instanceof SecretsUnavailable)) throw error
      throw new Refusal('unavailable', error.message)
    }
  }

  return {
    draftsFolder,
    fileOf: (conf) =>
      conf === OWN_CONF ? own : (conf ?? defaultConf(options.env, options.home, process.platform)),
    read,
    async environmentFor(file) {
      const found = statSync(file, { throwIfNoEntry: false })
      if (found === undefined || !found.isFile()) return {}
      const version = `${found.ino} ${found.size} ${found.mtimeMs}`
      let known = opened.get(file)
      if (known?.version !== version) {
        const conf = await read(file)
        if (conf.state === 'locked')
          throw new TransportError('rclone.conf is encrypted', {
            errorKind: 'auth',
            reason: 'config_locked',
            stderr: conf.why,
          })
        // what can't be read is told by the tool
        if (conf.state !== 'open') return {}
        known = { version, password: conf.password }
        opened.set(file, known)
      }
      return known.password === null ? {} : { RCLONE_CONFIG_PASS: known.password }
    },
    async edit(file, change) {
      const password = await requirePassword(file)
      try {
        if (isOwn(file)) {
          makePrivateFolder(dirname(file))
          makePrivateFile(file)
        }
        // writes the target of a symbolic link, so that the link stays
        const isWritten = replaceFile(realpathSync(file), (before) => {
          const plain =
            password === null || !isEncrypted(before) ? before : decrypt(before, password)
          if (plain === null)
            throw new Refusal(
              'unavailable',
              msg`${file} can't be opened: its password has changed.`,
            )
          const after = change(plain)
          return password === null ? after : encrypt(after, password)
        })
        if (!isWritten)
          throw new Refusal(
            'conflict',
            msg`${file} is being written by another program. Try again.`,
          )
      } catch (error) {
        if (error instanceof Refusal) throw error
        if (error instanceof RangeError) throw new Refusal('invalid_input', `${error.message}.`)
        throw new Refusal('unavailable', msg`${file} can't be written: ${errorMessage(error)}`)
      }
    },
    async unlock(file, password) {
      const found = await read(file)
      if (found.state === 'missing') throw new Refusal('not_found', msg`${file} is not there.`)
      if (found.state === 'unreadable') throw new Refusal('unavailable', found.why)
      const text = readBounded(file, MAX_BYTES).toString('utf8')
      if (!isEncrypted(text)) throw new Refusal('invalid_input', msg`${file} is not encrypted.`)
      if (decrypt(text, password) === null)
        throw new Refusal('invalid_input', msg`This is not the password of ${file}.`)
      try {
        await secrets.set(secretName(file), password)
      } catch (error) {
        if (!(error instanceof SecretsUnavailable)) throw error
        throw new Refusal('unavailable', error.message)
      }
      opened.delete(file)
    },
  }
}
