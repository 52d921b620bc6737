// Step of the connection test: the programs on this computer are there, and new enough to know our options.
import { locate, type ToolDeps } from '../../../../transports/run-tool.ts'
import { versionProblem } from '../../tools-service.ts'
import { type Step, StepFailed, passed } from '../connection-test.ts'
import { installedText, withheldText } from '../probe-files.ts'

const VERSION_ARGS = { rclone: ['version'], rsync: ['--version'], ssh: ['-V'] } as const

/** `tools`: those that a destination needs, the one that transfers first. */
export const toolStep = (
  title: string,
  tools: readonly ['rclone'] | readonly ['rsync', 'ssh'],
  deps: ToolDeps,
): Step => ({
  id: 'tool',
  title,
  needs: [],
  async run(runner) {
    const found: string[] = []
    for (const tool of tools) {
      const { stdout, stderr } = await runner.run({ tool, argv: VERSION_ARGS[tool], input: null })
      const path = locate(tool, deps)
      const { problem } = versionProblem(tool, path, `${stdout}\n${stderr}`)
      if (problem !== null) throw new StepFailed(problem)
      const [line = ''] = `${stdout}${stderr}`.trim().split('\n')
      found.push(`${line.replace(/\s+/g, ' ')}${installedText(path)}`)
    }
    return passed(`${found.join('; ')}.${withheldText(tools[0], deps.env)}`)
  },
})
