// Reading the further destinations of an instrument from config.yaml.
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'

describe('further destinations', () => {
  const read = (also: string, platform: NodeJS.Platform = 'linux') =>
    readConfig(
      `equipment:
  - id: A
    local_root: /acq
    transport: { type: rclone, rclone_remote: nas, rclone_remote_path: lab }
${also}`,
      '/home/op',
      platform,
    )
  const archive = (more = '') =>
    `    also:\n      - { name: archive, ${more}transport: { type: folder, path: ~/archive } }\n`

  it('are required unless they say otherwise; an instrument without them has none', () => {
    expect(read('').settings?.instruments[0]?.also).toEqual([])
    const destination = { type: 'folder', path: '/home/op/archive', bandwidth: null }
    expect(read(archive()).settings?.instruments[0]?.also).toEqual([
      { name: 'archive', isRequired: true, destination },
    ])
    expect(read(archive('required: false, ')).settings?.instruments[0]?.also).toMatchObject([
      { isRequired: false },
    ])
  })

  const faults: [string, string, string, string][] = [
    ['a name with a slash', archive().replace('archive,', 'a/b,'), 'name', 'letters, digits'],
    ['no transport', '    also: [{ name: archive }]\n', 'transport', ''],
    [
      'a password',
      archive().replace(
        'folder, path',
        'rsync_ssh, ssh_target: u@h, ssh_key_path: /k, remote_path: /v, password: x, path',
      ),
      'transport.password',
      'keys only',
    ],
    [
      'the first place once more',
      archive().replace(
        'type: folder, path: ~/archive',
        'type: rclone, rclone_remote: nas, rclone_remote_path: /lab/',
      ),
      'transport',
      'the same place as its first destination',
    ],
    ['a value that is no truth', archive('required: often, '), 'required', 'true or false'],
  ]
  it.each(faults)('with %s are refused by line, key and rule', (_what, text, key, words) => {
    const { settings, problems } = read(text)
    expect(settings).toBeNull()
    expect(problems[0]?.key).toContain(`equipment[0].also[0].${key}`)
    expect(problems[0]?.message).toContain(words)
    expect(problems[0]?.line).toBeGreaterThan(4)
  })

  it('with one name, or by rsync on Windows, are refused', () => {
    const two = `${archive()}      - { name: Archive, transport: { type: folder, path: /other } }\n`
    expect(read(two).problems).toMatchObject([
      { key: 'equipment[0].also', message: 'two have one name' },
    ])
    const ssh = archive().replace(
      'folder, path: ~/archive',
      'rsync_ssh, ssh_target: u@h, ssh_key_path: /k, remote_path: /v',
    )
    expect(read(ssh).problems).toEqual([])
    expect(read(ssh, 'win32').problems).toMatchObject([
      { key: 'equipment[0].also[0].transport.type' },
    ])
  })
})
