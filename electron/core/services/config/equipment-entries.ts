// Gathers the entries of `equipment` from config.yaml and from ExLab-Wizard's file, in the shape of our schema, and knows where
// each value stands (docs/spec.md 9).
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import type { StagedInstrument } from '../../domain/config.ts'
import { dottedPath } from './parse-yaml.ts'
import { type Data, addTo, isData, valueAt, withoutNulls } from './plain-data.ts'
import type { WizardConfig } from './wizard-config.ts'
import type { YamlPath } from './yaml-data.ts'

/** An instrument, with the places of its values. */
interface Entry {
  readonly value: unknown
  /** Index in our file; null: it does not stand there. */
  readonly own: number | null
  /** Index in ExLab-Wizard's file; null: it does not stand there. */
  readonly theirs: number | null
}

interface GatheredEquipment {
  /** What the schema is to judge: a list, or whatever stands there instead of one. */
  readonly value: unknown
  readonly staged: readonly StagedInstrument[]
  /** Ids of the instruments of `value` that stand in ExLab-Wizard's file. */
  readonly fromWizard: readonly string[]
  readonly problems: readonly ConfigProblem[]
  /** The fault of an instrument, by a path that begins in `value`. */
  problemAt(path: readonly PropertyKey[], message: string): ConfigProblem
}

/** ssh's key where ExLab-Wizard's entry names none. */
const DEFAULT_KEY = '~/.ssh/id_ed25519'

/**
 * Brings ExLab-Wizard's words for a limit and its defaults into our shape: `upload_mbps: null` is no limit, `schedule` are the
 * windows. `isTheirs`: what is left out has the default that it has there.
 */
const inOurShape = (entry: Data, isTheirs: boolean): Data => {
  const raw = entry['transport']
  const also = entry['also']
  if (Array.isArray(also)) {
    // a further destination is ours alone, and its transport is written as any other one of ours
    const shaped = also.map((one: unknown) => (isData(one) ? inOurShape(one, false) : one))
    return { ...inOurShape({ ...entry, also: null }, isTheirs), also: shaped }
  }
  if (!isData(raw)) return withoutNulls(entry)
  const limit = raw['bandwidth']
  const mbps = isData(limit) ? limit['upload_mbps'] : null
  const isUnlimited = isData(limit) && (mbps === null || (isTheirs && mbps === undefined))
  const { bandwidth, ...rest } = withoutNulls(raw)
  const shaped: Record<string, unknown> = { ...rest }
  if (isData(bandwidth) && !isUnlimited) {
    const { schedule, ...other } = bandwidth
    shaped['bandwidth'] = schedule === undefined ? other : { windows: schedule, ...other }
  } else if (!isUnlimited && bandwidth !== undefined) shaped['bandwidth'] = bandwidth
  if (isTheirs && shaped['type'] === 'rsync_ssh') shaped['ssh_key_path'] ??= DEFAULT_KEY
  return { ...withoutNulls(entry), transport: shaped }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const isStaged = (value: unknown): value is Data => isData(value) && value['sync_mode'] === 'stage'

const toStaged = (value: Data): StagedInstrument => {
  const id = textOf(value['id'])
  return { id, label: textOf(value['label']) || id, localRoot: textOf(value['local_root']) }
}

/**
 * Gathers the instruments. `own`: the value of `equipment` in config.yaml, whose lines `lineOf` tells. `isTheirs`: that file has
 * blocks of ExLab-Wizard, so that its defaults hold. What our file says of an instrument of ExLab-Wizard's is added to it.
 */
export const gatherEquipment = (
  own: unknown,
  isTheirs: boolean,
  wizard: WizardConfig | null,
  lineOf: (path: YamlPath) => number | null,
): GatheredEquipment => {
  const problems: ConfigProblem[] = []
  const ownProblem = (path: YamlPath, message: string): ConfigProblem => ({
    line: lineOf(path),
    key: dottedPath(path),
    message,
  })
  const ours: readonly unknown[] = Array.isArray(own) ? own : []
  const idOf = (value: unknown): unknown => (isData(value) ? value['id'] : undefined)
  const used = new Set<number>()
  const entries: Entry[] = (wizard?.entries ?? []).map((value, theirs) => {
    const at = ours.findIndex((one, index) => !used.has(index) && idOf(one) === value['id'])
    const added = ours[at]
    const shaped = inOurShape(value, true)
    if (!isData(added)) return { value: shaped, own: null, theirs }
    used.add(at)
    const refuse = (path: YamlPath): void =>
      void problems.push(
        ownProblem(
          ['equipment', at, ...path],
          msg`${textOf(value['id'])} comes from ${wizard?.file ?? ''}, where this has another value: change it there, or take it out here`,
        ),
      )
    return { value: addTo(shaped, inOurShape(added, false), refuse), own: at, theirs }
  })
  const theirIds = new Set(wizard?.entries.map(idOf))
  ours.forEach((value, index) => {
    if (used.has(index)) return
    if (theirIds.has(idOf(value)))
      problems.push(
        ownProblem(['equipment', index, 'id'], msg`${textOf(idOf(value))} stands here twice`),
      )
    else
      entries.push({
        value: isData(value) ? inOurShape(value, isTheirs) : value,
        own: index,
        theirs: null,
      })
  })
  const sent = entries.filter(({ value }) => !isStaged(value))
  /** The path as it stands in the file of that entry: hours may be called otherwise there. */
  const asWritten = (source: unknown, path: YamlPath): YamlPath => {
    const schedule = path.map((part) => (part === 'windows' ? 'schedule' : part))
    return valueAt(source, schedule.slice(0, 3)) === undefined ? path : schedule
  }
  return {
    value:
      own === undefined || own === null || Array.isArray(own) ? sent.map((one) => one.value) : own,
    staged: entries
      .map(({ value }) => value)
      .filter(isStaged)
      .map(toStaged),
    fromWizard: sent
      .filter(({ theirs }) => theirs !== null)
      .map(({ value }) => textOf(idOf(value))),
    problems,
    problemAt([, index, ...below], message) {
      const rest = below.map((part) => (typeof part === 'symbol' ? String(part) : part))
      const entry = typeof index === 'number' ? sent[index] : undefined
      if (entry === undefined) return ownProblem(['equipment'], message)
      const { own: at, theirs } = entry
      const written = at === null ? undefined : valueAt(ours[at], asWritten(ours[at], rest))
      if (wizard === null || theirs === null || written !== undefined)
        return ownProblem(['equipment', at ?? 0, ...asWritten(ours[at ?? 0], rest)], message)
      const source = wizard.entries[theirs]
      return wizard.problemAt(['equipment', theirs, ...asWritten(source, rest)], message)
    },
  }
}
