// Answers `connections.*`: makes, tests and changes connections to storage.
import { msg } from '../../../../shared/language/msg.ts'
import type { connectionsMethods } from '../../../../shared/contract/connections.ts'
import type { GroupHandlers } from '../../core.ts'
import type { SecretStore } from '../../lib/secret-store.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { createConnectionChanges } from '../connections/change-connections.ts'
import type { createConnections } from '../connections/connections-service.ts'
import type { DestinationNames } from '../connections/destination-names.ts'
import type { Drafts } from '../connections/drafts.ts'
import type { ServerSearch } from '../connections/found-servers.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueControls } from '../runs/queue-controls.ts'

interface ConnectionsHandlerDeps {
  readonly connections: ReturnType<typeof createConnections>
  readonly changes: ReturnType<typeof createConnectionChanges>
  readonly drafts: Drafts
  readonly names: Pick<DestinationNames, 'rename'>
  readonly search: ServerSearch
  readonly secrets: Pick<SecretStore, 'warning'>
  readonly controls: Pick<QueueControls, 'requireUnlocked'>
  readonly activity: Pick<ActivityStore, 'person'>
  readonly requireEngine: JobAccess['requireEngine']
}

export const connectionsHandlers = (
  deps: ConnectionsHandlerDeps,
): GroupHandlers<typeof connectionsMethods> => {
  const { connections, changes, drafts, names } = deps
  /** What changes something is for one engine, and not for locked settings. */
  const requireChange = (): void => {
    deps.requireEngine()
    deps.controls.requireUnlocked()
  }
  /** Notes what a person did, and lets the runs that waited for it go on. */
  const done = (words: string): null => {
    deps.activity.person(null, words)
    deps.requireEngine().wake()
    return null
  }
  return {
    'connections.kinds': async () => ({ rows: await connections.kinds() }),
    'connections.form': async ({ type }) => ({ fields: await connections.form(type) }),
    'connections.findServers': async () => ({ rows: await deps.search.found() }),
    'connections.endSearch': async () => {
      deps.search.end()
      return null
    },
    'connections.list': (input) => connections.list(input),
    'connections.begin': async ({ type, options, from }) => {
      requireChange()
      return connections.begin(type, options, from)
    },
    'connections.change': async ({ draftId, options }) => ({
      step: await drafts.change(draftId, options),
    }),
    'connections.answer': async ({ draftId, value }) => ({
      step: await drafts.answer(draftId, value),
    }),
    'connections.wait': async ({ draftId }) => ({ step: await drafts.wait(draftId) }),
    'connections.discard': async ({ draftId }) => {
      drafts.discard(draftId)
      return null
    },
    'connections.browse': (input) => connections.browse(input),
    'connections.makeFolder': async ({ connection, path }) => {
      requireChange()
      await connections.makeFolder(connection, path)
      return done(msg`Made the folder ${path}`)
    },
    'connections.facts': async (input) => ({ rows: await connections.facts(input) }),
    'connections.test': (input) => connections.test(input),
    'connections.save': async ({ draftId, name }) => {
      requireChange()
      const place = await changes.save(draftId, name)
      done(msg`Saved the connection ${name} (${place.remote})`)
      // said where people look for what was done, and in the list of connections
      const words = deps.secrets.warning()
      if (words !== null) deps.activity.person(null, words)
      return { place }
    },
    'connections.setPassword': async (input) => {
      requireChange()
      await changes.setPassword(input)
      return done(msg`Replaced the password of ${input.place.remote}`)
    },
    'connections.unlock': async ({ conf, password }) => {
      requireChange()
      await changes.unlock(conf, password)
      return done(msg`Told the password of ${conf ?? 'rclone.conf'}`)
    },
    'connections.remove': async ({ place }) => {
      requireChange()
      await changes.remove(place)
      return done(msg`Removed the connection ${place.remote}`)
    },
    'connections.rename': async ({ key, name }) => {
      requireChange()
      names.rename(key, name)
      return done(msg`Named ${key} ${name}`)
    },
  }
}
