// The app:// protocol serves the files of the window alone, and calls are taken from its main frame alone.
import { join, resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ app: {}, protocol: {} }))
const { fileForUrl, isTrusted } = await import('../../../../electron/shell/window/security.ts')

describe('app:// protocol', () => {
  const root = resolve('/opt/app/renderer')
  it.each([
    ['app://exlab-sync/', join(root, 'index.html')],
    ['app://exlab-sync/assets/a.js', join(root, 'assets/a.js')],
    ['app://exlab-sync/../../etc/passwd', join(root, 'etc/passwd')],
    ['app://exlab-sync/%2e%2e/%2e%2e/etc/passwd', join(root, 'etc/passwd')],
    ['app://exlab-sync/..%2f..%2fetc/passwd', null],
    ['app://exlab-sync/a%00.js', null],
    ['app://exlab-sync/%', null],
  ])('%s', (url, file) => expect(fileForUrl(url, root)).toBe(file))

  it('hears only the main frame of our own window on our own origin', () => {
    const ours = {} as Electron.WebContents
    const url = 'app://exlab-sync/index.html'
    expect(isTrusted(ours, ours, url, true)).toBe(true)
    expect(isTrusted(ours, ours, url, false)).toBe(false)
    expect(isTrusted(ours, {} as Electron.WebContents, url, true)).toBe(false)
    expect(isTrusted(ours, ours, 'app://exlab-sync.evil/index.html', true)).toBe(false)
    expect(isTrusted(ours, ours, 'https://exlab-sync/', true)).toBe(false)
    expect(isTrusted(ours, ours, undefined, true)).toBe(false)
    expect(isTrusted(null, ours, url, true)).toBe(false)
  })
})
