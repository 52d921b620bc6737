// Gives each attempt its limits: those of its instrument at this moment, and its part of them where a short run goes beside a long
// one (docs/spec.md 3a, 7). Restarts a push whose limit changed.
import type { Clock } from '../domain/clock.ts'
import type { Settings } from '../domain/config.ts'
import { type LaneSizes, hasLanes, isLong, shareOf, sharedRule } from '../domain/lanes.ts'
import { type SendingRule, sendingRule } from '../domain/recording-guard.ts'
import { type Route, routeWith } from '../domain/routes.ts'
import type { ActiveAttempt } from './attempt/run-attempt.ts'
import type { StopReason } from './attempt/settle.ts'

interface LimitsDeps {
  readonly clock: Clock
  readonly laneSizes: LaneSizes
  isRecording(instrument: string): boolean
}

/** An attempt with what its limits follow from. */
export interface LimitedAttempt extends ActiveAttempt {
  readonly route: string
  /** It is a short run beside a long one. */
  readonly isBeside: boolean
  /** Bytes of its phase; null: not known. */
  bytes: number | null
  stopReason: StopReason | null
}

/** True where the tool that runs keeps to the rule that holds now: one that follows the windows needs the same limit with them. */
const isKept = ({ transport, rule }: LimitedAttempt, now: SendingRule): boolean =>
  transport.followsWindows
    ? JSON.stringify(rule.bandwidth) === JSON.stringify(now.bandwidth)
    : rule.kibps === now.kibps

export type SendingLimits = ReturnType<typeof createSendingLimits>

export const createSendingLimits = (deps: LimitsDeps) => {
  const ruleFor = ({ destination, instrumentId }: Route, { sync }: Settings): SendingRule => {
    const { bandwidth } = destination
    return sendingRule(bandwidth, sync, deps.isRecording(instrumentId), new Date(deps.clock.now()))
  }

  /** The rule of a run that has a part of the limits. */
  const limitsFor = (
    route: Route,
    isBeside: boolean,
    isSharing: boolean,
    settings: Settings,
  ): Pick<ActiveAttempt, 'rule' | 'share'> => {
    const share = shareOf(isBeside, isSharing)
    return { rule: sharedRule(ruleFor(route, settings), share), share }
  }

  return {
    ruleFor,
    limitsFor,

    /** Records that an attempt begins a phase; true: it is long, and has given a part of its limits to short runs. */
    phaseBegan(
      attempt: LimitedAttempt,
      phase: ActiveAttempt['phase'],
      bytes: number | null,
      route: Route,
      settings: Settings,
    ): boolean {
      const { isBeside } = attempt
      attempt.phase = phase
      attempt.bytes = bytes
      const isSharing = !isBeside && hasLanes(settings.sync) && isLong(phase, bytes, deps.laneSizes)
      if (phase === 'sending')
        Object.assign(attempt, limitsFor(route, isBeside, isSharing, settings))
      return isSharing
    },

    /**
     * Restarts pushes whose bandwidth limit changed, where their tool cannot change the limit itself;
     * they resume (docs/spec.md 7).
     */
    restartForLimits(active: Iterable<LimitedAttempt>, settings: Settings): void {
      for (const job of active) {
        if (job.phase !== 'sending') continue
        const route = routeWith(job.route, settings)
        if (route === undefined) continue
        const rule = sharedRule(ruleFor(route, settings), job.share)
        const sameGuard = rule.guarded === job.rule.guarded && !rule.held
        if (sameGuard && isKept(job, rule)) continue
        job.stopReason ??= 'limit'
        job.controller.abort()
      }
    },
  }
}
