// A small lab in a folder of its own: instruments with realistic runs, a NAS or two, the app's settings for them.
import { createCipheriv } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findSshd, startSshd } from './sshd.mjs'

const MIB = 1024 * 1024

/** Bytes that do not compress and are the same every time: AES of a counter. @param {string} name */
const noise = (name) => {
  const key = Buffer.alloc(16)
  key.write(name.slice(-16))
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
}

/** @param {string} path @param {number} size */
export const writeNoise = (path, size) => {
  mkdirSync(dirname(path), { recursive: true })
  const cipher = noise(path)
  const file = openSync(path, 'w')
  for (let left = size; left > 0; left -= MIB)
    writeSync(file, cipher.update(Buffer.alloc(Math.min(MIB, left))))
  closeSync(file)
}

const number = (/** @type {number} */ n) => String(n).padStart(4, '0')

/** A z-stack with its thumbnails. @param {string} run */
const confocalRun = (run) => {
  for (let i = 0; i < 3; i += 1)
    writeNoise(join(run, 'raw', `stack z${i + 1} – 488 nm.czi`), 24 * MIB)
  for (let i = 0; i < 600; i += 1)
    writeNoise(join(run, 'thumbnails', `t${number(i)}.tif`), 2_000 + ((i * 977) % 30_000))
  writeFileSync(
    join(run, 'Notizen Färbung ΔcheA.txt'),
    'DAPI 405, GFP 488, Alexa 647. Objektiv 63x.\n',
  )
}

/** A plate: one small file for each well and cycle. @param {string} run @param {number} files */
const plateRun = (run, files) => {
  for (let i = 0; i < files; i += 1) {
    const well = `${'ABCDEFGH'[i % 8]}${(Math.floor(i / 8) % 12) + 1}`
    writeNoise(join(run, `Plate 1/${well}`, `cycle ${number(i)}.fcs`), 4_000 + ((i * 613) % 50_000))
  }
  writeFileSync(join(run, 'データ.csv'), 'well,count\nA1,1204\n')
}

/** @param {string} run */
const sequencerRun = (run) => {
  for (let i = 0; i < 4; i += 1) writeNoise(join(run, `lane${i + 1}.fastq.gz`), 12 * MIB)
  for (let i = 0; i < 120; i += 1)
    writeNoise(join(run, 'InterOp', `metric_${number(i)}.bin`), 3_000)
}

/**
 * @typedef {object} Lab
 * @property {string} dir
 * @property {string} config config.yaml
 * @property {string} dataDir
 * @property {readonly string[]} runs folders to add
 * @property {string} failing leaf name of the run that must fail
 * @property {() => void} repair takes away what makes it fail
 * @property {() => Promise<void>} close stops the ssh server
 */

/**
 * @param {string} dir an empty folder
 * @param {{ mbps?: number }} [options] speed limit of the rclone instruments, Mb/s
 * @returns {Promise<Lab>}
 */
export const makeLab = async (dir, { mbps = 160 } = {}) => {
  const at = (/** @type {string[]} */ ...parts) => join(dir, ...parts)
  const confocal = at('acquisition', 'CONFOCAL_01', '2026-11-20 Mitose wt vs ΔcheA')
  const plate = at('acquisition', 'CONFOCAL_01', '2026-11-21 Plate 7')
  const flow = at('acquisition', 'FLOW_02', 'Run_0412 spleen')
  const failing = at('acquisition', 'SEQ_03', '261121_NB551_0099')
  confocalRun(confocal)
  plateRun(plate, 900)
  plateRun(flow, 500)
  sequencerRun(failing)

  const nas = at('nas')
  mkdirSync(nas)
  writeFileSync(at('rclone.conf'), `[lab-nas]\ntype = alias\nremote = ${nas}\n`, { mode: 0o600 })
  // a file lies where the run's folder belongs, so nothing can be written there
  mkdirSync(join(nas, 'SEQ_03'))
  const obstacle = join(nas, 'SEQ_03', '261121_NB551_0099')
  writeFileSync(obstacle, 'This should have been a folder.\n')

  const sshd = findSshd() === null ? null : await startSshd(at('ssh-nas'))
  // rsync makes the run's folder, never the one above it: a share that is not mounted must not be filled
  mkdirSync(at('nas-ssh', 'FLOW_02'), { recursive: true })
  const viaRclone = (/** @type {string} */ id) => `    transport:
      type: rclone
      rclone_remote: lab-nas
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
  const instrument = (
    /** @type {string} */ id,
    /** @type {string} */ label,
    /** @type {string} */ transport,
  ) => `  - id: ${id}
    label: ${label}
    local_root: ${JSON.stringify(at('acquisition', id))}
    completeness_signal: button
${transport}`
  mkdirSync(at('exlab-sync'))
  writeFileSync(
    at('exlab-sync', 'config.yaml'),
    `# The demo's lab. Two quick tries, so that nobody has to wait for the failure.
equipment:
${instrument('CONFOCAL_01', 'Confocal microscope', viaRclone('CONFOCAL_01'))}${instrument('FLOW_02', 'Flow cytometer', viaSsh)}${instrument('SEQ_03', 'Sequencer', viaRclone('SEQ_03'))}sync:
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
    repair: () => rmSync(obstacle, { force: true }),
    close: async () => sshd?.stop(),
  }
}
