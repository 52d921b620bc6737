// ExLab-Wizard's config.yaml on disk: it is found at its usual place, a change of it counts, and while it has a fault the last
// settings stay in force.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { wizardConfigFile } from '../../../../../electron/core/lib/data-dir.ts'
import { findWizardConfig } from '../../../../../electron/core/services/config/find-wizard-config.ts'
import { createSettingsEditor } from '../../../../../electron/core/services/config/settings-editor.ts'
import { createSettingsService } from '../../../../../electron/core/services/config/settings-service.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const FIXTURE = readFileSync(join('test', 'fixtures', 'exlab-wizard', 'saved.yaml'), 'utf8')
const SAVED = needsPosix('rsync over ssh is refused on Windows')
  ? FIXTURE.replace(
      /type: rsync_ssh, .* remote_path: \/srv\/lab,/,
      'type: rclone, rclone_remote: lab-nas, rclone_remote_path: lab@nas01,',
    )
  : FIXTURE

const setUp = (text: string | Buffer = SAVED) => {
  const home = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const theirs = wizardConfigFile('linux', {}, home)
  const ours = join(home, 'ours', 'config.yaml')
  for (const file of [theirs, ours]) mkdirSync(dirname(file), { recursive: true })
  /** Replaces the file as ExLab-Wizard does. */
  const write = (next: string | Buffer): void => {
    writeFileSync(`${theirs}.tmp`, next)
    renameSync(`${theirs}.tmp`, theirs)
  }
  write(text)
  writeFileSync(ours, `exlab_wizard_config: ${theirs}\n`)
  return { home, theirs, ours, write }
}

it.each([
  ['linux', {}, '/h/.config/exlab-wizard/config.yaml'],
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/exlab-wizard/config.yaml'],
  ['darwin', {}, '/h/Library/Application Support/exlab-wizard/config.yaml'],
  ['win32', { APPDATA: '/a' }, '/a/exlab-wizard/config.yaml'],
] as const)('lies at its usual place: %s %j', (platform, env, file) => {
  expect(wizardConfigFile(platform, env, '/h')).toBe(join(file))
})

describe('the offer', () => {
  it('says what can be taken, and what is not ours', () => {
    const { home, theirs } = setUp()
    expect(findWizardConfig(theirs, home)).toEqual({
      file: theirs,
      instruments: [
        { id: 'CONFOCAL_01', label: 'Confocal', destination: 'lab-nas:lab/CONFOCAL_01' },
        { id: 'SORTER_01', label: 'Sorter', destination: expect.stringContaining('lab@nas01') },
      ],
      staged: [{ id: 'FLOW_01', label: 'Flow' }],
      problem: null,
    })
  })

  it('names a fault, and is none where there is no file', () => {
    const { home, theirs } = setUp(
      SAVED.replace('local_root: /data/flow', 'local_root: [1]').replace(
        '    local_root: /data/lab',
        '    local_root: lab',
      ),
    )
    expect(findWizardConfig(theirs, home)?.problem).toContain(`${theirs} line `)
    expect(findWizardConfig(`${theirs}.other`, home)).toBeNull()
  })

  it('is taken by one edit, which leaves the file itself as it is', () => {
    const { home, theirs, ours } = setUp()
    writeFileSync(ours, '# mine\nsync: { transfers: 8 } # fast\n')
    const editor = createSettingsEditor(ours, home)
    const { version } = editor.document()
    const saved = editor.save([{ path: ['exlab_wizard_config'], value: theirs }], version)
    expect(saved).toMatchObject({ problems: [], touched: ['CONFOCAL_01', 'SORTER_01'] })
    expect(readFileSync(ours, 'utf8')).toBe(
      `# mine\nsync: { transfers: 8 } # fast\nexlab_wizard_config: ${theirs}\n`,
    )
    expect(readFileSync(theirs, 'utf8')).toBe(SAVED)
  })
})

describe('the settings in force', () => {
  const follow = ({ home, ours, write }: ReturnType<typeof setUp>) => {
    let changed = (): void => undefined
    const service = createSettingsService({ file: ours, home, onChange: () => changed() })
    onTestFinished(() => service.close())
    service.reload()
    service.watch()
    return {
      service,
      /** What is so after the next change was noticed. */
      async after(text: string | Buffer) {
        const noticed = new Promise<void>((resolve) => {
          changed = resolve
        })
        write(text)
        await noticed
        return {
          labels: service.current()?.instruments.map(({ label }) => label),
          problems: service.problems().map(({ message }) => message),
        }
      },
    }
  }
  const named = (label: string): string => SAVED.replace('label: Confocal', `label: ${label}`)

  it('follow a change of the file, and stay while it has a fault', async () => {
    const { after } = follow(setUp())
    const renamed = named('LSM')
    expect(await after(renamed)).toEqual({ labels: ['LSM', 'Sorter'], problems: [] })
    const fault = await after(renamed.replace('upload_mbps: null', 'upload_mbps: fast'))
    expect(fault.labels).toEqual(['LSM', 'Sorter'])
    expect(fault.problems).toEqual([expect.stringContaining('bandwidth.upload_mbps')])
    const utf16 = await after(Buffer.from(`\ufeff${SAVED}`, 'utf16le'))
    expect(utf16.labels).toEqual(['LSM', 'Sorter'])
    expect(utf16.problems).toEqual([
      expect.stringMatching(/exlab-wizard.*UTF-16\. Save it as UTF-8/),
    ])
    expect(await after(SAVED)).toEqual({ labels: ['Confocal', 'Sorter'], problems: [] })
  })

  it('begin to follow the file when ours begins to name it', async () => {
    const files = setUp()
    const naming = readFileSync(files.ours, 'utf8')
    writeFileSync(files.ours, '{}\n')
    const { service, after } = follow(files)
    writeFileSync(files.ours, naming)
    service.reload()
    expect((await after(named('one'))).labels).toEqual(['one', 'Sorter'])
    // the change of ours is long read: only the file itself can tell of this one
    expect((await after(named('two'))).labels).toEqual(['two', 'Sorter'])
  })
})
