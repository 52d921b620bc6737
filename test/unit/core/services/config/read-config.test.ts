// Reading config.yaml: a valid file becomes Settings; each wrong field is listed with its line, its key and its rule.
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'

const GOOD = `equipment:
  - id: CONFOCAL_01
    label: Confocal
    local_root: /data/CONFOCAL_01
    completeness_signal: sentinel_file
    sentinel_filename: done.txt
    transport:
      type: rclone
      rclone_remote: lab-nas
      rclone_remote_path: raw/CONFOCAL_01
      bandwidth:
        upload_mbps: 80
        windows:
          - { days: [mon, fri], from: "08:00", to: "18:30" }
  - id: FLOW_01
    local_root: ~/flow
    transport:
      type: rsync_ssh
      ssh_target: lab@nas.example
      ssh_key_path: ~/.ssh/id_ed25519
      remote_path: /volume1/raw
sync:
  retry_delays_s: [30, 120]
  max_attempts: 4
  parallel_jobs: 2
  transfers: 8
  inactivity_s: 600
verify:
  max_stream_bytes: 2GiB
tools:
  rclone: /opt/rclone
other_program: { kept: true }
`

describe('config.yaml', () => {
  it('is read as docs/spec.md 9 says', () => {
    const { settings, problems } = readConfig(GOOD, '/home/op', 'linux')
    expect(problems).toEqual([])
    expect(settings?.instruments).toMatchObject([
      {
        id: 'CONFOCAL_01',
        label: 'Confocal',
        completeness: { signal: 'sentinel_file', filename: 'done.txt' },
        destination: {
          type: 'rclone',
          remote: 'lab-nas',
          bandwidth: {
            uploadMbps: 80,
            windows: [{ days: [1, 5], fromMinute: 480, toMinute: 1_110 }],
          },
        },
      },
      {
        id: 'FLOW_01',
        label: 'FLOW_01',
        localRoot: '/home/op/flow',
        completeness: { signal: 'button' },
        destination: {
          user: 'lab',
          host: 'nas.example',
          port: null,
          keyPath: '/home/op/.ssh/id_ed25519',
        },
      },
    ])
    expect(settings?.sync).toEqual({
      retryDelaysMs: [30_000, 120_000],
      maxAttempts: 4,
      parallelJobs: 2,
      transfers: 8,
      maxTransfers: 16,
      inactivityMs: 600_000,
      instrumentGuard: 'off',
      guardMbps: 8,
      keepAwake: true,
      rehearseDays: 30,
    })
    expect(settings?.verify.maxStreamBytes).toBe(2 * 1024 ** 3)
  })

  it('has defaults for everything but the instruments', () => {
    const { settings } = readConfig('', '/home/op', 'linux')
    expect(settings).toMatchObject({
      instruments: [],
      sync: { retryDelaysMs: [30_000, 120_000, 480_000, 1_800_000, 7_200_000], maxAttempts: 5 },
    })
  })

  it.each([
    ['id: CONFOCAL_01', 'id: "../x"', 2, 'equipment[0].id', 'letters, digits'],
    ['id: CONFOCAL_01', 'id: -rf', 2, 'equipment[0].id', 'begin with a letter'],
    ['id: FLOW_01', 'id: CONFOCAL_01', 15, 'equipment[1].id', 'used already by equipment[0]'],
    ['label: Confocal', 'label: [a]', 3, 'equipment[0].label', 'string'],
    [
      'local_root: /data/CONFOCAL_01',
      'local_root: data',
      4,
      'equipment[0].local_root',
      'absolute path',
    ],
    ['local_root: /data/CONFOCAL_01', 'local_rot: /d', 2, 'equipment[0].local_root', 'is missing'],
    [
      'completeness_signal: sentinel_file',
      'completeness_signal: soon',
      5,
      'equipment[0].completeness_signal',
      'quiet_period',
    ],
    [
      'sentinel_filename: done.txt',
      'sentinel_filename: a/b',
      6,
      'equipment[0].sentinel_filename',
      'without folders',
    ],
    [
      '    sentinel_filename: done.txt\n',
      '',
      2,
      'equipment[0].sentinel_filename',
      'is needed with',
    ],
    ['type: rclone', 'type: ftp', 8, 'equipment[0].transport.type', 'rclone, rsync_ssh or folder'],
    [
      'rclone_remote: lab-nas',
      'rclone_remote: -nas',
      9,
      'equipment[0].transport.rclone_remote',
      'remote name',
    ],
    [
      'rclone_remote: lab-nas',
      'rclone_remote: ":sftp,host=x:"',
      9,
      'equipment[0].transport.rclone_remote',
      'remote name',
    ],
    [
      'rclone_remote_path: raw/CONFOCAL_01',
      'rclone_remote_path: ../x',
      10,
      'equipment[0].transport.rclone_remote_path',
      '..',
    ],
    [
      'upload_mbps: 80',
      'upload_mbps: 0',
      12,
      'equipment[0].transport.bandwidth.upload_mbps',
      'above 0',
    ],
    [
      'days: [mon, fri]',
      'days: [monday]',
      14,
      'equipment[0].transport.bandwidth.windows[0].days[0]',
      'mon',
    ],
    ['from: "08:00"', 'from: "8"', 14, 'equipment[0].transport.bandwidth.windows[0].from', '08:00'],
    [
      'ssh_target: lab@nas.example',
      'ssh_target: nas.example',
      19,
      'equipment[1].transport.ssh_target',
      'user@host',
    ],
    [
      'ssh_target: lab@nas.example',
      'ssh_target: "lab@-oProxyCommand=x"',
      19,
      'equipment[1].transport.ssh_target',
      'ssh host',
    ],
    [
      'ssh_target: lab@nas.example',
      'ssh_target: "-l@nas"',
      19,
      'equipment[1].transport.ssh_target',
      'ssh user',
    ],
    [
      'ssh_key_path: ~/.ssh/id_ed25519',
      'ssh_key_path: id',
      20,
      'equipment[1].transport.ssh_key_path',
      'absolute path',
    ],
    [
      'remote_path: /volume1/raw',
      'remote_path: ""',
      21,
      'equipment[1].transport.remote_path',
      'not be empty',
    ],
    [
      'remote_path: /volume1/raw',
      'remote_path: "~"',
      21,
      'equipment[1].transport.remote_path',
      'does not begin with',
    ],
    [
      'remote_path: /volume1/raw',
      'remote_path: /v\n      password: secret',
      22,
      'equipment[1].transport.password',
      'keys only',
    ],
    ['retry_delays_s: [30, 120]', 'retry_delays_s: []', 23, 'sync.retry_delays_s', 'at least one'],
    ['retry_delays_s: [30, 120]', 'retry_delays_s: [-1]', 23, 'sync.retry_delays_s[0]', 'negative'],
    ['max_attempts: 4', 'max_attempts: 0', 24, 'sync.max_attempts', '1 or more'],
    ['parallel_jobs: 2', 'parallel_jobs: 9', 25, 'sync.parallel_jobs', 'from 1 to 8'],
    ['transfers: 8', 'transfers: many', 26, 'sync.transfers', 'number'],
    ['inactivity_s: 600', 'inactivity_s: -5', 27, 'sync.inactivity_s', 'above 0'],
    ['max_stream_bytes: 2GiB', 'max_stream_bytes: lots', 29, 'verify.max_stream_bytes', '1GiB'],
    ['rclone: /opt/rclone', 'rclone: rclone', 31, 'tools.rclone', 'absolute path'],
  ])('%s -> %s', (from, to, line, key, words) => {
    expect(GOOD).toContain(from)
    const { settings, problems } = readConfig(GOOD.replace(from, to), '/home/op', 'linux')
    expect(settings).toBeNull()
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ line, key })
    expect(problems[0]?.message).toContain(words)
  })

  it('takes no password by any way', () => {
    for (const [from, to] of [
      ['ssh_target: lab@nas.example', 'ssh_target: lab:hunter2@nas.example'],
      ['rclone_remote: lab-nas', 'rclone_remote: ":sftp,pass=hunter2"'],
      ['ssh_key_path: ~/.ssh/id_ed25519', 'ssh_key_path: hunter2'],
    ] as const)
      expect(readConfig(GOOD.replace(from, to), '/h', 'linux').problems).toHaveLength(1)
  })

  it('working hours are half-open windows of local time; wrong ones are named', () => {
    const hours = (text: string) =>
      readConfig(`${GOOD}notify:\n  working_hours: ${text}\n`, '/home/op', 'linux')
    expect(hours("{ days: [sat], from: '22:00', to: '06:00' }").settings?.notify).toEqual({
      problems: true,
      finished: false,
      workingHours: { days: [6], fromMinute: 1_320, toMinute: 360 },
    })
    expect(readConfig(GOOD, '/h', 'linux').settings?.notify.workingHours).toEqual({
      days: [1, 2, 3, 4, 5],
      fromMinute: 480,
      toMinute: 1_080,
    })
    expect(hours("{ days: [], from: '8', to: '18:00' }").problems.map((p) => p.key)).toEqual([
      'notify.working_hours.days',
      'notify.working_hours.from',
    ])
  })

  it('never shows the secret that must not be there', () => {
    const text = GOOD.replace(
      'remote_path: /volume1/raw',
      'remote_path: /v\n      password: hunter2',
    )
    expect(JSON.stringify(readConfig(text, '/h', 'linux').problems)).not.toContain('hunter2')
  })

  it('names every fault, not the first alone', () => {
    const text = GOOD.replace('max_attempts: 4', 'max_attempts: 0').replace(
      'transfers: 8',
      'transfers: 0',
    )
    expect(readConfig(text, '/h', 'linux').problems.map((p) => p.key)).toEqual([
      'sync.max_attempts',
      'sync.transfers',
    ])
  })

  it('says on which line the YAML itself is broken', () => {
    const { settings, problems } = readConfig('equipment:\n  - id: "x\n', '/h', 'linux')
    expect(settings).toBeNull()
    expect(problems[0]?.line).toBeGreaterThan(0)
  })

  it.each(['- a', 'text', '42'])('%j is no config', (text) => {
    expect(readConfig(text, '/h', 'linux').settings).toBeNull()
  })
})
