// Finds the transfer programs on this computer with their versions.
import { msg } from '../../../../shared/language/msg.ts'
import type { ToolInfo } from '../../../../shared/model/settings.ts'
import { type ToolDeps, type ToolName, locate, runTool } from '../../transports/run-tool.ts'
import { TransportError, silentIo } from '../../transports/transport.ts'

/** Longest silence of a program that is only asked for its version or a list. */
const INACTIVITY_MS = 15_000

const TOOL_NAMES = ['rclone', 'rsync', 'ssh'] as const
type TransferTool = (typeof TOOL_NAMES)[number]

/**
 * Oldest versions that know our options: `--use-json-log` of rclone with statistics of each file, `--stderr=client` of rsync.
 */
const MIN_VERSIONS: Readonly<Record<TransferTool, readonly number[]>> = {
  rclone: [1, 60],
  rsync: [3, 2, 3],
  ssh: [7, 0],
}

const isOlder = (version: string, least: readonly number[]): boolean => {
  const parts = version.split('.').map(Number)
  const at = least.findIndex((number, i) => (parts[i] ?? 0) !== number)
  return at !== -1 && (parts[at] ?? 0) < (least[at] ?? 0)
}

/** A program whose version output says that it is rsync, and that has not its options: macOS brings it as rsync. */
const OPENRSYNC = /^openrsync\b/m

/** What is wrong with a program by its version output; null: nothing. */
export const versionProblem = (
  name: (typeof TOOL_NAMES)[number],
  path: string,
  output: string,
): { readonly version: string | null; readonly problem: string | null } => {
  const version = /(?:rclone v|rsync +version v?|OpenSSH_)(\d+(?:\.\d+)+)/.exec(output)?.[1] ?? null
  const least = MIN_VERSIONS[name].join('.')
  if (name === 'rsync' && OPENRSYNC.test(output))
    return {
      version,
      problem: msg`${path} is openrsync, which has not all options of rsync: install rsync ${least} or newer (on macOS: brew install rsync) and set its path.`,
    }
  if (version === null)
    return {
      version,
      problem: msg`${path} does not say its version, so it may be another program.`,
    }
  return {
    version,
    problem: isOlder(version, MIN_VERSIONS[name])
      ? msg`${version} is too old: ${name} ${least} or newer is needed.`
      : null,
  }
}

/** Runs a tool for its output. Throws TransportError where it is missing. */
export const runForOutput = (
  tool: ToolName,
  argv: readonly string[],
  deps: ToolDeps,
): Promise<{ stdout: string; stderr: string; exitCode: number | null }> => {
  return runTool(
    { tool, argv, input: null },
    { ...deps, inactivityMs: INACTIVITY_MS },
    silentIo(new AbortController().signal),
  )
}

/** One transfer program with its version, or the reason why it can't be used. */
export const findTool = async (name: TransferTool, deps: ToolDeps): Promise<ToolInfo> => {
  try {
    const path = locate(name, deps)
    const answer = await runForOutput(name, name === 'ssh' ? ['-V'] : ['--version'], deps)
    const text = `${answer.stdout}\n${answer.stderr}`
    const { version, problem } = versionProblem(name, path, text)
    return { name, path, version, problem }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return { name, path: null, version: null, problem: error.message }
  }
}

/** The transfer programs, each with its version or the reason why it cannot be used. */
export const findTools = (deps: ToolDeps): Promise<ToolInfo[]> =>
  Promise.all(TOOL_NAMES.map((name) => findTool(name, deps)))
