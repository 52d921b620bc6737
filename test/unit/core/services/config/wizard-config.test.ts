// The config.yaml of ExLab-Wizard gives instruments as it stands, named by our own file or as our own file; a fault in it is
// named where it stands.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const FILE = '/home/op/.config/exlab-wizard/config.yaml'
const fixture = (name: string): string =>
  readFileSync(join('test', 'fixtures', 'exlab-wizard', name), 'utf8')
const REFERENCE = fixture('reference.yaml')
const SAVED = fixture('saved.yaml')

/** Reads our file `own`, where ExLab-Wizard's has the text `theirs`; null: it is not there. */
const read = (theirs: string | null, own = '') => {
  const lines = `app: {}\nexlab_wizard_config: ~/.config/exlab-wizard/config.yaml\n${own}`
  return readConfig(lines, '/home/op', 'linux', (file) => {
    expect(file).toBe(FILE)
    return { text: theirs, exists: theirs !== null, problem: null }
  })
}

describe("ExLab-Wizard's config.yaml", () => {
  it('gives its instruments as they stand there; a staged one is not ours', () => {
    const { settings, problems } = read(REFERENCE)
    expect(problems).toEqual([])
    expect(settings?.instruments).toMatchObject([
      {
        id: 'CONFOCAL_01',
        label: 'Confocal microscope',
        localRoot: '/data/lab',
        nasRoot: needsPosix('Windows alone opens a share by its name') ? '//nas01/lab' : null,
        completeness: { signal: 'sentinel_file', filename: 'acquired.flag' },
        destination: {
          type: 'rclone',
          remote: 'lab-nas',
          remotePath: 'lab/CONFOCAL_01',
          configFile: null,
          bandwidth: {
            uploadMbps: 50,
            windows: [{ days: [1, 2], fromMinute: 480, toMinute: 1_080 }],
          },
        },
      },
      {
        id: 'SORTER_01',
        nasRoot: '/mnt/nas/lab',
        completeness: { signal: 'manifest', filename: 'files.json' },
        destination: {
          type: 'rsync_ssh',
          user: 'labuser',
          host: 'nas01.lab.example',
          keyPath: '/home/op/.ssh/id_ed25519',
          remotePath: '/srv/lab/SORTER_01',
          bandwidth: null,
        },
      },
    ])
    expect(settings?.staged).toEqual([
      { id: 'FLOW_01', label: 'Flow cytometer', localRoot: '/data/lab' },
    ])
    expect(settings?.wizardConfig).toEqual({
      file: FILE,
      instruments: ['CONFOCAL_01', 'SORTER_01'],
    })
  })

  it('is read as its settings page saves it, with null for what is not set', () => {
    const { settings, problems } = read(SAVED)
    expect(problems).toEqual([])
    expect(settings?.instruments.map(({ destination }) => destination.bandwidth)).toEqual([
      null,
      null,
    ])
    expect(settings?.instruments[1]?.destination).toMatchObject({ keyPath: '/home/op/.ssh/lab' })
    expect(settings?.staged).toMatchObject([{ id: 'FLOW_01' }])
  })

  it.each([
    ['reference', REFERENCE],
    ['saved', SAVED],
  ])('works as our own file too: %s', (_, text) => {
    const { settings, problems } = readConfig(text, '/home/op', 'linux')
    expect(problems).toEqual([])
    expect(settings?.instruments.map(({ id }) => id)).toEqual(['CONFOCAL_01', 'SORTER_01'])
    expect(settings?.staged.map(({ id }) => id)).toEqual(['FLOW_01'])
  })

  it('never switches deletion on, also not as our own file: that takes a decision in ours', () => {
    expect(REFERENCE).toContain('enabled: true')
    expect(read(REFERENCE).settings?.cleanup.enabled).toBe(false)
    expect(readConfig(REFERENCE, '/home/op', 'linux').settings?.cleanup.enabled).toBe(false)
    const own = 'nas_cleanup: { enabled: true }\n'
    expect(read(REFERENCE, own).settings?.cleanup.enabled).toBe(true)
  })

  it('pauses everything with sync.enabled: false, and not with true or null', () => {
    const withSync = (text: string): string => SAVED.replace('sync: {enabled: true,', text)
    expect(read(withSync('sync: {enabled: false,')).settings?.pausedIn).toBe(FILE)
    expect(read(withSync('sync: {enabled: null,')).settings?.pausedIn).toBeNull()
    expect(read(SAVED.replace(/^sync:.*$/m, 'sync: null')).settings?.pausedIn).toBeNull()
    expect(read(SAVED).settings?.pausedIn).toBeNull()
    expect(readConfig('sync: { enabled: false }', '/h').settings?.pausedIn).toBe('config.yaml')
  })

  it('names no program: keys that are not its own are left out', () => {
    const text = REFERENCE.replace(
      'rclone_remote: "lab-nas"',
      'rclone_config: /tmp/evil.conf\n      rclone_remote: "lab-nas"',
    )
    const { settings } = read(`${text}tools: { rclone: /tmp/evil }\n`)
    expect(settings?.instruments[0]?.destination).toMatchObject({ configFile: null })
    expect(settings?.tools.rclone).toBeNull()
  })
})

