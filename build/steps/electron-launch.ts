// Says how Electron is started on this machine: with or without Chromium's sandbox, on a display or under Xvfb.

/** Chromium refuses its sandbox to root on Linux; it is never switched off for anybody else. */
export const isRoot = process.platform === 'linux' && process.getuid?.() === 0

/** Arguments of Electron for the sandbox. */
export const sandboxArguments: readonly string[] = isRoot ? ['--no-sandbox'] : []

/** False on a Linux session without a display, such as ssh or CI. */
export const hasDisplay =
  process.platform !== 'linux' ||
  Boolean(process.env['DISPLAY']) ||
  Boolean(process.env['WAYLAND_DISPLAY'])

interface CommandLine {
  readonly command: string
  readonly args: readonly string[]
}

/** The command itself where there is a display, else the same under a virtual one (Xvfb). */
export const withDisplay = (
  command: string,
  args: readonly string[],
  screen = '1920x1200',
): CommandLine =>
  hasDisplay
    ? { command, args }
    : { command: 'xvfb-run', args: ['-a', '-s', `-screen 0 ${screen}x24`, command, ...args] }
