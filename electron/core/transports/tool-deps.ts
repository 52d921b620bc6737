// What the transfer tools get from the environment and the settings.
import type { Settings } from '../domain/config.ts'
import type { ProtectedFolders } from '../process/program-check.ts'
import type { ToolDeps } from './run-tool.ts'

/** Answers what tools get under given settings; `bundled`: folder of the programs that the package brings. */
export const toolDepsOf =
  (env: ToolDeps['env'], bundled: string | null, protectedFolders: ProtectedFolders) =>
  ({ tools, sync, instruments }: Settings): ToolDeps => ({
    env,
    tools,
    bundled,
    protectedFolders,
    notBelow: instruments.flatMap(({ localRoot, nasRoot }) =>
      nasRoot === null ? [localRoot] : [localRoot, nasRoot],
    ),
    inactivityMs: sync.inactivityMs,
  })
