// A save of the settings names no program but those that were there for the same key, or that a person chose in a dialog.
import { describe, expect, it } from 'vitest'
import { createChosenFiles } from '../../../../../electron/core/services/config/chosen-files.ts'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'

const settings = (tools: string, config = '/etc/rclone.conf') =>
  readConfig(
    `equipment:
  - id: A
    local_root: /data
    transport: { type: rclone, rclone_remote: nas, rclone_config: ${config} }
tools: { ${tools} }
`,
    '/home/x',
  ).settings

describe('the programs of a save', () => {
  const before = settings('rclone: /usr/bin/rclone')
  it.each([
    ['the same', settings('rclone: /usr/bin/rclone'), true],
    ['none', settings(''), true],
    ['another program', settings('rclone: /tmp/evil'), false],
    ['a known program for another key', settings('ssh: /usr/bin/rclone'), false],
    ['another file of rclone', settings('', '/tmp/evil.conf'), false],
    ['settings with a fault', null, true],
  ])('%s', (_, after, allowed) => {
    const save = (): void => createChosenFiles().requireChosen(before, after)
    if (allowed) expect(save).not.toThrow()
    else expect(save).toThrow("was not chosen in the system's dialog")
  })
  it('may be named once a person chose them', () => {
    const chosen = createChosenFiles()
    chosen.allow('/opt/rclone')
    chosen.requireChosen(null, settings('rclone: /opt/rclone', '/opt/rclone'))
    expect(() => chosen.requireChosen(null, settings('rclone: /opt/rclone'))).toThrow('rclone.conf')
  })
})
