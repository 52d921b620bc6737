// Makes a small lab in a folder: instruments with realistic runs, one or two NAS, and the app's settings for them.
import { type Cipheriv, createCipheriv } from 'node:crypto'
import { appendFileSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findSshd, startSshd } from './sshd.ts'

const MIB = 1024 * 1024

/** A cipher whose output does not compress and is the same in every run: AES of a counter. */
const noise = (name: string): Cipheriv => {
  const key = Buffer.alloc(16)
  key.write(name.slice(-16))
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
}

/** Writes a file of `size` bytes, and the folders above it. */
const writeNoise = (path: string, size: number): void => {
  mkdirSync(dirname(path), { recursive: true })
  const cipher = noise(path)
  const file = openSync(path, 'w')
  for (let left = size; left > 0; left -= MIB)
    writeSync(file, cipher.update(Buffer.alloc(Math.min(MIB, left))))
  closeSync(file)
}

const fourDigits = (n: number): string => String(n).padStart(4, '0')

/** A z-stack with its thumbnails. */
const confocalRun = (run: string): void => {
  for (let i = 0; i < 3; i += 1)
    writeNoise(join(run, 'raw', `stack z${i + 1} – 488 nm.czi`), 24 * MIB)
  for (let i = 0; i < 600; i += 1)
    writeNoise(join(run, 'thumbnails', `t${fourDigits(i)}.tif`), 2_000 + ((i * 977) % 30_000))
  writeFileSync(
    join(run, 'Notizen Färbung ΔcheA.txt'),
    'DAPI 405, GFP 488, Alexa 647. Objektiv 63x.\n',
  )
}

/** A plate: one small file for each well and cycle. */
const plateRun = (run: string, files: number): void => {
  for (let i = 0; i < files; i += 1) {
    const well = `${'ABCDEFGH'[i % 8]}${(Math.floor(i / 8) % 12) + 1}`
    writeNoise(
      join(run, `Plate 1/${well}`, `cycle ${fourDigits(i)}.fcs`),
      4_000 + ((i * 613) % 50_000),
    )
  }
  writeFileSync(join(run, 'データ.csv'), 'well,count\nA1,1204\n')
}

const sequencerRun = (run: string): void => {
  for (let i = 0; i < 4; i += 1) writeNoise(join(run, `lane${i + 1}.fastq.gz`), 12 * MIB)
  for (let i = 0; i < 120; i += 1)
    writeNoise(join(run, 'InterOp', `metric_${fourDigits(i)}.bin`), 3_000)
}

export interface Lab {
  readonly dir: string
  /** Path of config.yaml. */
  readonly config: string
  readonly dataDir: string
  /** Run folders to add. */
  readonly runs: readonly string[]
  /** Name of the run that must fail: the last part of its path. */
  readonly failing: string
  /** Removes what makes it fail. */
  readonly repair: () => void
  /** Stops the ssh server. */
  readonly close: () => Promise<void>
}

/** Makes the lab in an empty folder; `mbps` limits the rclone instruments, in Mb/s. */
export const makeLab = async (dir: string, { mbps = 160 } = {}): Promise<Lab> => {
  const at = (...parts: string[]): string => join(dir, ...parts)
  const confocal = at('acquisition', 'CONFOCAL_01', '2026-11-20 Mitose wt vs ΔcheA')
  const plate = at('acquisition', 'CONFOCAL_01', '2026-11-21 Plate 7')
  const flow = at('acquisition', 'FLOW_02', 'Run_0412 spleen')
  const failing = at('acquisition', 'SEQ_03', '261121_NB551_0099')
  confocalRun(confocal)
  plateRun(plate, 900)
  plateRun(flow, 500)
  sequencerRun(failing)

  const nas = at('nas')
  // the folder of a destination is never made by the app
  for (const id of ['CONFOCAL_01', 'FLOW_02', 'SEQ_03'])
    mkdirSync(join(nas, id), { recursive: true })
  const remote = (name: string): string => `[${name}]\ntype = alias\nremote = ${nas}\n`
  writeFileSync(at('rclone.conf'), remote('lab-nas'), { mode: 0o600 })

  const sshd = findSshd() === null ? null : await startSshd(at('ssh-nas'))
  // the app creates the run's folder through rsync, never the one above it: it must not fill a share's empty mount point
  mkdirSync(at('nas-ssh', 'FLOW_02'), { recursive: true })
  const viaRclone = (id: string, name = 'lab-nas'): string => `    transport:
      type: rclone
      rclone_remote: ${name}
      rclone_remote_path: ${id}
      rclone_config: ${JSON.stringify(at('rclone.conf'))}
      bandwidth: { upload_mbps: ${mbps} }
`
  const viaSsh =
    sshd === null
      ? viaRclone('FLOW_02')
      : `    transport:
      type: rsync_ssh
      ssh_target: ${sshd.user}@127.0.0.1
      ssh_port: ${sshd.port}
      ssh_key_path: ${JSON.stringify(sshd.key)}
      ssh_known_hosts_file: ${JSON.stringify(sshd.knownHosts)}
      remote_path: ${JSON.stringify(at('nas-ssh', 'FLOW_02'))}
`
  const instrument = (id: string, label: string, transport: string): string => `  - id: ${id}
    label: ${label}
    local_root: ${JSON.stringify(at('acquisition', id))}
    completeness_signal: button
${transport}`
  mkdirSync(at('exlab-sync'), { mode: 0o700 })
  writeFileSync(
    at('exlab-sync', 'config.yaml'),
    `# The demo's lab. Two quick tries, so that nobody has to wait for the failure.
equipment:
${instrument('CONFOCAL_01', 'Confocal microscope', viaRclone('CONFOCAL_01'))}${instrument('FLOW_02', 'Flow cytometer', viaSsh)}${instrument('SEQ_03', 'Sequencer', viaRclone('SEQ_03', 'seq-nas'))}sync:
  retry_delays_s: [3]
  max_attempts: 2
`,
  )
  return {
    dir,
    config: at('exlab-sync', 'config.yaml'),
    dataDir: at('exlab-sync'),
    runs: [confocal, plate, flow, failing],
    failing: '261121_NB551_0099',
    // the remote of the sequencer is set up only then
    repair: () => appendFileSync(at('rclone.conf'), remote('seq-nas')),
    close: async () => sshd?.stop(),
  }
}
