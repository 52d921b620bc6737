// Records how a rclone fails, with the command lines of the product: `node test/record/record-rclone.ts <rclone> <file>`. Each
// case of `rclone-cases.ts` runs once against real and canned servers on loopback, and its output becomes a line of the file.
// Needs root (for a full disk, and for accounts that may not write), sshd and smbd.
import { spawn, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RcloneDestination } from '../../electron/core/domain/config.ts'
import { rclonePushArgs, rcloneTarget } from '../../electron/core/transports/rclone/rclone-args.ts'
import { rcloneDigestArgs } from '../../electron/core/transports/rclone/rclone-list-args.ts'
import { toolEnvironment } from '../../electron/core/process/environment.ts'
import type { RcloneCase } from './rclone-case.ts'
import { createSetting } from './setting.ts'
import { rcloneCases } from './rclone-cases.ts'

/** Fixed, so that the same recording has the same paths. */
const DIR = '/tmp/exlab-record'
const RUN = join(DIR, 'acq', 'SCOPE_01', 'Run_20260314_102205')

interface Ended {
  readonly exit_code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

const execute = (argv: readonly string[], one: RcloneCase): Promise<Ended> =>
  new Promise((resolve) => {
    const [command = '', ...args] = [...(one.wrap ?? []), ...argv]
    const env = { ...toolEnvironment(process.env), HOME: DIR, ...one.env }
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += String(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += String(chunk)
      one.during?.(stderr, child)
    })
    child.on('close', (exit_code, signal) => resolve({ exit_code, signal, stdout, stderr }))
  })

const writeRun = (one: RcloneCase): void => {
  rmSync(RUN, { recursive: true, force: true })
  mkdirSync(RUN, { recursive: true })
  for (const name of one.files ?? ['frame_0000.tif', 'sub/frame_0001.tif']) {
    mkdirSync(join(RUN, name, '..'), { recursive: true })
    writeFileSync(join(RUN, name), name.startsWith('big') ? Buffer.alloc(3 << 20, 7) : name)
  }
}

const record = async (rclone: string, version: string, one: RcloneCase): Promise<string> => {
  writeRun(one)
  const conf = join(DIR, 'rclone.conf')
  const destination: RcloneDestination = {
    type: 'rclone',
    remote: one.remote ?? 'nas',
    remotePath: one.path ?? 'raw',
    configFile: one.configFile ?? conf,
    bandwidth: null,
  }
  writeFileSync(conf, one.conf)
  one.before?.(RUN)
  const digests = one.operation === 'hashsum'
  const argv = digests
    ? rcloneDigestArgs(
        destination,
        rcloneTarget(destination, 'Run_20260314_102205'),
        one.download ? { maxBytes: 1 << 30, files: false, reads: null } : null,
      )
    : rclonePushArgs(
        destination,
        {
          proven: null,
          folder: RUN,
          runPath: 'Run_20260314_102205',
          files: null,
          full: false,
          replace: one.replace ?? 'own',
          exclude: [],
          bwlimitKibps: null,
          bandwidth: null,
        },
        { transfers: 4, isProven: false },
      )
  // options of the case come last, so that they win over the product's
  const at = argv.indexOf('--')
  const args = ['rclone', ...argv.slice(0, at), ...(one.options ?? []), ...argv.slice(at)]
  const ended = await execute([rclone, ...args.slice(1)], one)
  one.after?.(RUN)
  const { reason, kind, note } = one
  return JSON.stringify({
    id: one.id,
    transport: 'rclone',
    operation: digests ? 'hashsum' : 'push',
    tool_version: version,
    args,
    ...ended,
    expected_kind: kind,
    expected_reason: reason,
    note,
  })
}

const [rclone = 'rclone', file = 'rclone.jsonl', only = ''] = process.argv.slice(2)
rmSync(DIR, { recursive: true, force: true })
mkdirSync(DIR, { recursive: true })
chmodSync(DIR, 0o755)
const version = execFileSync(rclone, ['version'], { encoding: 'utf8' }).split('\n')[0] ?? ''
const lines: string[] = []
const setting = await createSetting(DIR, rclone)
const cases = await rcloneCases(setting, rclone)
for (const one of cases.filter(({ id }) => id.includes(only))) {
  lines.push(await record(rclone, version, one))
  console.log(one.id)
}
writeFileSync(file, `${lines.toSorted().join('\n')}\n`)
await setting.stop()
rmSync(DIR, { recursive: true, force: true })
process.exit(0)
