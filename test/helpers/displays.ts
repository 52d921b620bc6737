// Two displays that can be plugged in, moved and taken away: an X server that has nothing but their memory.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Displays {
  /** What a program is told to use them. */
  readonly env: { readonly DISPLAY: string }
  /** Sets up what is plugged in, as arguments of `xrandr`. */
  arrange(...args: string[]): void
  close(): Promise<void>
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

/** The server says which number it took, once it is ready. */
const numberOf = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xorg ended with ${code}`)))
    if (server.stdout === null) return
    createInterface(server.stdout).once('line', resolve)
  })

/** One display of 1920 x 1080 and, to the right of it, one of 1280 x 800. `dir`: a folder for its files. */
export const startDisplays = async (dir: string): Promise<Displays> => {
  const config = join(dir, 'displays.conf')
  writeFileSync(config, CONFIG)
  const log = join(dir, 'displays.log')
  const args = [
    '-displayfd',
    '1',
    '-config',
    config,
    '-logfile',
    log,
    '-noreset',
    '-nolisten',
    'tcp',
  ]
  const server = spawn('Xorg', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const env = { DISPLAY: `:${await numberOf(server)}` }
  const arrange = (...how: string[]): void => {
    // the server looks at what is plugged in when it is asked, which a cable would make it do
    for (const args of [how, ['--query']])
      execFileSync('xrandr', args, { env: { ...process.env, ...env } })
  }
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.removeAllListeners('exit')
      server.once('exit', () => resolve())
      server.kill()
    })
  try {
    arrange('--addmode', 'DUMMY1', '1280x800')
    arrange('--output', 'DUMMY0', '--mode', '1920x1080', '--pos', '0x0')
    arrange('--output', 'DUMMY1', '--mode', '1280x800', '--pos', '1920x0')
  } catch (error) {
    // a server that nobody is given is one that nobody stops
    await close()
    throw error
  }
  return { env, arrange, close }
}
