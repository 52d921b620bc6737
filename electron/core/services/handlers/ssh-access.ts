// Answers `ssh.*`: the key of this computer, the host keys of servers, and the way into an account with both.
import { msg } from '../../../../shared/language/msg.ts'
import type { Input } from '../../../../shared/contract/index.ts'
import type { sshAccessMethods } from '../../../../shared/contract/ssh-access.ts'
import type { GroupHandlers } from '../../core.ts'
import type {
  Destination,
  RcloneDestination,
  RsyncSshDestination,
  Settings,
} from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { routeWith } from '../../domain/routes.ts'
import { Refusal, errorMessage } from '../../errors.ts'
import { UnsafeValue, safeHost, safeRemote, safeUser } from '../../process/argument-checks.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import { ownKnownHosts, withOwnKnownHosts } from '../../transports/own-known-hosts.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import { splitTarget } from '../config/transport-schema.ts'
import type { DestinationTools } from '../connections/destination-tools.ts'
import type { HoldService } from '../destinations/hold-service.ts'
import { compareGiven, hostIdentity, trustGiven } from '../destinations/host-keys/host-keys.ts'
import {
  type KnownServer,
  serverAt,
  serverOfSsh,
  serversOfRemote,
} from '../destinations/host-keys/known-server.ts'
import {
  computerKeyPath,
  makeComputerKey,
  readComputerKey,
} from '../destinations/ssh-access/computer-key.ts'
import { checkKeyFile } from '../destinations/ssh-access/key-file.ts'
import { letIn } from '../destinations/ssh-access/let-in.ts'
import { letterFor } from '../destinations/ssh-access/letter.ts'
import { tryKey } from '../destinations/ssh-access/try-key.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueControls } from '../runs/queue-controls.ts'

interface SshAccessHandlerDeps {
  readonly about: { readonly dataDir: string }
  readonly activity: Pick<ActivityStore, 'person'>
  readonly holds: Pick<HoldService, 'list' | 'resume'>
  readonly controls: Pick<QueueControls, 'requireUnlocked'>
  readonly requireEngine: JobAccess['requireEngine']
  settings(): Settings | null
  tools(): ToolDeps
  toolsFor(destination: Destination): DestinationTools
}

type Server = Input<'ssh.hostKeys'>['server']
type Account = Input<'ssh.letIn'>['server']

/** Reasons of a hold that a trusted host key ends. */
const HOST_KEY_REASONS: ReadonlySet<string> = new Set([
  'ssh_host_key_unknown',
  'ssh_host_key_changed',
])

/** Checks a value as the builders of command lines do. Throws Refusal. */
const checked = <T>(check: () => T): T => {
  try {
    return check()
  } catch (error) {
    if (error instanceof UnsafeValue) throw new Refusal('invalid_input', errorMessage(error))
    throw error
  }
}

