// X servers for tests: a virtual screen for each worker, and one with two displays that can be unplugged.
import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

interface XServer {
  /** Environment of a program that is to use this server. */
  readonly env: { readonly DISPLAY: string }
  close(): Promise<void>
}

interface Displays extends XServer {
  /** Plugs displays in and out; the arguments are those of `xrandr`. */
  arrange(...args: string[]): void
}

const CONFIG = `Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "any"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "any"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 4096 2048
  EndSubSection
EndSection
`

/** Starts an X server that chooses a free display number itself; resolves once it accepts clients. */
const startServer = async (program: string, args: readonly string[]): Promise<XServer> => {
  const server = spawn(program, ['-displayfd', '1', '-nolisten', 'tcp', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => void server.once('close', () => resolve()))
  const stop = (): void => void server.kill()
  // a test process that ends early must not leave the server behind
  process.once('exit', stop)
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)))
    createInterface(server.stdout).once('line', resolve)
  })
  return {
    env: { DISPLAY: `:${number}` },
    async close() {
      process.off('exit', stop)
      stop()
      await ended
    },
  }
}

/** One virtual screen of 1920 x 1200 that no other process draws on. */
export const startVirtualScreen = (): Promise<XServer> =>
  startServer('Xvfb', ['-screen', '0', '1920x1200x24'])

/** One display of 1920 x 1080 and, to the right of it, one of 1280 x 800. `dir`: a folder for its files. */
export const startDisplays = async (dir: string): Promise<Displays> => {
  const config = join(dir, 'displays.conf')
  writeFileSync(config, CONFIG)
  const log = join(dir, 'displays.log')
  const { env, close } = await startServer('Xorg', ['-config', config, '-logfile', log, '-noreset'])
  const arrange = (...how: string[]): void => {
    // the server notices a change only when a client asks, which a real cable would trigger
    for (const args of [how, ['--query']])
      execFileSync('xrandr', args, { env: { ...process.env, ...env } })
  }
  try {
    arrange('--addmode', 'DUMMY1', '1280x800')
    arrange('--output', 'DUMMY0', '--mode', '1920x1080', '--pos', '0x0')
    arrange('--output', 'DUMMY1', '--mode', '1280x800', '--pos', '1920x0')
  } catch (error) {
    await close()
    throw error
  }
  return { env, arrange, close }
}