describe('what our file adds to an instrument of it', () => {
  it('is taken by its id, and ours that are not there come after', () => {
    const { settings, problems } = read(
      SAVED,
      `equipment:
  - { id: OWN_01, local_root: /data/own, transport: { type: rclone, rclone_remote: nas } }
  - id: SORTER_01
    run_folders: '*/*'
    guard_programs: [ZEN.exe]
    transport: { ssh_port: 2222 }
  - id: CONFOCAL_01
    label: Confocal
    transport: { rclone_config: /etc/lab.conf, bandwidth: { upload_mbps: 8 } }
`,
    )
    expect(problems).toEqual([])
    expect(settings?.instruments.map(({ id }) => id)).toEqual([
      'CONFOCAL_01',
      'SORTER_01',
      'OWN_01',
    ])
    const [confocal, sorter] = settings?.instruments ?? []
    expect(confocal?.destination).toMatchObject({
      configFile: '/etc/lab.conf',
      bandwidth: { uploadMbps: 8 },
    })
    expect(sorter).toMatchObject({
      runFolders: ['*/*'],
      guardPrograms: ['ZEN.exe'],
      destination: { port: 2222 },
    })
    expect(confocal?.guardPrograms).toEqual([])
    expect(settings?.wizardConfig?.instruments).toEqual(['CONFOCAL_01', 'SORTER_01'])
  })

  it('that says something else is refused where it stands, with the way out', () => {
    const own = 'equipment:\n  - id: CONFOCAL_01\n    local_root: /elsewhere\n'
    const { settings, problems } = read(SAVED, own)
    expect(settings).toBeNull()
    expect(problems).toEqual([
      {
        line: 5,
        key: 'equipment[0].local_root',
        message: `CONFOCAL_01 comes from ${FILE}, where this has another value: change it there, or take it out here`,
      },
    ])
  })

  it.each([
    ['twice', 'equipment: [{ id: FLOW_01 }, { id: FLOW_01 }]\n', 'equipment[1].id', 'twice'],
    [
      'badly',
      'equipment: [{ id: SORTER_01, transport: { ssh_port: 0 } }]\n',
      'equipment[0].transport.ssh_port',
      'port from 1',
    ],
  ])('that says it %s is named in our file', (_, own, key, words) => {
    expect(read(SAVED, own).problems).toEqual([
      { line: 3, key, message: expect.stringContaining(words) },
    ])
  })
})

describe('a fault of it', () => {
  const at = (words: string) => ({
    line: 2,
    key: 'exlab_wizard_config',
    message: expect.stringContaining(words),
  })
  const END = 'Mend it there; until then the last settings that could be used stay in force.'
  it.each([
    [
      'sentinel_filename: "acquired.flag"',
      'sentinel_filename: null',
      `${FILE} line 17 equipment[0].sentinel_filename: is needed`,
    ],
    [
      'upload_mbps: 50',
      'upload_mbps: -1',
      `${FILE} line 24 equipment[0].transport.bandwidth.upload_mbps: must be a number above 0. ${END}`,
    ],
    [
      'from: "08:00"',
      'from: "8"',
      `${FILE} line 26 equipment[0].transport.bandwidth.schedule[0].from: must be a time`,
    ],
    [
      'remote_path: "/srv/lab/SORTER_01"',
      'password: x',
      `${FILE} line 36 equipment[1].transport.password: ssh signs in with keys only`,
    ],
    ['type: "rclone"', 'type: "ftp"', `${FILE} line 20 equipment[0].transport.type:`],
    [
      'id: "SORTER_01"',
      'id: "CONFOCAL_01"',
      `${FILE} line 27 equipment[1].id: CONFOCAL_01 is used already by`,
    ],
    ['label: "Cell sorter"', 'label: *sorter', `${FILE} line 28 equipment[1].label: A star`],
  ])('%s -> %s is named with file, line, key, rule and the way out', (from, to, words) => {
    expect(REFERENCE).toContain(from)
    const { settings, problems } = read(REFERENCE.replace(from, to))
    expect(settings).toBeNull()
    expect(problems).toContainEqual(at(words))
  })

  it('of the whole file is named too', () => {
    expect(read(null).problems).toEqual([at(`${FILE}: it is not there.`)])
    expect(read('equipment: yes\n').problems).toEqual([at('line 1 equipment: it must have a list')])
    expect(read('equipment: [a]\n').problems).toEqual([at('line 1 equipment[0]: it must be')])
    expect(read('{').problems[0]).toMatchObject(at(`${FILE} line 1`))
    expect(readConfig('exlab_wizard_config: config.yaml', '/h').problems).toEqual([
      { line: 1, key: 'exlab_wizard_config', message: expect.stringContaining('absolute path') },
    ])
  })
})
