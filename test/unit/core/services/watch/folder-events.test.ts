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

interface Watched {
  readonly folder: unknown
  readonly recursive: boolean
  /** Has the system report an event. */
  happened(name: string | null): void
}

const fakeWatch = (): {
  readonly made: FakeWatcher[]
  readonly watched: Watched[]
  readonly watchFolder: typeof watch
} => {
  const made: FakeWatcher[] = []
  const watched: Watched[] = []
  const watchFolder = (
    folder: unknown,
    options: { readonly recursive?: boolean } = {},
    listener: (kind: 'rename', name: string | null) => void = () => undefined,
  ): FSWatcher => {
    const watcher = new FakeWatcher()
    made.push(watcher)
    watched.push({
      folder,
      recursive: options.recursive === true,
      happened: (name) => listener('rename', name),
    })
    return watcher
  }
  return { made, watched, watchFolder: watchFolder as typeof watch }
}

/** What Windows says of a folder that was deleted, or of a share that dropped. */
const gone = Object.assign(new Error('EPERM: operation not permitted, watch'), { code: 'EPERM' })

it('a folder of runs that goes away is not watched any more, and is watched again when it is back', () => {
  const { made, watchFolder } = fakeWatch()
  const events = createFolderEvents(() => undefined, watchFolder, 'linux')
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

it('holds only the folder of the instrument on Windows, and tells only of folders that are wanted', () => {
  const { made, watched, watchFolder } = fakeWatch()
  const told: string[] = []
  const events = createFolderEvents((folder) => told.push(folder), watchFolder, 'win32')
  events.beginSweep(['D:\\acq'])
  for (const folder of ['D:\\acq', 'D:\\acq\\MS01', 'd:/ACQ/MS01/run 1', 'E:\\other'])
    events.want(folder)
  events.endSweep()
  expect(watched.map(({ folder, recursive }) => ({ folder, recursive }))).toEqual([
    { folder: 'D:\\acq', recursive: true },
  ])
  watched[0]?.happened('MS01\\Run 1\\a.raw')
  watched[0]?.happened('MS01\\verified run\\b.raw')
  watched[0]?.happened('new run')
  watched[0]?.happened(null)
  expect(told).toEqual(['d:/ACQ/MS01/run 1', 'D:\\acq', 'D:\\acq'])
  events.beginSweep(['D:\\acq'])
  events.endSweep()
  expect(made[0]?.closed).toBe(1)
})

it('watches each wanted folder by itself elsewhere', () => {
  const { watched, watchFolder } = fakeWatch()
  const events = createFolderEvents(() => undefined, watchFolder, 'linux')
  events.beginSweep(['/acq'])
  for (const folder of ['/acq', '/acq/MS01']) events.want(folder)
  expect(watched.map(({ folder, recursive }) => [folder, recursive])).toEqual([
    ['/acq', false],
    ['/acq/MS01', false],
  ])
})
