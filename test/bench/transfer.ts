// Push and verification compared with the bare tools: the fastest possible order, the tools one after the other, and the order
// push, hash here, hash here again, hash there.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startSshd } from '../../build/demo/sshd.ts'
import { type Timing, makeFiles, median, timeCommands, timeCore } from './tools.ts'

const MIB = 1024 * 1024
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)

interface Comparison {
  readonly name: string
  /** Median seconds. */
  readonly ours: number
  readonly floor: number
  readonly serial: number
  readonly seed: number
  /** CPU seconds of our process, hashing of the originals included. */
  readonly ownCpu: number
}

interface Ways {
  /** Empties the destination. */
  clean(): void
  ours(round: number): Promise<Timing>
  readonly push: readonly string[]
  readonly hashThere: readonly string[]
  readonly hashHere: readonly string[]
}

const compare = async (name: string, ways: Ways): Promise<Comparison> => {
  const ours: Timing[] = []
  const floor: number[] = []
  const serial: number[] = []
  const seed: number[] = []
  const { push, hashThere, hashHere } = ways
  const measured = async (
    commands: readonly (readonly string[])[],
    into: number[],
  ): Promise<void> => {
    ways.clean()
    into.push((await timeCommands(commands)).seconds)
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    await measured([push, hashThere], floor)
    ways.clean()
    ours.push(await ways.ours(round))
    await measured([push, hashHere, hashThere], serial)
    await measured([push, hashHere, hashHere, hashThere], seed)
  }
  return {
    name,
    ours: median(ours.map((one) => one.seconds)),
    floor: median(floor),
    serial: median(serial),
    seed: median(seed),
    ownCpu: median(ours.map((one) => one.ownCpu ?? 0)),
  }
}

const hashTree = (folder: string): readonly string[] => [
  'sh',
  '-c',
  'cd "$1" && find . -type f -exec sha256sum {} + >/dev/null',
  'sh',
  folder,
]

export const benchTransfers = async (dir: string): Promise<Comparison[]> => {
  const many = join(dir, 'acq', 'many')
  const few = join(dir, 'acq', 'few')
  makeFiles(many, 8_000, 2_000, 60_000)
  makeFiles(few, 6, 256 * MIB, 256 * MIB)
  const nas = join(dir, 'nas')
  const conf = join(dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${nas}\n`)
  const sshd = await startSshd(join(dir, 'sshd'))
  const ssh = [
    'ssh',
    '-i',
    sshd.key,
    '-p',
    String(sshd.port),
    '-o',
    `UserKnownHostsFile=${sshd.knownHosts}`,
  ]
  const account = `${sshd.user}@127.0.0.1`
  const ours = (transport: string) => async (folder: string, round: number, name: string) => {
    const dataDir = join(dir, `data ${name} ${round}`)
    mkdirSync(dataDir)
    writeFileSync(
      join(dataDir, 'config.yaml'),
      `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'acq')}\n    transport: ${transport}\n`,
    )
    // the manifest of the round before must not be sent
    rmSync(join(folder, '.exlab-wizard'), { recursive: true, force: true })
    const timing = await timeCore(dataDir, folder)
    rmSync(join(folder, '.exlab-wizard'), { recursive: true, force: true })
    rmSync(dataDir, { recursive: true })
    return timing
  }
  const byRclone = ours(`{ type: rclone, rclone_remote: nas, rclone_config: ${conf} }`)
  const byRsync = ours(
    `{ type: rsync_ssh, ssh_target: ${account}, ssh_port: ${sshd.port}, ssh_key_path: ${sshd.key}, ssh_known_hosts_file: ${sshd.knownHosts}, remote_path: ${nas} }`,
  )
  const clean = (): void => {
    rmSync(nas, { recursive: true, force: true })
    mkdirSync(nas)
    // earlier writes reach the disk before the next way is timed
    execFileSync('sync')
  }
  const results: Comparison[] = []
  try {
    for (const [label, folder] of [
      ['8,000 files of 2 to 60 KB', many],
      ['6 files of 256 MiB', few],
    ] as const) {
      const run = folder.slice(folder.lastIndexOf('/') + 1)
      results.push(
        await compare(`rclone, ${label}`, {
          clean,
          ours: (round) => byRclone(folder, round, `rclone ${run}`),
          push: ['rclone', '--config', conf, 'copy', folder, `nas:${run}`],
          hashThere: ['rclone', '--config', conf, 'hashsum', 'sha256', `nas:${run}`],
          hashHere: ['rclone', 'hashsum', 'sha256', folder],
        }),
        await compare(`rsync over ssh, ${label}`, {
          clean,
          ours: (round) => byRsync(folder, round, `rsync ${run}`),
          push: ['rsync', '-rt', '-e', ssh.join(' '), `${folder}/`, `${account}:${nas}/${run}/`],
          hashThere: [
            ...ssh,
            account,
            `cd '${nas}/${run}' && find . -type f -exec sha256sum {} + >/dev/null`,
          ],
          hashHere: hashTree(folder),
        }),
      )
    }
  } finally {
    await sshd.stop()
  }
  return results
}