export const sshAccessHandlers = (
  deps: SshAccessHandlerDeps,
): GroupHandlers<typeof sshAccessMethods> => {
  const { activity } = deps
  const { dataDir } = deps.about
  const own = ownKnownHosts(dataDir)

  const destinationOf = (instrumentId: string): Destination => {
    const found = routeWith(instrumentId, deps.settings())?.destination
    if (found === undefined)
      throw new Refusal('not_found', msg`There is no instrument ${instrumentId}.`)
    return found
  }

  const accountOf = (server: { readonly instrumentId: string } | Account): RsyncSshDestination => {
    if ('instrumentId' in server) {
      const found = destinationOf(server.instrumentId)
      if (found.type !== 'rsync_ssh')
        throw new Refusal(
          'not_found',
          msg`${server.instrumentId} does not send with rsync over ssh.`,
        )
      return withOwnKnownHosts(found, dataDir)
    }
    const { user, host } = splitTarget(server.target)
    checked(() => [safeUser(user), safeHost(host)])
    return withOwnKnownHosts(
      {
        type: 'rsync_ssh',
        user,
        host,
        port: server.port,
        keyPath: server.keyPath ?? computerKeyPath(dataDir),
        remotePath: '.',
        knownHostsFile: null,
        bandwidth: null,
      },
      dataDir,
    )
  }

  const ofRemote = (named: RcloneDestination): ReturnType<typeof serversOfRemote> => {
    const { destination, lookFirst } = deps.toolsFor(named)
    return serversOfRemote(destination.type === 'rclone' ? destination : named, own, {
      ...deps.tools(),
      lookFirst,
    })
  }

  /** The servers of a subject; one that is reached by several, such as a union, has several. */
  const serversOf = async (server: Server): Promise<readonly [KnownServer, ...KnownServer[]]> => {
    if ('target' in server) return [await serverOfSsh(accountOf(server), deps.tools())]
    if ('host' in server)
      return [
        serverAt(
          checked(() => safeHost(server.host)),
          server.port ?? 22,
          own,
          deps.tools(),
        ),
      ]
    if ('remote' in server)
      return ofRemote({
        type: 'rclone',
        remote: checked(() => safeRemote(server.remote)),
        remotePath: '',
        configFile: server.config,
        bandwidth: null,
      })
    const found = destinationOf(server.instrumentId)
    if (found.type === 'rclone') return ofRemote(found)
    return [await serverOfSsh(accountOf(server), deps.tools())]
  }

  /** The server that a person has to look at: the first that is not known. */
  const serverInQuestion = async (server: Server): Promise<KnownServer> => {
    const servers = await serversOf(server)
    if (servers.length > 1)
      for (const one of servers)
        if ((await hostIdentity(one, deps.tools())).known !== 'same') return one
    return servers[0]
  }

  /** Lifts what waited for the key of that server; answers how many runs are tried again. */
  const goOn = (server: Server): number => {
    const keys = new Set(
      'instrumentId' in server
        ? [destinationKey(destinationOf(server.instrumentId))]
        : deps.holds
            .list()
            .filter(({ reason }) => HOST_KEY_REASONS.has(reason))
            .map(({ connection }) => connection),
    )
    const runs = [...keys].reduce((sum, key) => sum + deps.holds.resume(key), 0)
    deps.requireEngine().wake()
    return runs
  }

  const requireKey = () => {
    const key = readComputerKey(dataDir)
    if (key === null)
      throw new Refusal('not_found', msg`There is no key of this computer yet. Make one first.`)
    return key
  }

  return {
    'ssh.key': async () => ({ key: readComputerKey(dataDir) }),
    'ssh.makeKey': async () => {
      deps.controls.requireUnlocked()
      deps.requireEngine()
      const before = readComputerKey(dataDir)
      const key = await makeComputerKey(dataDir, deps.tools())
      if (before === null)
        activity.person(null, msg`Made the key of this computer, ${key.fingerprint}`)
      return key
    },
    'ssh.checkKeyFile': ({ path }) => checkKeyFile(path, deps.tools()),
    'ssh.letter': async ({ server }) => letterFor(accountOf(server), requireKey()),
    'ssh.hostKeys': async ({ server }) =>
      hostIdentity(await serverInQuestion(server), deps.tools()),
    'ssh.compare': async ({ server, given }) =>
      compareGiven(await serverInQuestion(server), given, deps.tools()),
    'ssh.trust': async ({ server, given }) => {
      deps.controls.requireUnlocked()
      deps.requireEngine()
      const found = await serverInQuestion(server)
      const fingerprints = await trustGiven(found, given, own, deps.tools())
      activity.person(null, msg`Trusted ${found.host} with the key ${fingerprints.join(', ')}`)
      return { host: found.host, runs: goOn(server) }
    },
    'ssh.letIn': async ({ server, password }) => {
      deps.controls.requireUnlocked()
      deps.requireEngine()
      const account = accountOf(server)
      await letIn(account, requireKey(), password, deps.tools())
      activity.person(null, msg`Let the key of this computer in at ${account.user}@${account.host}`)
      return null
    },
    'ssh.tryNow': ({ server }) => tryKey(accountOf(server), deps.tools()),
  }
}
