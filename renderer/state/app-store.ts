// App store: what every part of the window needs: program info, instruments, configuration faults, overview, clock.
import { create } from 'zustand'
import { NO_OVERVIEW } from '../../shared/constants.ts'
import type { Output } from '../../shared/contract/index.ts'
import type { Overview } from '../../shared/model/overview.ts'
import type { ConfigProblem, InstrumentInfo, WizardSource } from '../../shared/model/settings.ts'
import { call } from './bridge.ts'
import { showError } from './notice-store.ts'

interface AppState {
  /** null until the main process has answered. */
  readonly info: Output<'app.info'> | null
  readonly instruments: readonly InstrumentInfo[]
  readonly configProblems: readonly ConfigProblem[]
  /** What the settings take from ExLab-Wizard. */
  readonly wizard: WizardSource
  readonly overview: Overview
  /** When the last batch of changes arrived, epoch ms. */
  readonly lastBatchAt: number
  /** The clock of relative times such as "5 min ago", epoch ms; it advances every few seconds. */
  readonly now: number
}

export const useApp = create<AppState>(() => ({
  info: null,
  instruments: [],
  configProblems: [],
  wizard: { file: null, instruments: [], staged: [] },
  overview: NO_OVERVIEW,
  lastBatchAt: Date.now(),
  now: Date.now(),
}))

type ConfigState = Pick<AppState, 'instruments' | 'configProblems' | 'wizard'>

const readConfig = async (): Promise<ConfigState | null> => {
  const answer = await call('config.get', {})
  if (!answer.ok) return null
  const { instruments, problems, wizard } = answer.value
  return { instruments, configProblems: problems, wizard }
}

export const loadConfig = async (): Promise<void> => {
  const config = await readConfig()
  if (config !== null) useApp.setState(config)
}

/** Loads all that the first frame shows, and applies it in one update. */
export const loadApp = async (): Promise<void> => {
  const [info, overview, config] = await Promise.all([
    call('app.info', {}),
    call('overview.get', {}),
    readConfig(),
  ])
  useApp.setState({
    ...config,
    ...(info.ok ? { info: info.value } : {}),
    ...(overview.ok ? { overview: overview.value } : {}),
  })
}

/** Opens the folder of the logs. */
export const openLogs = (): void => void call('app.openHelp', { what: 'logs' }).then(showError)

/** Opens config.yaml in the system's editor. */
export const openConfig = (): void => void call('config.open', {}).then(showError)
