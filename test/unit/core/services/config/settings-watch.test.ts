// The settings outlive a watched folder that goes away: Windows tells of it by an error, which would end the program.
import { EventEmitter } from 'node:events'
import type { watch } from 'node:fs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createSettingsService } from '../../../../../electron/core/services/config/settings-service.ts'

it('a watcher that fails is closed, and the settings stay', () => {
  const home = mkdtempSync(join(tmpdir(), 'exlab-watch-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const file = join(home, 'config.yaml')
  writeFileSync(file, 'equipment: []\n')
  let closed = 0
  const watcher = Object.assign(new EventEmitter(), {
    unref: () => undefined,
    close() {
      closed += 1
    },
  })
  const watchFolder = (() => watcher) as unknown as typeof watch
  const service = createSettingsService({ file, home, onChange: () => undefined, watchFolder })
  service.reload()
  service.watch()
  expect(() => watcher.emit('error', Object.assign(new Error(), { code: 'EPERM' }))).not.toThrow()
  expect(closed).toBe(1)
  expect(service.current()).not.toBeNull()
  service.close()
})
