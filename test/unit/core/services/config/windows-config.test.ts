// config.yaml on Windows: how paths are written, and a transport that does not work there.
import { expect, it } from 'vitest'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'

const config = (transport: string): string => `equipment:
  - id: FLOW_01
    local_root: /data
    transport:
${transport}`

const RCLONE = config('      { type: rclone, rclone_remote: nas }\n')
const RSYNC = config(`      type: rsync_ssh
      ssh_target: lab@nas.example
      ssh_key_path: ~/.ssh/id_ed25519
      remote_path: /volume1/raw
`)

it('rsync is refused on Windows, with the way out', () => {
  expect(readConfig(RSYNC, '/h', 'linux').problems).toEqual([])
  const { settings, problems } = readConfig(RSYNC, 'C:\\Users\\op', 'win32')
  expect(settings).toBeNull()
  expect(problems).toMatchObject([{ line: 5, key: 'equipment[0].transport.type' }])
  expect(problems[0]?.message).toContain('SFTP')
})

it.each(['"D:\\runs"', '"D:\\acq"', '"D:\\NMR"', '"D:\\xray"', '"D:\\Users"'])(
  'a path of Windows that YAML changed says how it is written: %s',
  (text) => {
    const { problems } = readConfig(RCLONE.replace('/data', text), '/h', 'linux')
    expect(problems[0]?.message).toContain('single quotes')
  },
)

it.each(["'D:\\runs'", 'D:\\runs', 'D:/runs', '"D:\\\\runs"', '\\\\nas\\acq', '~\\runs'])(
  'a path of Windows is taken: %s',
  (text) => {
    const { problems } = readConfig(RCLONE.replace('/data', text), '/h', 'linux')
    expect(problems).toEqual([])
  },
)
