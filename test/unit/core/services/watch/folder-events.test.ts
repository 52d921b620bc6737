// A watched folder that goes away ends its watcher, and never the program: Windows reports it as an error of the watcher.
import { EventEmitter } from 'node:events'
import type { FSWatcher, watch } from 'node:fs'
import { expect, it } from 'vitest'
import { createFolderEvents } from '../../../../../electron/core/services/watch/folder-events.ts'
import { createSettingsService } from '../../../../../electron/core/services/config/settings-service.ts'

class FakeWatcher extends EventEmitter {
  closed = 0
  close(): void {
    this.closed += 1
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}

const fakeWatch = (): { readonly made: FakeWatcher[]; readonly watchFolder: typeof watch } => {
  const made: FakeWatcher[] = []
  const watchFolder = (): FSWatcher => {
    const watcher = new FakeWatcher()
    made.push(watcher)
    return watcher
  }
  return { made, watchFolder }
}

/** What Windows says of a folder that was deleted, or of a share that dropped. */
const gone = Object.assign(new Error('EPERM: operation not permitted, watch'), { code: 'EPERM' })

it('a folder of runs that goes away is not watched any more, and is watched again when it is back', () => {
  const { made, watchFolder } = fakeWatch()
  const events = createFolderEvents(() => undefined, watchFolder)
  events.want('/acq')
  events.want('/acq')
  expect(made).toHaveLength(1)
  made[0]?.emit('error', gone)
  expect(made[0]?.closed).toBe(1)
  events.want('/acq')
  expect(made).toHaveLength(2)
})

it('a settings folder that goes away ends only the watching of it, and leaves the last settings', () => {
  const { made, watchFolder } = fakeWatch()
  const settings = createSettingsService({
    file: '/none/config.yaml',
    home: '/h',
    onChange: () => undefined,
    watchFolder,
  })
  settings.watch()
  made[0]?.emit('error', gone)
  expect(made[0]?.closed).toBe(1)
  settings.close()
})
