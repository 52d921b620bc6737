// A session that ends is settled once, before the program quits, whichever source tells of it first.
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { watchSessionEnd } from '../../../../electron/shell/system/session-end.ts'

it('settles what runs before it quits, and once', () => {
  const done: string[] = []
  const watch = watchSessionEnd({ endSession: () => done.push('settled') }, () => done.push('quit'))
  const [window, reopened, system] = [new EventEmitter(), new EventEmitter(), new EventEmitter()]
  watch.window(window)
  watch.window(reopened)
  watch.system(system)
  expect(done).toEqual([])
  reopened.emit('session-end')
  system.emit('shutdown')
  window.emit('session-end')
  expect(done).toEqual(['settled', 'quit'])
})
