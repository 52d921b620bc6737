// A session that ends is settled once, before the program quits, whichever source tells of it first.
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
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

describe('is told of it', () => {
  const told = (tell: (watch: ReturnType<typeof watchSessionEnd>) => void): string[] => {
    const done: string[] = []
    tell(watchSessionEnd({ endSession: () => done.push('settled') }, () => done.push('quit')))
    return done
  }
  it('by a window, on Windows', () => {
    const window = new EventEmitter()
    const done = told((watch) => {
      watch.window(window)
      window.emit('session-end')
    })
    expect(done).toEqual(['settled', 'quit'])
  })
  it('by the system, elsewhere', () => {
    const system = new EventEmitter()
    const done = told((watch) => {
      watch.system(system)
      system.emit('shutdown')
    })
    expect(done).toEqual(['settled', 'quit'])
  })
})
