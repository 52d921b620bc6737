// Builds the support bundle: versions, settings, runs and ends of logs, without research data or secrets (docs/ux.md D18).
import { createWriteStream, existsSync, openSync, closeSync, readSync, statSync } from 'node:fs'
import { arch, homedir, platform, release, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { once } from 'node:events'
import { PEOPLE_LOG } from '../../logs/audit-log.ts'
import { readConfigFile } from '../config/config-file.ts'
import { lastReports } from '../destinations/connection-test/last-reports.ts'
import type { AttemptRow, JobSummary } from '../../../../shared/model/model.ts'
import type { Overview } from '../../../../shared/model/overview.ts'

interface BundleEntry {
  /** Name in the archive. */
  readonly name: string
  /** Size before packing; at most LOG_TAIL for a log. */
  readonly bytes: number
  read(): string
}

interface BundleDeps {
  readonly about: {
    readonly version: string
    readonly dataDir: string
    readonly configFile: string
  }
  overview(): Overview
  /** At most `limit` runs: those that need a person first. */
  jobs(limit: number): JobSummary[]
  attempts(jobId: number): AttemptRow[]
  logFile(jobId: number, attemptId: number): string
  settingsProblems(): readonly {
    readonly line: number | null
    readonly key: string
    readonly message: string
  }[]
}

const MAX_JOBS = 50
/** Bytes taken from the end of each log: the failure is there. */
const LOG_TAIL = 1 << 20
const LOGS_PER_JOB = 3

/** Lines of config.yaml whose value may be a secret. The schema refuses secrets; this covers a file with faults. */
const SECRET_LINE =
  /^(\s*-?\s*["']?[\w.-]*(?:pass|secret|token|api_?key|credential)[\w.-]*["']?\s*:\s*)\S.*$/gim

const tail = (file: string): string => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const from = Math.max(0, size - LOG_TAIL)
  const buffer = Buffer.alloc(size - from)
  const fd = openSync(file, 'r')
  try {
    readSync(fd, buffer, 0, buffer.length, from)
  } finally {
    closeSync(fd)
  }
  const text = buffer.toString('utf8')
  return from === 0 ? text : `[${from} bytes before this were left out]\n${text}`
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/**
 * Replaces the home folder by `~` and the account name by `USER`. A home folder of Windows is found in any case, with either
 * slash, and with the doubled backslashes of JSON.
 */
export const maskText = (text: string, home: string, user: string): string => {
  const isWindows = home.includes('\\')
  const flags = isWindows ? 'giu' : 'gu'
  const parts = home.split(isWindows ? /[\\/]+/ : '/').map(escaped)
  const folder = parts.join(isWindows ? String.raw`[\\/]+` : '/')
  const withoutHome = home.length > 1 ? text.replaceAll(new RegExp(folder, flags), '~') : text
  const name = String.raw`(?<![\p{L}\p{N}_])${escaped(user)}(?![\p{L}\p{N}_])`
  return user.length < 2 ? withoutHome : withoutHome.replaceAll(new RegExp(name, flags), 'USER')
}

const textEntry = (name: string, text: string): BundleEntry => ({
  name,
  bytes: Buffer.byteLength(text),
  read: () => text,
})
const fileEntry = (name: string, file: string): BundleEntry[] =>
  existsSync(file)
    ? [{ name, bytes: Math.min(LOG_TAIL, statSync(file).size), read: () => tail(file) }]
    : []

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** The entries of a bundle. Logs are read later, one at a time, while they are packed. */
const bundleEntries = (deps: BundleDeps): BundleEntry[] => {
  const { about } = deps
  const jobs = deps.jobs(MAX_JOBS)
  const config = (readConfigFile(about.configFile).text ?? '').replaceAll(SECRET_LINE, '$1***')
  const system = {
    version: about.version,
    node: process.versions.node,
    electron: process.versions['electron'] ?? null,
    system: `${platform()} ${release()} ${arch()}`,
  }
  return [
    textEntry('versions.json', json(system)),
    textEntry('config.yaml', config),
    textEntry('config-problems.json', json(deps.settingsProblems())),
    textEntry('overview.json', json(deps.overview())),
    textEntry('runs.json', json(jobs)),
    ...['app.log', 'app.log.1', PEOPLE_LOG].flatMap((name) =>
      fileEntry(name, join(about.dataDir, 'logs', name)),
    ),
    ...lastReports(about.dataDir).flatMap(({ name, file }) => fileEntry(`doctor/${name}`, file)),
    ...jobs.flatMap((job) => {
      const attempts = deps.attempts(job.id)
      const folder = `run-${job.id}`
      return [
        textEntry(`${folder}/attempts.json`, json(attempts)),
        ...attempts
          .slice(0, LOGS_PER_JOB)
          .flatMap(({ id, number }) =>
            fileEntry(`${folder}/attempt-${number}.log`, deps.logFile(job.id, id)),
          ),
      ]
    }),
  ]
}

/** Packs the entries into a new archive; an existing file is never overwritten. Throws the system's error. */
const writeBundle = async (
  entries: readonly BundleEntry[],
  file: string,
  mask: boolean,
): Promise<void> => {
  // imported with the first archive, which keeps it out of the start of the window
  const { Zip, ZipDeflate } = await import('fflate')
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  await once(out, 'open')
  const done = once(out, 'close')
  const zip = new Zip((error, chunk, final) => {
    if (error !== null) out.destroy(error)
    else {
      out.write(chunk)
      if (final) out.end()
    }
  })
  const { username } = userInfo()
  for (const entry of entries) {
    const part = new ZipDeflate(`${basename(file, '.zip')}/${entry.name}`)
    zip.add(part)
    const text = entry.read()
    part.push(Buffer.from(mask ? maskText(text, homedir(), username) : text), true)
    if (out.writableNeedDrain) await once(out, 'drain')
  }
  zip.end()
  await done
}

export interface SupportBundle {
  entries(): readonly BundleEntry[]
  /** Packs the entries into a new file. `mask`: replaces home folder and account name. Throws the system's error. */
  write(file: string, mask: boolean): Promise<void>
}

export const createSupportBundle = (deps: BundleDeps): SupportBundle => ({
  entries: () => bundleEntries(deps),
  write: (file, mask) => writeBundle(bundleEntries(deps), file, mask),
})
