// Edits config.yaml for the settings screens. Edits are made in the YAML tree, so comments, order and unknown keys stay.
import { createHash } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Document, type Node, isCollection, isMap, isScalar, isSeq, visit } from 'yaml'
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfigCheck, ConfigDocument, SettingEdit } from '../../../../shared/model/settings.ts'
import { Refusal, errorCode, errorMessage } from '../../errors.ts'
import type { Settings } from '../../domain/config.ts'
import { type Route, allRoutes } from '../../domain/routes.ts'
import { replaceFile } from '../../lib/atomic-replace.ts'
import { isHeld } from '../../lib/rename-retrying.ts'
import { makePrivateFile } from '../../lib/private-files.ts'
import { makePrivateFolder } from '../../lib/private-folder.ts'
import { diffOf, keepLines } from './line-diff.ts'
import { readConfigFile } from './config-file.ts'
import { parseYaml } from './parse-yaml.ts'
import { isOurSetting, readConfig } from './read-config.ts'

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The file's text; '' where there is none. Throws Refusal where it cannot be read. */
const readText = (file: string): string => {
  const { text, problem } = readConfigFile(file)
  if (problem !== null) throw new Refusal('conflict', problem.message)
  return text ?? ''
}

/** Prepares the parents of a new value: empty flow collections become blocks, and missing values become collections. */
const expandEmptyParents = (document: Document, path: readonly (string | number)[]): void => {
  for (let length = 1; length < path.length; length += 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if ((isSeq(node) || isMap(node)) && node.items.length === 0) node.flow = false
    // a key without a value, such as `sync:`
    if (node === null || (isScalar(node) && node.value === null))
      document.setIn(
        path.slice(0, length),
        document.createNode(typeof path[length] === 'number' ? [] : {}),
      )
  }
}

/** Longest JSON of a new collection that is written in one line, as people do. */
const MAX_FLOW_CHARS = 80

/** The YAML node of a new value. Times are quoted, because YAML 1.1 reads a bare 18:00 as a number. */
const createNode = (document: Document, value: SettingEdit['value'], before: unknown): Node => {
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
    // a collection that contains objects is written as blocks
    node.flow = text.length <= MAX_FLOW_CHARS && text.lastIndexOf('{') <= 0
  }
  return node
}

const applyEdit = (document: Document, { path, value }: SettingEdit): void => {
  if (document.contents === null) document.contents = document.createNode({})
  if (value === undefined) {
    document.deleteIn(path)
    return
  }
  expandEmptyParents(document, path)
  const before: unknown = document.getIn(path, true)
  // changing the scalar in place keeps the comment behind it
  if (isScalar(before) && (typeof value !== 'object' || value === null)) before.value = value
  else document.setIn(path, createNode(document, value, before))
}

const valueOf = (text: string): unknown => parseYaml(text, isOurSetting).value

const applyEdits = (text: string, edits: readonly SettingEdit[]): string => {
  const { document } = parseYaml(text, isOurSetting)
  if (document === null)
    throw new Refusal(
      'conflict',
      msg`config.yaml is not valid YAML at the moment. Mend it in an editor first; nothing was changed.`,
    )
  try {
    const print = (): string => document.toString({ lineWidth: 0 })
    const before = print()
    for (const edit of edits) applyEdit(document, edit)
    const after = print()
    // the YAML printer normalises spaces everywhere; unchanged lines get theirs back
    const merged = keepLines(text, before, after)
    // where the merge means something else, as with an unusual indentation, the plain print is used
    return isDeepStrictEqual(valueOf(merged), valueOf(after)) ? merged : after
  } catch (error) {
    // such as a key below a value that is no block
    throw new Refusal('invalid_input', msg`config.yaml can't take that: ${errorMessage(error)}`)
  }
}

/** `replaceFile` for a file that another program may hold. Throws Refusal then. */
const replaceHeld: typeof replaceFile = (file, change) => {
  try {
    return replaceFile(file, change)
  } catch (error) {
    if (!isHeld(error)) throw error
    throw new Refusal(
      'conflict',
      msg`${file} can't be replaced (${errorCode(error)}): another program has it open, or this account may not change it. Close that program and save again.`,
    )
  }
}

const CHANGED_MEANWHILE = msg`config.yaml was changed by another program meanwhile. Nothing was saved: look at what it says now, and change it again.`

/** A destination as text without its speed limits, because a new limit needs no new connection test. */
const destinationText = ({ destination }: Route): string =>
  JSON.stringify({ ...destination, bandwidth: null })

export interface SettingsEditor {
  /** The file as data. */
  document(): ConfigDocument
  /** What the edits would change, without writing. Throws Refusal conflict where the file is not valid YAML. */
  check(edits: readonly SettingEdit[]): ConfigCheck
  /** The settings that the file would hold after the edits; null: it would have a fault. */
  settingsAfter(edits: readonly SettingEdit[]): Settings | null
  /** Throws Refusal where the file is not the version that the edits were made from, or the result has a fault. */
  save(edits: readonly SettingEdit[], version: string): ConfigCheck
}

export const createSettingsEditor = (file: string, home: string): SettingsEditor => {
  const checkEdit = (before: string, after: string): ConfigCheck => {
    const old = readConfig(before, home).settings
    const { settings, problems } = readConfig(after, home)
    const known = new Map(allRoutes(old).map((one) => [one.id, destinationText(one)]))
    return {
      problems: [...problems],
      diff: diffOf(before, after),
      touched: allRoutes(settings)
        .filter((one) => known.get(one.id) !== destinationText(one))
        .map(({ id }) => id),
    }
  }

  return {
    document() {
      const { text, exists, problem } = readConfigFile(file)
      const { document, value } = parseYaml(text ?? '', isOurSetting)
      return {
        values:
          problem !== null || document === null
            ? null
            : // YAML knows values that JSON does not (.nan)
              (JSON.parse(JSON.stringify(value ?? {})) as ConfigDocument['values']),
        version: versionOf(text ?? ''),
        file,
        exists,
        problems: problem === null ? [...readConfig(text ?? '', home).problems] : [problem],
      }
    },
    check(edits) {
      const before = readText(file)
      return checkEdit(before, applyEdits(before, edits))
    },
    settingsAfter: (edits) => readConfig(applyEdits(readText(file), edits), home).settings,
    save(edits, version) {
      // refuses what is no text file before anything opens it
      readText(file)
      if (!existsSync(file)) {
        // removed meanwhile: no new file takes its place
        if (versionOf('') !== version) throw new Refusal('conflict', CHANGED_MEANWHILE)
        makePrivateFolder(dirname(file))
        makePrivateFile(file)
      }
      let result: ConfigCheck | null = null
      // writes the target of a symbolic link, so that the link stays
      const written = replaceHeld(realpathSync(file), (before) => {
        if (versionOf(before) !== version) throw new Refusal('conflict', CHANGED_MEANWHILE)
        const after = applyEdits(before, edits)
        result = checkEdit(before, after)
        const [fault] = result.problems
        if (fault !== undefined)
          throw new Refusal('invalid_input', `${fault.key}: ${fault.message}`)
        return after
      })
      if (!written || result === null)
        throw new Refusal(
          'conflict',
          msg`config.yaml is being written by another program. Try again.`,
        )
      return result
    },
  }
}
