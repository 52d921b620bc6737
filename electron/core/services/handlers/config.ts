// Answers `config.*`, `lock.*`, `instruments.*` and `tools.*`: reads and changes the settings.
import { homedir } from 'node:os'
import { msg } from '../../../../shared/language/msg.ts'
import type { configMethods } from '../../../../shared/contract/config.ts'
import type { GroupHandlers } from '../../core.ts'
import { Refusal } from '../../errors.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import type { Transport } from '../../transports/transport.ts'
import type { ConnectionTests } from '../destinations/connection-test/connection-test-service.ts'
import { testedDigest } from '../../destinations/tested-digest.ts'
import { overlapOf } from '../destinations/destination-overlap.ts'
import type { ChosenFiles } from '../config/chosen-files.ts'
import { describeInstrument } from '../config/instrument-info.ts'
import { syncedTexts } from '../config/synced-folder.ts'
import { findWizardConfig } from '../config/find-wizard-config.ts'
import type { SettingsEditor } from '../config/settings-editor.ts'
import type { SettingsService } from '../config/settings-service.ts'
import type { Fetch } from '../destinations/get-rclone/download.ts'
import { createRcloneGetter } from '../destinations/get-rclone/rclone-getter.ts'
import { findTools } from '../destinations/tools-service.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueControls } from '../runs/queue-controls.ts'
import { countRuns } from '../watch/count-runs.ts'
import { previewCompletionRule } from '../watch/preview-completion-rule.ts'

/** Why the folder that these settings give to an instrument should be another one; nothing for one that it had before. */
const newlySynced = (after: Settings, before: Settings | null): Promise<string[]> => {
  const known = new Set(before?.instruments.map(({ localRoot }) => localRoot))
  return syncedTexts(after.instruments.filter(({ localRoot }) => !known.has(localRoot)))
}

interface ConfigHandlerDeps {
  readonly config: Pick<SettingsService, 'current' | 'problems' | 'reload'>
  readonly editor: SettingsEditor
  readonly controls: Pick<QueueControls, 'locked' | 'requireUnlocked'>
  readonly activity: Pick<ActivityStore, 'person'>
  readonly clock: Clock
  readonly requireEngine: JobAccess['requireEngine']
  readonly dataDir: string
  /** Folder of what is this account's alone (data-dir.ts). */
  readonly ownFolder: string
  readonly wizardConfigFile: string
  readonly chosen: Pick<ChosenFiles, 'allow' | 'requireChosen'>
  readonly tests: Pick<ConnectionTests, 'keepDrafts'>
  readonly fetch: Fetch
  tools(): ToolDeps
  transportFor(destination: Destination, settings: Settings): Transport
}

export const configHandlers = (deps: ConfigHandlerDeps): GroupHandlers<typeof configMethods> => {
  const { config, editor, controls } = deps
  const getter = createRcloneGetter({ ...deps, dataDir: deps.ownFolder }, ({ path, version }) => {
    deps.chosen.allow(path)
    deps.activity.person(null, msg`Got rclone ${version}: ${path}`)
  })
  return {
    'config.get': async () => {
      const settings = config.current()
      return {
        instruments:
          settings === null ? [] : settings.instruments.map(describeInstrument(settings)),
        problems: [...config.problems()],
        wizard: {
          file: settings?.wizardConfig?.file ?? null,
          instruments: [...(settings?.wizardConfig?.instruments ?? [])],
          staged: (settings?.staged ?? []).map(({ id, label }) => ({ id, label })),
        },
      }
    },
    'config.wizardOffer': async () =>
      config.current()?.wizardConfig ? null : findWizardConfig(deps.wizardConfigFile, homedir()),
    'config.reload': async () => {
      config.reload()
      return { problems: [...config.problems()] }
    },
    'config.document': async () => editor.document(),
    'config.check': async ({ edits }) => {
      const check = editor.check(edits)
      const after = editor.settingsAfter(edits)
      const touched = (after?.instruments ?? []).filter(({ id }) => check.touched.includes(id))
      return {
        ...check,
        tests: Object.fromEntries(
          touched.map((one) => [
            one.id,
            after === null ? '' : testedDigest(one.destination, after),
          ]),
        ),
      }
    },
    'config.save': async ({ edits, version }) => {
      deps.requireEngine()
      controls.requireUnlocked()
      const after = editor.settingsAfter(edits)
      deps.chosen.requireChosen(editor.settingsAfter([]) ?? config.current(), after)
      const { touched } = editor.check(edits)
      const overlap =
        after === null ? null : await overlapOf(touched, after, deps.dataDir, deps.transportFor)
      if (overlap !== null) throw new Refusal('invalid_input', overlap)
      const [synced] = after === null ? [] : await newlySynced(after, config.current())
      if (synced !== undefined) throw new Refusal('invalid_input', synced)
      const result = editor.save(edits, version)
      const keys = edits.map((edit) => edit.path.join('.'))
      deps.activity.person(null, msg`Settings saved: ${keys.join(', ')}`)
      config.reload()
      deps.tests.keepDrafts()
      return result
    },
    'lock.get': async () => ({ locked: controls.locked() }),
    'instruments.previewRule': (draft) =>
      previewCompletionRule(draft, config.current(), deps.dataDir, deps.clock.now()),
    'instruments.countRuns': (draft) =>
      countRuns(draft, config.current(), deps.dataDir, deps.clock.now()),
    'tools.find': async () => ({ rows: await findTools(deps.tools()) }),
    'tools.getRclone': async () => {
      deps.requireEngine()
      controls.requireUnlocked()
      return getter.get()
    },
    'tools.gettingRclone': async () => getter.progress(),
    'tools.stopGettingRclone': async () => {
      getter.stop()
      return null
    },
  }
}
