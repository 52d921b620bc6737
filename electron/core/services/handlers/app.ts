// Answers `app.*` and `bundle.*`: the program itself and the support bundle.
import { hostname, release, type } from 'node:os'
import type { appMethods } from '../../../../shared/contract/app.ts'
import type { GroupHandlers } from '../../core.ts'
import { accountName } from '../../lib/account-name.ts'
import type { SettingsService } from '../config/settings-service.ts'
import { syncedTexts } from '../config/synced-folder.ts'
import type { SupportBundle } from '../support/support-bundle.ts'

interface AppHandlerDeps {
  readonly about: {
    readonly version: string
    readonly dataDir: string
    readonly configFile: string
  }
  /** What had to be done to open the queue, as a sentence; null: nothing. */
  readonly openingReport: string | null
  /** Says that others can look into the data folder; null: they can't. */
  readonly rightsWarning: string | null
  readonly config: Pick<SettingsService, 'current'>
  readonly bundle: Pick<SupportBundle, 'entries'>
}

export const appHandlers = (deps: AppHandlerDeps): GroupHandlers<typeof appMethods> => ({
  'app.info': async () => ({
    ...deps.about,
    station: hostname(),
    account: accountName(),
    system: `${type()} ${release()} (${process.arch})`,
    problems: deps.openingReport === null ? [] : [deps.openingReport],
    warnings: [
      ...(deps.rightsWarning === null ? [] : [deps.rightsWarning]),
      ...(await syncedTexts(deps.config.current()?.instruments ?? [])),
    ],
    update: null,
  }),
  'bundle.preview': async () => ({
    rows: deps.bundle.entries().map(({ name, bytes }) => ({ name, bytes })),
  }),
})
