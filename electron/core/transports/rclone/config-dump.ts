// rclone.conf as rclone prints it, asked again only where a file that it can come from has changed.
import { type BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RcloneDestination } from '../../domain/config.ts'
import { errorCode } from '../../errors.ts'
import { readBounded } from '../../lib/bounded-file.ts'
import { toolEnvironment } from '../../process/environment.ts'
import { type ToolDeps, locate } from '../run-tool.ts'
import type { AttemptIo } from '../transport.ts'
import { rcloneConfigArgs } from './rclone-args.ts'
import type { RcloneQuery } from './rclone-query.ts'

/** A file that changed less than this ago may change once more under the same time: some file systems count in steps of 2 s. */
const SETTLED_MS = 3_000n

/** Places where rclone looks for its config, of which the first that is there counts (rclone docs, --config). */
const configFiles = (destination: RcloneDestination, deps: ToolDeps): string[] => {
  if (destination.configFile !== null) return [destination.configFile]
  const { APPDATA, XDG_CONFIG_HOME, HOME, USERPROFILE } = toolEnvironment(deps.env)
  const homes = [HOME, USERPROFILE].filter((home) => home !== undefined)
  return [
    join(dirname(locate('rclone', deps)), 'rclone.conf'),
    ...[APPDATA, XDG_CONFIG_HOME].flatMap((folder) =>
      folder === undefined ? [] : [join(folder, 'rclone', 'rclone.conf')],
    ),
    ...homes.flatMap((home) => [
      join(home, '.config', 'rclone', 'rclone.conf'),
      join(home, '.rclone.conf'),
    ]),
  ]
}

/** Most bytes of an rclone.conf that is read here. */
const MAX_BYTES = 1 << 20
/** The first words of a file that rclone encrypted, after a line of comment (rclone docs, configuration encryption). */
const ENCRYPTED = 'rclone_encrypt'

/**
 * False where no file that rclone.conf can come from holds `word`, in small letters; true where one does, is encrypted, or
 * cannot be read. It spares a start of rclone for the ordinary case.
 */
export const mayHold = (word: string, destination: RcloneDestination, deps: ToolDeps): boolean =>
  configFiles(destination, deps).some((file) => {
    try {
      const text = readBounded(file, MAX_BYTES).toString('utf8').toLowerCase()
      return text.includes(word) || text.includes(ENCRYPTED)
    } catch (error) {
      const code = errorCode(error)
      return code !== 'ENOENT' && code !== 'ENOTDIR'
    }
  })

const stampOf = (found: BigIntStats): string =>
  [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':')

/** What tells one state of the files from another; null: one of them changed just now, or cannot be looked at. */
const stampOfAll = async (paths: readonly string[], nowMs: bigint): Promise<string | null> => {
  const stamps: string[] = []
  for (const path of paths) {
    try {
      const found = await stat(path, { bigint: true })
      const ages = [nowMs - found.mtimeMs, nowMs - found.ctimeMs]
      if (ages.some((age) => age < SETTLED_MS)) return null
      stamps.push(`${path}\0${stampOf(found)}`)
    } catch (error) {
      const code = errorCode(error)
      if (code !== 'ENOENT' && code !== 'ENOTDIR') return null
      stamps.push(`${path}\0none`)
    }
  }
  return stamps.join('\0')
}

/** The last answer by program and files. It is never written anywhere: rclone.conf holds secrets. */
const answers = new Map<string, { readonly stamp: string; readonly text: string }>()

/** The output of `rclone config dump`. Throws TransportError where rclone cannot read its config. */
export const configDump = async (
  destination: RcloneDestination,
  deps: ToolDeps,
  query: RcloneQuery,
  io: AttemptIo,
): Promise<string> => {
  const paths = configFiles(destination, deps)
  const key = [locate('rclone', deps), ...paths].join('\0')
  const stamp = await stampOfAll(paths, BigInt(Date.now()))
  const known = answers.get(key)
  if (stamp !== null && known?.stamp === stamp) return known.text
  let text = ''
  await query(rcloneConfigArgs(destination), io, (line) => {
    text += `${line}\n`
  })
  // a file that changed while rclone read it belongs to no answer
  if (stamp !== null && stamp === (await stampOfAll(paths, BigInt(Date.now()))))
    answers.set(key, { stamp, text })
  return text
}
