// Answers calls about the program itself: settings, switches, tools, destinations, support.
import type { deskMethods } from '../../../../shared/contract/app.ts'
import type { DoctorReport, DoctorStep } from '../../../../shared/model/reports.ts'
import { type CoreHandlers, Refusal, type ShellMethod } from '../../core.ts'
import { DEFAULT_SETTINGS, type RsyncSshDestination } from '../../domain/config.ts'
import { destinationKey } from '../../engine/destination-holds.ts'
import {
  destinationText,
  listDestinations,
  ruleText,
} from '../destinations/destinations-service.ts'
import { keepReport } from '../destinations/connection-test/last-reports.ts'
import { foresee } from '../watch/forecast-service.ts'
import { judgeFolders } from '../runs/folders-service.ts'
import { hostKeys, trustHostKey } from '../destinations/host-keys/host-keys.ts'
import type { Room } from './handler-deps.ts'
import { findTools, listRemotes } from '../destinations/tools-service.ts'

export const deskHandlers = (
  room: Room,
): Pick<CoreHandlers, Exclude<keyof typeof deskMethods, ShellMethod>> => {
  const { config, switches, activity, changes, engineOf, about } = room
  /** Steps of tests that run now, by instrument. */
  const running = new Map<string, DoctorStep[]>()
  const tools = () => room.toolDeps(config.current() ?? DEFAULT_SETTINGS)

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
      return await testDestination(instrumentId, what, room, (step) => steps.push(step))
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
    'app.info': async () => ({ ...about, problems: room.report === null ? [] : [room.report] }),
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
    'config.document': async () => room.editor.document(),
    'config.check': async ({ edits }) => room.editor.check(edits),
    'config.save': async ({ edits, version }) => {
      engineOf()
      mustBeUnlocked()
      const saved = room.editor.save(edits, version)
      activity.person(
        null,
        `Settings saved: ${edits.map((edit) => edit.path.join('.')).join(', ')}`,
      )
      config.reload()
      return saved
    },
    'lock.get': async () => ({ locked: switches.locked() }),
    'overview.get': async () => room.overview(),
    'engine.pause': async ({ paused, until }) => {
      const engine = engineOf()
      switches.setPaused(paused, until ?? null)
      activity.person(null, paused ? 'Everything paused' : 'Everything resumed')
      if (paused) {
        const busy = room.jobs.idsIn(['running', 'awaiting_verify', 'cleanup_eligible'])
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
      const busy = room.jobs.idsIn(['running'])
      await Promise.all(busy.map((id) => engine.interrupt(id, 'limit')))
      engine.wake()
      return null
    },
    'engine.rescan': async () => {
      engineOf().wake()
      await room.watcher()?.sweep()
      return null
    },
    'destinations.list': async () => ({
      rows: listDestinations(config.current(), { ...about, history: room.history }),
    }),
    'destinations.resume': async ({ key }) => {
      room.holds.resume(key)
      activity.person(null, `${key} tried again`)
      engineOf().wake()
      return null
    },
    'destinations.test': async ({ instrumentId }) =>
      keepReport(about.dataDir, await test(instrumentId, 'connection')),
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
      room.holds.resume(destinationKey(destination))
      engineOf().wake()
      return null
    },
    'tools.find': async () => ({ rows: await findTools(tools()) }),
    'tools.remotes': async ({ config: file }) => ({ remotes: await listRemotes(file, tools()) }),
    'instruments.judge': async (draft) => ({ rows: await judgeFolders(draft, room.clock.now()) }),
    'foresight.get': async () => ({ rows: await foresee(room) }),
    'bundle.preview': async () => ({
      rows: room.bundle.entries().map(({ name, bytes }) => ({ name, bytes })),
    }),
  }
}
