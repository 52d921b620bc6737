// The watch of a core that only reads: it finds runs that are being recorded and queues none of them.
import { msg } from '../../../../shared/language/msg.ts'
import { createWatchService } from './watch-service.ts'
import type { Watcher } from './watcher.ts'

type WatchDeps = Parameters<typeof createWatchService>[0]

/** Looks through the instruments' folders, so that the queue is not called done while runs are being recorded. */
export const createReadingWatch = (
  deps: Omit<WatchDeps, 'add' | 'lookAgain' | 'renamed' | 'afterSweep'>,
): Pick<Watcher, 'sweep' | 'recordings' | 'stop'> =>
  createWatchService({
    ...deps,
    add: () => Promise.resolve(msg`a running ExLab Sync, which queues it`),
    lookAgain: () => Promise.resolve(true),
    renamed: () => undefined,
    afterSweep: () => Promise.resolve(),
  })
