// Gets rclone once at a time, tells how far it is, and stops it when a person asks.
import type { Output } from '../../../../../shared/contract/index.ts'
import { type GetRcloneDeps, getRclone } from './get-rclone.ts'

type Got = Output<'tools.getRclone'>
type Getting = Output<'tools.gettingRclone'>

interface RcloneGetter {
  /** Gets it; a second call while it is being got waits for the same one. Throws Refusal. */
  get(): Promise<Got>
  /** How far it is. */
  progress(): Getting
  /** Ends it; whatever came is removed. */
  stop(): void
}

/** `onGot`: called once for what was got, whoever waits for it. */
export const createRcloneGetter = (
  deps: GetRcloneDeps,
  onGot: (got: Got) => void,
): RcloneGetter => {
  let running: {
    readonly control: AbortController
    readonly got: Promise<Got>
    progress: NonNullable<Getting['progress']>
  } | null = null
  return {
    get() {
      if (running !== null) return running.got
      const control = new AbortController()
      const got = getRclone(deps, control.signal, (progress) => {
        if (running !== null) running.progress = progress
      })
        .then((one) => {
          onGot(one)
          return one
        })
        .finally(() => {
          running = null
        })
      running = { control, got, progress: { received: 0, total: null, checking: false } }
      return got
    },
    progress: () => ({ progress: running?.progress ?? null }),
    stop: () => running?.control.abort(),
  }
}
