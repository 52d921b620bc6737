// Drafts of connections: a remote that is being made or changed, in an rclone.conf of its own, encrypted as the app's own one is,
// until it is saved or discarded. Nothing of a draft is in a config before.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { ConnectionStep, RemotePlace } from '../../../../shared/model/connections.ts'
import { OWN_CONF } from '../../domain/config.ts'
import { Refusal } from '../../errors.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import {
  type Section,
  sectionsOf,
  valueFault,
  withSection,
} from '../../transports/rclone/conf-format.ts'
import { type Backend, namesProgram } from './kinds.ts'
import type { RcloneConfs } from './rclone-confs.ts'
import { type Dialogue, beginDialogue, obscure, rcloneBackends } from './run-rclone.ts'

/** Longest wait for a person at the browser in one call. */
const PATIENCE_MS = 25_000

interface Draft {
  readonly id: string
  readonly type: string
  /** Name of the remote in the draft's file. */
  readonly remote: string
  readonly file: string
  /** The remote that it is a change of; null: it is a new one. */
  readonly from: RemotePlace | null
  dialogue: Dialogue | null
  step: ConnectionStep | null
  /** State of rclone's question; '': there is none. */
  state: string
  /** Counts changes. */
  changes: number
}

/** Options that people typed, as rclone.conf has them. '' takes an option away. */
type Options = Readonly<Record<string, string>>

export interface Drafts {
  begin(
    type: string,
    options: Options,
    from: RemotePlace | null,
  ): Promise<{ readonly draftId: string; readonly step: ConnectionStep }>
  change(draftId: string, options: Options): Promise<ConnectionStep>
  answer(draftId: string, value: string): Promise<ConnectionStep>
  wait(draftId: string): Promise<ConnectionStep>
  discard(draftId: string): void
  /** Where a draft's remote is; `version`: another one after each change. Throws Refusal for one that is not there, or not complete. */
  placeOf(draftId: string): {
    readonly remote: string
    readonly file: string
    readonly version: string
  }
  /** The remote of a complete draft, as it is now, and what it is a change of. */
  result(draftId: string): Promise<{ readonly section: Section; readonly from: RemotePlace | null }>
  /** Discards all. */
  close(): void
}

/** Throws Refusal for an option that can't be set in a form. */
const requireOption = (type: string, name: string, value: string): void => {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new Refusal('invalid_input', msg`${name} is no option of ${type}.`)
  if (namesProgram(type, name))
    throw new Refusal(
      'invalid_input',
      msg`${name} names a program, which only somebody who may write rclone.conf can do there.`,
    )
  const fault = valueFault(value)
  if (fault !== null) throw new Refusal('invalid_input', `${name} ${fault}.`)
}

/** Options as they stand in rclone.conf: passwords obscured, the rest without blanks at its ends. */
const storedOptions = async (
  backend: Backend,
  options: Options,
  deps: ToolDeps,
): Promise<Options> => {
  const stored: Record<string, string> = {}
  for (const [name, value] of Object.entries(options)) {
    const isObscured = backend.obscured.has(name)
    // a password may have blanks at its ends, but no line break, which rclone would not read
    if (isObscured && /[\u0000-\u001f\u007f]/.test(value))
      throw new Refusal(
        'invalid_input',
        msg`${name} has a line break or another control character.`,
      )
    const text = isObscured ? value : value.trim()
    if (!isObscured || text === '') requireOption(backend.kind.type, name, text)
    stored[name] = isObscured && text !== '' ? await obscure(text, deps) : text
  }
  return stored
}

/** A remote with changed options. */
const changed = (section: Section, options: Options): Section =>
  Object.fromEntries(
    Object.entries({ ...section, ...options }).filter(
      ([name, value]) => value !== '' || name === 'type',
    ),
  )

/** A name that rclone takes, from one that people gave. */
export const remoteName = (name: string, taken: readonly string[]): string => {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9.]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'connection'
  for (let n = 1; ; n += 1) {
    const one = n === 1 ? base : `${base}-${n}`
    if (!taken.includes(one)) return one
  }
}

/** What tells a server from others, for messages about a draft of it. */
const serverOf = ({ type, host, url, endpoint }: Section): string => {
  const address = url ?? endpoint ?? ''
  return host ?? (URL.canParse(address) ? new URL(address).hostname : (type ?? ''))
}

