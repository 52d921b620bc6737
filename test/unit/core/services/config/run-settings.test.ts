// Settings of what runs are and which files are never data; the day of ignore_before.
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../../../electron/core/services/config/read-config.ts'
import { STANDARD_EXCLUSIONS } from '../../../../../shared/constants.ts'

it.each([
  ['Pacific/Auckland', '2026-01-30T11:00:00.000Z'],
  ['America/New_York', '2026-01-31T05:00:00.000Z'],
])('watch.ignore_before is midnight where this computer is: %s', (TZ, expected) => {
  const file = new URL(
    '../../../../../electron/core/services/config/read-config.ts',
    import.meta.url,
  )
  const code = `import { readConfig } from ${JSON.stringify(file.href)}
const { settings } = readConfig('watch: { ignore_before: 2026-01-31 }', '/home')
console.log(new Date(settings.watch.ignoreBefore).toISOString())`
  const args = ['--no-warnings', '--input-type=module', '-e', code]
  const out = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, TZ },
  })
  expect(out.trim()).toBe(expected)
})

describe('run_folders and exclude', () => {
  const read = (lines: string) =>
    readConfig(
      `equipment:\n  - id: A\n    local_root: /data\n${lines}    transport: { type: rclone, rclone_remote: nas }\n`,
      '/home',
    )
  it('have defaults', () => {
    const [instrument] = read('').settings?.instruments ?? []
    expect(instrument).toMatchObject({ runFolders: [], exclude: STANDARD_EXCLUSIONS })
  })
  it('are one pattern or several, and null is none', () => {
    expect(
      read("    run_folders: '*/*'\n    exclude: []\n").settings?.instruments[0],
    ).toMatchObject({
      runFolders: ['*/*'],
      exclude: [],
    })
    expect(
      read("    run_folders: ['a', 'b/*']\n    exclude: null\n").settings?.instruments[0],
    ).toMatchObject({ runFolders: ['a', 'b/*'], exclude: STANDARD_EXCLUSIONS })
  })
  it.each([
    "    run_folders: '**'\n",
    '    run_folders: []\n',
    "    exclude: ['a\\\\b']\n",
    "    exclude: ['/']\n",
  ])('is refused with its line: %j', (lines) => {
    const { settings, problems } = read(lines)
    expect(settings).toBeNull()
    expect(problems[0]?.line).toBe(4)
  })
})
