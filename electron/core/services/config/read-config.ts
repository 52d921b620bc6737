// Parses the text of config.yaml into Settings, or lists every fault with its line and key (docs/spec.md 9).
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import type { Settings } from '../../domain/config.ts'
import { samePlace } from '../../domain/routes.ts'
import { readConfigFile } from './config-file.ts'
import { configSchema } from './config-schema.ts'
import { gatherEquipment } from './equipment-entries.ts'
import { dottedPath, parseYaml } from './parse-yaml.ts'
import { isData } from './plain-data.ts'
import { type Gathered, expand, toSettings } from './to-settings.ts'
import { type WizardConfig, WIZARD_CONFIG_KEY, readWizardConfig } from './wizard-config.ts'
import type { YamlPath } from './yaml-data.ts'

interface ConfigReading {
  /** null where the text has any fault. */
  readonly settings: Settings | null
  readonly problems: readonly ConfigProblem[]
  /** ExLab-Wizard's file that it names; null: none. */
  readonly wizardFile: string | null
}

/** Most faults that are told at once. */
const MAX_PROBLEMS = 50

/** Whether a path is of our own settings; the others belong to ExLab-Wizard. */
export const isOurSetting = ([block]: YamlPath): boolean =>
  block === undefined || Object.hasOwn(configSchema.shape, block)

/** What is said of rsync on Windows: its paths have a colon, which rsync takes for a host, and the rsyncs there bring ssh programs of their own. */
const NO_RSYNC = msg`rsync_ssh does not work on Windows. Use type: rclone with an SFTP remote to the same account and folder: it needs no rsync (docs/config.md, "SFTP in place of rsync")`

/** Blocks that only ExLab-Wizard has: a file with one of them is its own. */
const WIZARD_BLOCKS: readonly string[] = [
  'paths',
  'lims',
  'readme',
  'operators',
  'validator',
  'plugins',
  'orchestrator',
]

/** The file of ExLab-Wizard that is named, if it is a path. */
const wizardFileIn = (value: unknown, home: string): string | null => {
  const file: unknown = isData(value) ? value[WIZARD_CONFIG_KEY] : null
  return configSchema.shape[WIZARD_CONFIG_KEY].safeParse(file).success && typeof file === 'string'
    ? expand(home)(file)
    : null
}

/**
 * Parses config.yaml, and the file of ExLab-Wizard that it names. `home`: what `~/` stands for; `readFile` reads that file. Never
 * throws; lists the faults.
 */
export const readConfig = (
  text: string,
  home: string,
  platform: NodeJS.Platform = process.platform,
  readFile: typeof readConfigFile = readConfigFile,
): ConfigReading => {
  const yaml = parseYaml(text, isOurSetting)
  const own = yaml.value ?? {}
  const wizardFile = wizardFileIn(own, home)
  const refused = (problems: readonly ConfigProblem[]): ConfigReading => ({
    settings: null,
    problems,
    wizardFile,
  })
  if (yaml.problems.length > 0) return refused(yaml.problems)
  let wizard: WizardConfig | null = null
  if (wizardFile !== null) {
    const reading = readWizardConfig(wizardFile, yaml.lineOf([WIZARD_CONFIG_KEY]), readFile)
    if ('problems' in reading) return refused(reading.problems)
    wizard = reading.config
  }
  const isTheirs = isData(own) && WIZARD_BLOCKS.some((block) => Object.hasOwn(own, block))
  const equipment = gatherEquipment(
    isData(own) ? own['equipment'] : null,
    isTheirs,
    wizard,
    yaml.lineOf,
  )
  const parsed = configSchema.safeParse(isData(own) ? { ...own, equipment: equipment.value } : own)
  /** One fault for each value. */
  const problems = new Map<string, ConfigProblem>()
  const add = (problem: ConfigProblem): void => {
    const id = problem.key === WIZARD_CONFIG_KEY ? problem.message : problem.key
    if (problems.size < MAX_PROBLEMS && !problems.has(id)) problems.set(id, problem)
  }
  const addProblem = (path: readonly PropertyKey[], message: string): void =>
    add(
      path[0] === 'equipment' && path.length > 1
        ? equipment.problemAt(path, message)
        : { line: yaml.lineOf(path), key: dottedPath(path), message },
    )
  equipment.problems.forEach(add)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const absent = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
      if (issue.path.length === 0)
        addProblem([], msg`It must have blocks such as equipment:, each on a line of its own.`)
      else addProblem(issue.path, absent ? msg`is missing` : issue.message)
    }
    return refused([...problems.values()])
  }
  const { data } = parsed
  const ids = new Map<string, number>()
  data.equipment?.forEach((e, index) => {
    const first = ids.get(e.id)
    if (first === undefined) ids.set(e.id, index)
    else {
      const other = equipment.problemAt(['equipment', first], '').key
      addProblem(
        ['equipment', index, 'id'],
        msg`${e.id} is used already by ${other}: every id must be its own`,
      )
    }
    const refuseRsync = (type: string, ...path: readonly PropertyKey[]): void => {
      if (platform === 'win32' && type === 'rsync_ssh')
        addProblem(['equipment', index, ...path, 'transport', 'type'], NO_RSYNC)
    }
    refuseRsync(e.transport.type)
    e.also?.forEach(({ transport }, at) => refuseRsync(transport.type, 'also', at))
  })
  if (problems.size > 0) return refused([...problems.values()])
  const gathered: Gathered = {
    wizardConfig: wizard === null ? null : { file: wizard.file, instruments: equipment.fromWizard },
    staged: equipment.staged,
    pausedIn:
      wizard?.isPaused === true ? wizard.file : data.sync?.enabled === false ? 'config.yaml' : null,
    isTheirs,
  }
  const settings = toSettings(data, home, gathered)
  settings.instruments.forEach((instrument, index) => {
    const same = samePlace(instrument)
    if (same === null) return
    const at = instrument.also.findIndex(({ name }) => name === same[1])
    const other = same[0] === '' ? msg`its first destination` : msg`its destination ${same[0]}`
    addProblem(
      ['equipment', index, 'also', at, 'transport'],
      msg`is the same place as ${other}: one copy can't stand for two`,
    )
  })
  if (problems.size > 0) return refused([...problems.values()])
  return { settings, problems: [], wizardFile }
}
