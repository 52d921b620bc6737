// Reads the config.yaml of ExLab-Wizard, which ours may name (docs/spec.md 9): its instruments as they stand there, and nothing
// that could name a program.
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import type { readConfigFile } from './config-file.ts'
import { type Data, isData, withKeys, withoutNulls } from './plain-data.ts'
import { dottedPath, parseYaml } from './parse-yaml.ts'
import type { YamlPath } from './yaml-data.ts'

/** The key of our config.yaml that names the file. */
export const WIZARD_CONFIG_KEY = 'exlab_wizard_config'

/** What ExLab-Wizard writes of an instrument. Other keys are not its own: rclone's file, for one, can name a program. */
const INSTRUMENT_KEYS: readonly string[] = [
  'id',
  'label',
  'local_root',
  'nas_root',
  'completeness_signal',
  'sentinel_filename',
  'manifest_filename',
  'sync_mode',
  'transport',
]
const TRANSPORT_KEYS: readonly string[] = [
  'type',
  'rclone_remote',
  'rclone_remote_path',
  'ssh_target',
  'ssh_key_path',
  'remote_path',
  'bandwidth',
  // refused by name, as in our own file
  'password',
]

/** The file as it was read. */
export interface WizardConfig {
  readonly file: string
  readonly entries: readonly Data[]
  /** `sync.enabled: false` stands there. */
  readonly isPaused: boolean
  /** A fault of the file, by the path of its value; it is one of the key of our file that names it. */
  problemAt(path: YamlPath, message: string): ConfigProblem
}

/** The file, or what is wrong with it. */
type WizardReading =
  { readonly config: WizardConfig } | { readonly problems: readonly ConfigProblem[] }

const entryOf = (value: Data): Data => {
  const entry = withoutNulls(withKeys(value, INSTRUMENT_KEYS))
  const { transport } = entry
  return isData(transport) ? { ...entry, transport: withKeys(transport, TRANSPORT_KEYS) } : entry
}

/** Strips blanks at both ends of texts, as ExLab-Wizard does. */
const trimmed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return value.map(trimmed)
  return isData(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, trimmed(one)]))
    : value
}

/** `line`: of the key of our config.yaml. */
export const readWizardConfig = (
  file: string,
  line: number | null,
  readFile: typeof readConfigFile,
): WizardReading => {
  const problem = (where: string, message: string): ConfigProblem => ({
    line,
    key: WIZARD_CONFIG_KEY,
    message: msg`${file}${where}: ${message.replace(/\.$/, '')}. Mend it there; until then the last settings that could be used stay in force.`,
  })
  const at = (atLine: number | null, key: string, message: string): ConfigProblem =>
    problem(`${atLine === null ? '' : ` line ${atLine}`}${key === '' ? '' : ` ${key}`}`, message)
  const { text, problem: fault } = readFile(file)
  if (fault !== null) return { problems: [at(fault.line, fault.key, fault.message)] }
  if (text === null)
    return { problems: [problem('', msg`it is not there. Mend the path, or take this key out`)] }
  const yaml = parseYaml(text, ([block]) => block === 'equipment' || block === 'sync')
  if (yaml.problems.length > 0)
    return { problems: yaml.problems.map((one) => at(one.line, one.key, one.message)) }
  const problemAt = (path: YamlPath, message: string): ConfigProblem =>
    at(yaml.lineOf(path), dottedPath(path), message)
  const value = trimmed(yaml.value ?? {})
  const { equipment, sync } = isData(value) ? value : { equipment: false, sync: null }
  const list: readonly unknown[] = Array.isArray(equipment) ? equipment : []
  if (equipment !== undefined && equipment !== null && !Array.isArray(equipment))
    return { problems: [problemAt(['equipment'], msg`it must have a list of instruments`)] }
  const wrong = list.findIndex((one) => !isData(one))
  if (wrong !== -1)
    return {
      problems: [
        problemAt(['equipment', wrong], msg`it must be an instrument with keys such as id`),
      ],
    }
  return {
    config: {
      file,
      entries: list.filter(isData).map(entryOf),
      isPaused: isData(sync) && sync['enabled'] === false,
      problemAt,
    },
  }
}
