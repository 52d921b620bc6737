// A process that runs an engine on a workstation until nothing is due, with the world's clock; it may be killed meanwhile.
import { createCore } from '../../electron/core/create-core.ts'
import type { CoreOptions } from '../../electron/core/core.ts'
import { rest } from './workstation.ts'

const { options, now } = JSON.parse(process.argv[2] ?? '') as {
  readonly options: Omit<CoreOptions, 'role'>
  readonly now: number
}
const core = await createCore({ ...options, role: 'engine', clock: { now: () => now } })
core.start()
await rest(core)
await core.stop()
