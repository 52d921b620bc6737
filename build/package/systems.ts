// Makes the packages of one system after the other, and says of each what was made or why it could not be.
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, say } from '../bootstrap/process.mjs'
import { probeOfficial } from '../runtime/official.ts'
import { commandOutput } from '../steps/command-output.ts'
import { DEB_WITHOUT_FPM, packApp } from './builder.ts'
import type { Target } from './rclone-pins.ts'
import { makeWindowsPackages } from './windows/windows-packages.ts'

/** A system that packages are made for, as the options name it. */
export type System = 'win' | 'mac' | 'linux'

/** electron-builder fetches fpm, which makes Linux packages, from GitHub. */
const isGitHubReachable = async (): Promise<boolean> => {
  try {
    await fetch('https://github.com/', { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    return true
  } catch {
    return false
  }
}

/** The version of Electron that package.json names. */
const electronVersion = (): string => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>
  }
  return devDependencies['electron'] ?? ''
}

/** An Electron of another system, which electron-builder downloads. Throws SetupError where the release is out of reach. */
const foreignElectron = async (
  target: Target,
): Promise<{ dist: null; version: string; hasFuses: true }> => {
  const version = electronVersion()
  const why = await probeOfficial(version)
  if (why !== '')
    throw new SetupError(
      `Electron ${version} for ${target} can't be downloaded from GitHub (${why}). ELECTRON_MIRROR names another place that has it.`,
    )
  return { dist: null, version, hasFuses: true }
}

const makeLinux = async (kinds: readonly string[], official: boolean): Promise<string> => {
  if (kinds.length > 0) {
    await packApp(['--linux', ...kinds], { official })
    return kinds.join(', ')
  }
  if (await isGitHubReachable()) {
    await packApp(['--linux'], { official })
    return '.deb and AppImage'
  }
  if ((await commandOutput('dpkg-deb', ['--version'])) === null)
    throw new SetupError('GitHub is out of reach and there is no dpkg-deb.')
  await packApp(['--linux', 'deb'], { official, env: DEB_WITHOUT_FPM })
  return '.deb, made with dpkg-deb; no AppImage, because GitHub is out of reach'
}

const makeWindows = async (official: boolean): Promise<string> => {
  const target = 'win32-x64'
  const runtime = await foreignElectron(target)
  // the programs are signed when they are finished, with what signs the installers
  const env = { WIN_CSC_LINK: undefined, CSC_LINK: undefined }
  await packApp(['--win', 'dir', '--x64'], { official, target, runtime, env })
  const { made, missing } = makeWindowsPackages(join(root, 'dist', 'win-unpacked'))
  if (official && missing.length > 0) throw new SetupError(missing.join('\n'))
  return [...made, ...missing.map((one) => `not made: ${one}`)].join('\n  ')
}

const makeMac = async (official: boolean): Promise<string> => {
  const isMac = process.platform === 'darwin'
  if (official && !isMac)
    throw new SetupError('A release for macOS is signed and notarised on a Mac.')
  for (const arch of ['x64', 'arm64'] as const) {
    const target: Target = `darwin-${arch}`
    const runtime = await foreignElectron(target)
    await packApp(['--mac', isMac ? 'dmg' : 'zip', `--${arch}`], { official, target, runtime })
  }
  return isMac
    ? '.dmg'
    : '.zip, unsigned: macOS refuses it on other computers than a Mac that allows it'
}

/** Makes the packages of these systems; `linuxKinds`: kinds of Linux package. Answers whether all were made. */
export const makePackages = async (
  systems: readonly System[],
  linuxKinds: readonly string[],
  official: boolean,
): Promise<boolean> => {
  const make: Readonly<Record<System, () => Promise<string>>> = {
    win: () => makeWindows(official),
    mac: () => makeMac(official),
    linux: () => makeLinux(linuxKinds, official),
  }
  const lines: string[] = []
  let all = true
  let some = false
  for (const system of systems) {
    try {
      lines.push(`${system}: ${await make[system]()}`)
      some = true
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      all = false
      lines.push(`${system}: NOT made. ${error.message}`)
    }
  }
  for (const line of lines) say(line)
  if (some) say('what was made is in dist/')
  return all
}
