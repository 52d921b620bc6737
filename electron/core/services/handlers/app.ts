// Answers calls about the program itself: settings, switches, tools, destinations, support.
import type { appMethods } from '../../../../shared/contract/app.ts'
import type { DoctorReport, DoctorStep } from '../../../../shared/model/reports.ts'
import { type CoreHandlers, type ShellMethod } from '../../core.ts'
import { Refusal } from '../../errors.ts'
import { DEFAULT_SETTINGS, type RsyncSshDestination } from '../../domain/config.ts'
import { destinationKey } from '../../engine/destination-holds.ts'
import {
  destinationText,
  listDestinations,
  ruleText,
} from '../destinations/destinations-service.ts'
import { saveReport } from '../destinations/connection-test/last-reports.ts'
import { forecastInstruments } from '../watch/forecast-service.ts'
import { previewCompletionRule } from '../runs/folders-service.ts'
import { hostKeys, trustHostKey } from '../destinations/host-keys/host-keys.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { findTools, listRemotes } from '../destinations/tools-service.ts'

export const appHandlers = (
  deps: HandlerDeps,
): Pick<CoreHandlers, Exclude<keyof typeof appMethods, ShellMethod>> => {
  const { config, switches, activity, changes, engineOf, about } = deps
  /** Steps of tests that run now, by instrument. */
  const running = new Map<string, DoctorStep[]>()
  const tools = () => deps.toolDeps(config.current() ?? DEFAULT_SETTINGS)

  const test = async (
    instrumentId: string,
    what: 'connection' | 'rehearsal',
  ): Promise<DoctorReport> => {
    if (running.has(instrumentId))
      throw new Refusal('conflict', `${instrumentId} is being tested already. Wait for its end.`)
    const steps: DoctorStep[] = []
    running.set(instrumentId, steps)
    try {
      // loaded with the first test: the window starts without it
      const { testDestination } =
        await import('../destinations/connection-test/test-destination.ts')
      return await testDestination(instrumentId, what, deps, (step) => steps.push(step))
    } finally {
      running.delete(instrumentId)
    }
  }
  const sshOf = (instrumentId: string): RsyncSshDestination => {
    const found = config.current()?.instruments.find((i) => i.id === instrumentId)?.destination
    if (found?.type !== 'rsync_ssh')
      throw new Refusal('not_found', `${instrumentId} does not send over ssh.`)
    return found
  }
  const mustBeUnlocked = (): void => {
    if (switches.locked())
      throw new Refusal('conflict', 'The settings are locked. Unlock them first.')
  }

  return {
    'app.info': async () => ({ ...about, problems: deps.report === null ? [] : [deps.report] }),
    'config.get': async () => ({
      instruments: (config.current()?.instruments ?? []).map((i) => ({
        id: i.id,
        label: i.label,
        localRoot: i.localRoot,
        transport: i.destination.type,
        destination: destinationText(i.destination),
        key: destinationKey(i.destination),
        rule: ruleText(i),
        watched: config.current()?.watch.enabled === true,
        nasRoot: i.nasRoot,
      })),
      problems: [...config.problems()],
    }),
    'config.reload': async () => {
      config.reload()
      return { problems: [...config.problems()] }
    },
    'config.document': async () => deps.editor.document(),
    'config.check': async ({ edits }) => deps.editor.check(edits),
    'config.save': async ({ edits, version }) => {
      engineOf()
      mustBeUnlocked()
      const saved = deps.editor.save(edits, version)
      activity.person(
        null,
        `Settings saved: ${edits.map((edit) => edit.path.join('.')).join(', ')}`,
      )
      config.reload()
      return saved
    },
    'lock.get': async () => ({ locked: switches.locked() }),
    'overview.get': async () => deps.overview(),
    'engine.pause': async ({ paused, until }) => {
      const engine = engineOf()
      switches.setPaused(paused, until ?? null)
      activity.person(null, paused ? 'Everything paused' : 'Everything resumed')
      if (paused) {
        const busy = deps.jobs.idsIn(['running', 'awaiting_verify', 'cleanup_eligible'])
        await Promise.all(busy.map((id) => engine.interrupt(id, 'pause')))
      }
      changes.overviewTouched()
      engine.wake()
      return null
    },
    'engine.unlimited': async ({ unlimited }) => {
      const engine = engineOf()
      switches.setUnlimited(unlimited)
      activity.person(null, unlimited ? 'Speed limit switched off' : 'Speed limit switched on')
      changes.overviewTouched()
      // what is being sent goes on at once at the other speed, where it was
      const busy = deps.jobs.idsIn(['running'])
      await Promise.all(busy.map((id) => engine.interrupt(id, 'limit')))
      engine.wake()
      return null
    },
    'engine.rescan': async () => {
      engineOf().wake()
      await deps.watcher()?.sweep()
      return null
    },
    'destinations.list': async () => ({
      rows: listDestinations(config.current(), { ...about, history: deps.history }),
    }),
    'destinations.resume': async ({ key }) => {
      deps.holds.resume(key)
      activity.person(null, `${key} tried again`)
      engineOf().wake()
      return null
    },
    'destinations.test': async ({ instrumentId }) =>
      saveReport(about.dataDir, await test(instrumentId, 'connection')),
    'destinations.rehearse': ({ instrumentId }) => test(instrumentId, 'rehearsal'),
    'destinations.steps': async ({ instrumentId }) => ({ rows: running.get(instrumentId) ?? [] }),
    'destinations.hostKeys': async ({ instrumentId }) => {
      const destination = sshOf(instrumentId)
      return { host: destination.host, rows: await hostKeys(destination, tools()) }
    },
    'destinations.trust': async ({ instrumentId, fingerprint, typed }) => {
      const destination = sshOf(instrumentId)
      mustBeUnlocked()
      await trustHostKey(destination, { fingerprint, typed }, tools())
      activity.person(null, `Trusted ${destination.host} with the key ${fingerprint}`)
      deps.holds.resume(destinationKey(destination))
      engineOf().wake()
      return null
    },
    'tools.find': async () => ({ rows: await findTools(tools()) }),
    'tools.remotes': async ({ config: file }) => ({ remotes: await listRemotes(file, tools()) }),
    'instruments.previewRule': async (draft) => ({
      rows: await previewCompletionRule(draft, deps.clock.now()),
    }),
    'forecast.get': async () => ({ rows: await forecastInstruments(deps) }),
    'bundle.preview': async () => ({
      rows: deps.bundle.entries().map(({ name, bytes }) => ({ name, bytes })),
    }),
  }
}
