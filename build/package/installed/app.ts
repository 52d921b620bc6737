// Uses the installed Linux package as ordinary accounts: its command, its window, and its page by way of the checkout's Electron.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { withDisplay } from '../../steps/electron-launch.ts'
import { INSTALLED, terminate } from './processes.ts'

/** Port of the debugger of the checkout's Electron. */
export const PORT = 9_333

/** Runs a command as an ordinary user, without a display. */
export const asUser = (
  user: string,
  command: readonly string[],
): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(
    'runuser',
    ['-u', user, '--', 'env', '-u', 'DISPLAY', `HOME=/home/${user}`, ...command],
    { encoding: 'utf8' },
  )

/** Waits until something holds, at most 30 s. */
export const eventually = async (holds: () => boolean | Promise<boolean>): Promise<boolean> => {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await holds()) return true
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return false
}

/**
 * Starts the installed window as an ordinary user, on a screen of its own; answers the leader of its processes. `env`: variables,
 * each as `NAME=value`.
 */
export const startWindow = (
  user: string,
  args: readonly string[] = [],
  env: readonly string[] = [],
): ChildProcess =>
  spawn(
    'runuser',
    [
      '-u',
      user,
      '--',
      'env',
      `HOME=/home/${user}`,
      ...env,
      'xvfb-run',
      '-a',
      'exlab-sync',
      ...args,
    ],
    { stdio: 'ignore', detached: true },
  )

/** What listens on a port of this computer answers to a debugger; null: nothing does. */
export const pageOf = (port: number): Promise<string | null> =>
  fetch(`http://127.0.0.1:${port}/json/version`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.text(),
    () => null,
  )

/**
 * True where the page of the installed archive shows a text on that data folder, driven by the Electron of the checkout, which keeps
 * what is its own in `dir`: the installed program takes no debugger.
 */
const showsText = async (dataDir: string, wanted: string, dir: string): Promise<boolean> => {
  const electron = String(createRequire(import.meta.url)('electron'))
  const { command, args } = withDisplay(electron, [
    '--no-sandbox',
    `--remote-debugging-port=${PORT}`,
    `${INSTALLED}/resources/app.asar`,
    '--data-dir',
    dataDir,
  ])
  const env = { ...process.env, XDG_CONFIG_HOME: dir }
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env })
  try {
    await eventually(async () => (await pageOf(PORT)) !== null)
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`).catch(() => null)
    const page = browser?.contexts()[0]?.pages()[0]
    const text = page?.getByText(wanted).first()
    await text?.waitFor({ timeout: 30_000 }).catch(() => undefined)
    return (await text?.isVisible()) === true
  } finally {
    if (child.pid !== undefined) terminate(-child.pid)
  }
}

/** The same with a folder of its own, which is removed; without a data folder the page is that of a first start. */
export const pageText = async (wanted: string, dataDir: string | null): Promise<boolean> => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-page-'))
  try {
    return await showsText(dataDir ?? dir, wanted, dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
