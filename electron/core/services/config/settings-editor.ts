// Changes config.yaml for the settings screens: edits go into the YAML tree, so that comments, order and unknown keys stay.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  type Document,
  type Node,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml'
import type { ConfigCheck, ConfigDocument, SettingEdit } from '../../../../shared/model/settings.ts'
import { Refusal } from '../../errors.ts'
import type { Instrument } from '../../domain/config.ts'
import { replaceFile } from '../../lib/atomic-replace.ts'
import { diffOf, keepLines } from './line-diff.ts'
import { readConfig } from './read-config.ts'

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const readText = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** An empty list written in one line grows into one of blocks, as people write it. */
const openUp = (document: Document, path: readonly (string | number)[]): void => {
  for (let length = 1; length < path.length; length += 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if ((isSeq(node) || isMap(node)) && node.items.length === 0) node.flow = false
    // `sync:` with nothing behind it
    if (node === null || (isScalar(node) && node.value === null))
      document.setIn(
        path.slice(0, length),
        document.createNode(typeof path[length] === 'number' ? [] : {}),
      )
  }
}

/** What is short enough for one line is written in one, as people do. */
const ONE_LINE = 80

/** A new value as people would write it: times in quotes, since YAML 1.1 reads a bare 18:00 as a number. */
const nodeFor = (document: Document, value: SettingEdit['value'], before: unknown): Node => {
  const node = document.createNode(value)
  visit(node, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'string' && /^\d+(?::\d+)+$/.test(scalar.value))
        scalar.type = 'QUOTE_SINGLE'
    },
  })
  if (!isCollection(node) || node.items.length === 0) return node
  if (isCollection(before)) {
    if (before.flow !== undefined) node.flow = before.flow
    node.comment = before.comment ?? null
    node.commentBefore = before.commentBefore ?? null
  } else {
    const text = JSON.stringify(value)
    // blocks within blocks stay blocks
    node.flow = text.length <= ONE_LINE && text.lastIndexOf('{') <= 0
  }
  return node
}

const apply = (document: Document, { path, value }: SettingEdit): void => {
  if (document.contents === null) document.contents = document.createNode({})
  if (value === undefined) {
    document.deleteIn(path)
    return
  }
  openUp(document, path)
  const before: unknown = document.getIn(path, true)
  // the scalar's node stays, and with it the comment behind it
  if (isScalar(before) && (typeof value !== 'object' || value === null)) before.value = value
  else document.setIn(path, nodeFor(document, value, before))
}

const withEdits = (text: string, edits: readonly SettingEdit[]): string => {
  const document = parseDocument(text)
  if (document.errors.length > 0)
    throw new Refusal(
      'conflict',
      'config.yaml is not valid YAML at the moment. Mend it in an editor first; nothing was changed.',
    )
  const print = (): string => document.toString({ lineWidth: 0 })
  const before = print()
  for (const edit of edits) apply(document, edit)
  const after = print()
  // the printer has habits of its own for spaces; they are for what was changed
  const kept = keepLines(text, before, after)
  // where lines of both do not go together, as with another indentation, the print is what was meant
  return isDeepStrictEqual(parseDocument(kept).toJS(), document.toJS()) ? kept : after
}

const CHANGED =
  'config.yaml was changed by another program meanwhile. Nothing was saved: look at what it says now, and change it again.'

/** A destination without its limits of speed: those need no new connection test. */
const destinationText = (instrument: Instrument): string =>
  JSON.stringify({ ...instrument.destination, bandwidth: null })

export interface SettingsEditor {
  document(): ConfigDocument
  check(edits: readonly SettingEdit[]): ConfigCheck
  /** Throws Refusal where the file is not the one that the edits were made from, or the result has a fault. */
  save(edits: readonly SettingEdit[], version: string): ConfigCheck
}

export const createSettingsEditor = (file: string, home: string): SettingsEditor => {
  const judge = (before: string, after: string): ConfigCheck => {
    const old = readConfig(before, home).settings
    const { settings, problems } = readConfig(after, home)
    const known = new Map((old?.instruments ?? []).map((i) => [i.id, destinationText(i)]))
    return {
      problems: [...problems],
      diff: diffOf(before, after),
      touched: (settings?.instruments ?? [])
        .filter((i) => known.get(i.id) !== destinationText(i))
        .map((i) => i.id),
    }
  }

  return {
    document() {
      const text = readText(file)
      const parsed = parseDocument(text)
      return {
        values:
          parsed.errors.length > 0 ? null : ((parsed.toJS() as ConfigDocument['values']) ?? {}), // YAML is JSON's superset; dates stay text
        version: versionOf(text),
        file,
        exists: existsSync(file),
        problems: [...readConfig(text, home).problems],
      }
    },
    check(edits) {
      const before = readText(file)
      return judge(before, withEdits(before, edits))
    },
    save(edits, version) {
      if (!existsSync(file)) {
        // taken away since: not even an empty one takes its place
        if (versionOf('') !== version) throw new Refusal('conflict', CHANGED)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, '')
      }
      let result: ConfigCheck | null = null
      // the file that a link leads to, so that the link stays one
      const written = replaceFile(realpathSync(file), (before) => {
        if (versionOf(before) !== version) throw new Refusal('conflict', CHANGED)
        const after = withEdits(before, edits)
        result = judge(before, after)
        const [fault] = result.problems
        if (fault !== undefined)
          throw new Refusal('invalid_input', `${fault.key}: ${fault.message}`)
        return after
      })
      if (!written || result === null)
        throw new Refusal('conflict', 'config.yaml is being written by another program. Try again.')
      return result
    },
  }
}
