// Push and proof over a link of 30 MB/s each way and 1 ms, beside the bare push with the tool's own defaults and the digests of the
// far side after it. BENCH_LINK_SCALE: part of the full sizes, a quarter where it is not set; BENCH_LINK_CASES: a pattern of the
// cases' names.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFiles, median, timeCommands, timeCore } from '../tools.ts'
import { type LinkServer, startServers } from './servers.ts'

const MIB = 1024 * 1024
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
const SCALE = Number(process.env['BENCH_LINK_SCALE'] ?? 0.25)
const WANTED = new RegExp(process.env['BENCH_LINK_CASES'] ?? '', 'i')
/** Ticks a second of the times in /proc. */
const TICKS = 100

/** Medians of one case. */
export interface LinkComparison {
  readonly name: string
  /** Seconds, and CPU seconds of this process and all programs that it started. */
  readonly ours: number
  readonly bare: number
  readonly oursCpu: number
  readonly bareCpu: number
  /** Median of the rounds' own ratios. */
  readonly ratio: number
}

/** CPU seconds of the programs that this process started and that ended. */
const childrenCpu = (): number => {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) / TICKS
}

const ownCpu = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const measured = async (work: () => Promise<{ readonly seconds: number }>) => {
  const before = childrenCpu() + ownCpu()
  const { seconds } = await work()
  return { seconds, cpu: childrenCpu() + ownCpu() - before }
}

const bareCommands = (server: LinkServer, folder: string, run: string): string[][] => {
  const { conf, path, ssh, sshd } = server
  const there =
    ssh === null
      ? []
      : [...ssh, `cd '${path}/${run}' && find . -type f -exec sha256sum {} + >/dev/null`]
  if (conf === null) {
    const shell = [
      'ssh',
      '-i',
      sshd.key,
      '-p',
      String(sshd.port),
      '-o',
      `UserKnownHostsFile=${sshd.knownHosts}`,
    ]
    return [
      [
        'rsync',
        '-rt',
        '-e',
        shell.join(' '),
        `${folder}/`,
        `${sshd.user}@127.0.0.1:${path}/${run}/`,
      ],
      there,
    ]
  }
  const rclone = ['rclone', '--config', conf]
  const place = `nas:${path === '' ? run : `${path}/${run}`}`
  return [
    [...rclone, 'copy', folder, place],
    ssh === null ? [...rclone, 'hashsum', 'sha256', '--download', place] : there,
  ]
}

const transportOf = ({ conf, path, sshd }: LinkServer): string =>
  conf === null
    ? `{ type: rsync_ssh, ssh_target: ${sshd.user}@127.0.0.1, ssh_port: ${sshd.port}, ssh_key_path: ${sshd.key}, ssh_known_hosts_file: ${sshd.knownHosts}, remote_path: ${path} }`
    : `{ type: rclone, rclone_remote: nas, rclone_config: ${conf}, rclone_remote_path: '${path}' }`

/** Runs all cases. Linux only: it reads CPU times in /proc. */
export const benchLink = async (dir: string): Promise<LinkComparison[]> => {
  const acq = join(dir, 'acq')
  const large = join(acq, 'large')
  const small = join(acq, 'small')
  const tiny = join(acq, 'tiny')
  const count = (full: number): number => Math.max(1, Math.round(full * SCALE))
  makeFiles(large, 4, count(192 * MIB), count(192 * MIB))
  makeFiles(small, count(600), 20_000, 200_000)
  makeFiles(tiny, count(4_000), 2_000, 20_000)
  // a server may run as another account
  chmodSync(dir, 0o755)
  const nas = join(dir, 'nas')
  const { servers, stop } = await startServers(dir, nas)
  const clean = (): void => {
    for (const name of ['large', 'small', 'tiny', '.exlab-sync'])
      rmSync(join(nas, name), { recursive: true, force: true })
    chmodSync(nas, 0o777)
  }
  const ours = async (server: LinkServer, folder: string) => {
    const dataDir = join(dir, 'data link')
    mkdirSync(dataDir)
    writeFileSync(
      join(dataDir, 'config.yaml'),
      `equipment:\n  - id: BENCH\n    local_root: ${acq}\n    transport: ${transportOf(server)}\n`,
    )
    const records = join(folder, '.exlab-wizard')
    rmSync(records, { recursive: true, force: true })
    try {
      return await timeCore(dataDir, folder)
    } finally {
      rmSync(records, { recursive: true, force: true })
      rmSync(dataDir, { recursive: true })
    }
  }
  const results: LinkComparison[] = []
  try {
    for (const server of servers) {
      const many =
        server.conf === null
          ? (['tiny', tiny, count(4_000)] as const)
          : (['small', small, count(600)] as const)
      for (const [run, folder, files] of [['large', large, 4] as const, many]) {
        const kind = run === 'large' ? `files of ${Math.round(192 * SCALE)} MiB` : 'small files'
        const name = `${server.name}, ${files} ${kind}`
        if (!WANTED.test(name)) continue
        const rounds: { seconds: number; cpu: number }[][] = []
        for (let round = 0; round < ROUNDS; round += 1) {
          clean()
          const bare = await measured(() => timeCommands(bareCommands(server, folder, run)))
          clean()
          rounds.push([await measured(() => ours(server, folder)), bare])
        }
        const of = (side: number, what: 'seconds' | 'cpu'): number =>
          median(rounds.map((pair) => pair[side]?.[what] ?? Number.NaN))
        results.push({
          name,
          ours: of(0, 'seconds'),
          bare: of(1, 'seconds'),
          oursCpu: of(0, 'cpu'),
          bareCpu: of(1, 'cpu'),
          ratio: median(rounds.map(([a, b]) => (a?.seconds ?? 0) / (b?.seconds ?? 0))),
        })
      }
    }
  } finally {
    await stop()
  }
  return results
}
