// The connection test of one instrument's destination.
import type { DoctorReport } from '../../../../shared/reports.ts'
import { Refusal } from '../../core.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import type { ToolDeps } from '../../transports/tool-run.ts'
import type { SettingsService } from '../settings-service.ts'
import { runDoctor } from './doctor.ts'
import { rclonePlan } from './rclone-plan.ts'
import { makeSample } from './sample.ts'
import { sshPlan } from './ssh-plan.ts'

/** A step that says nothing for so long is over. */
const SILENCE_MS = 60_000

/** Runs the test; its files are removed here and there. Throws Refusal for an instrument that is not set up. */
export const testDestination = async (
  instrumentId: string,
  deps: {
    readonly config: SettingsService
    readonly clock: Clock
    toolDeps(settings: Settings): ToolDeps
  },
): Promise<DoctorReport> => {
  const settings = deps.config.current()
  const instrument = settings?.instruments.find((i) => i.id === instrumentId)
  if (settings === null || instrument === undefined) {
    const ids = settings?.instruments.map((i) => i.id).join(', ') ?? ''
    throw new Refusal(
      'not_found',
      `There is no instrument ${instrumentId} in config.yaml${ids === '' ? '' : `. Choose one of: ${ids}`}.`,
    )
  }
  const tools = { ...deps.toolDeps(settings), inactivityMs: SILENCE_MS }
  const sample = makeSample()
  try {
    const { destination } = instrument
    const plan =
      destination.type === 'rclone'
        ? rclonePlan(destination, sample, tools)
        : sshPlan(destination, sample, tools)
    return await runDoctor(
      plan,
      instrument.id,
      { ...tools, clock: deps.clock },
      new AbortController().signal,
    )
  } finally {
    sample.remove()
  }
}