export const createDrafts = (deps: {
  readonly confs: Pick<RcloneConfs, 'draftsFolder' | 'fileOf' | 'read' | 'edit' | 'environmentFor'>
  tools(): ToolDeps
  /** Names of remotes that are in use. */
  remotes(): readonly string[]
}): Drafts => {
  const { confs } = deps
  const drafts = new Map<string, Draft>()

  const require = (draftId: string): Draft => {
    const draft = drafts.get(draftId)
    if (draft === undefined)
      throw new Refusal('not_found', msg`This draft of a connection is not there any more.`)
    return draft
  }
  const toolsFor = ({ file }: Draft): ToolDeps => ({
    ...deps.tools(),
    lookFirst: () => confs.environmentFor(file),
  })
  const sectionOf = async ({ file, remote }: Draft): Promise<Section> => {
    const found = await confs.read(file)
    const section = found.state === 'open' ? sectionsOf(found.text).get(remote) : undefined
    if (section === undefined)
      throw new Refusal(
        'unavailable',
        'why' in found ? found.why : msg`The draft of the connection can not be read any more.`,
      )
    return section
  }
  const requireBackend = async (type: string): Promise<Backend> => {
    const backend = (await rcloneBackends(deps.tools())).get(type)
    if (backend === undefined)
      throw new Refusal('invalid_input', msg`The installed rclone has no ${type}.`)
    return backend
  }
  const advance = async (draft: Draft, patience: AbortSignal): Promise<ConnectionStep> => {
    const { dialogue } = draft
    if (dialogue === null) {
      if (draft.step !== null) return draft.step
      throw new Refusal('conflict', msg`This connection has a fault: change it first.`)
    }
    try {
      const { step, state } = await dialogue.next(patience)
      if (step.kind === 'browser') return step
      draft.step = step
      draft.state = state
      return step
    } finally {
      // what was asked before stays where the answer was refused; a browser that is waited for is asked about again
      if (draft.dialogue === dialogue && dialogue.hasEnded()) draft.dialogue = null
    }
  }
  const converse = (
    draft: Draft,
    reply: { readonly state: string; readonly value: string } | null,
  ): Promise<ConnectionStep> => {
    draft.changes += 1
    draft.dialogue?.stop()
    draft.dialogue = beginDialogue(
      { name: draft.remote, type: draft.type, file: draft.file },
      reply,
      toolsFor(draft),
    )
    return advance(draft, new AbortController().signal)
  }
  const discard = (draftId: string): void => {
    const draft = drafts.get(draftId)
    if (draft === undefined) return
    draft.dialogue?.stop()
    drafts.delete(draftId)
    rmSync(draft.file, { force: true })
  }
  const requireComplete = (draftId: string): Draft => {
    const draft = require(draftId)
    if (draft.step?.kind !== 'complete')
      throw new Refusal(
        'conflict',
        msg`The connection is not complete: answer what is asked first.`,
      )
    return draft
  }

  return {
    async begin(type, options, from) {
      const backend = await requireBackend(type)
      // an overlay names other remotes: those of the file that the draft goes to
      const target = confs.fileOf(from?.conf ?? OWN_CONF)
      const base = await confs.read(from === null ? confs.fileOf(OWN_CONF) : target)
      if (base.state === 'locked' || base.state === 'unreadable')
        throw new Refusal('unavailable', base.why)
      const text = base.state === 'open' ? base.text : ''
      const before = from === null ? undefined : sectionsOf(text).get(from.remote)
      if (from !== null && before?.['type'] !== type)
        throw new Refusal('not_found', msg`There is no ${type} remote ${from.remote} any more.`)
      const section = changed(
        { ...before, type },
        await storedOptions(backend, options, deps.tools()),
      )
      const id = randomUUID()
      const draft: Draft = {
        id,
        type,
        remote:
          from?.remote ??
          remoteName(serverOf(section), [...sectionsOf(text).keys(), ...deps.remotes()]),
        file: join(confs.draftsFolder, `${id}.conf`),
        from,
        dialogue: null,
        step: null,
        state: '',
        changes: 0,
      }
      await confs.edit(draft.file, () => withSection(text, draft.remote, section))
      drafts.set(id, draft)
      try {
        return { draftId: id, step: await converse(draft, null) }
      } catch (error) {
        discard(id)
        throw error
      }
    },
    async change(draftId, options) {
      const draft = require(draftId)
      const backend = await requireBackend(draft.type)
      const section = changed(
        await sectionOf(draft),
        await storedOptions(backend, options, deps.tools()),
      )
      draft.dialogue?.stop()
      draft.step = null
      await confs.edit(draft.file, (text) => withSection(text, draft.remote, section))
      return converse(draft, null)
    },
    async answer(draftId, value) {
      const draft = require(draftId)
      const { step, state } = draft
      if (step?.kind !== 'question' || state === '')
        throw new Refusal('conflict', msg`Nothing is asked of this connection.`)
      return converse(draft, { state, value })
    },
    wait: (draftId) => advance(require(draftId), AbortSignal.timeout(PATIENCE_MS)),
    discard,
    placeOf(draftId) {
      const { id, remote, file, changes } = requireComplete(draftId)
      return { remote, file, version: `${id} ${changes}` }
    },
    async result(draftId) {
      const draft = requireComplete(draftId)
      return { section: await sectionOf(draft), from: draft.from }
    },
    close: () => [...drafts.keys()].forEach(discard),
  }
}
