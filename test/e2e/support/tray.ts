// A tray for desktops without one, as Xvfb is, and what the app shows in it and on its badge.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { answered } from './app.ts'

/** Environment in which the question for a tray host (`gdbus`) is answered with yes. */
export const environmentWithTray = (lab: LabFiles): Record<string, string> => {
  const bin = join(lab.dir, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'gdbus'), '#!/bin/sh\necho "(true,)"\n')
  chmodSync(join(bin, 'gdbus'), 0o755)
  return { PATH: `${bin}${delimiter}${process.env['PATH']}` }
}

/** Records every tip of the tray and every count of the badge from now on. */
export const watchTray = (app: ElectronApplication): Promise<void> =>
  answered(() =>
    app.evaluate(({ app: self, Tray }) => {
      const shown = { tips: [] as string[], badges: [] as (number | undefined)[] }
      Reflect.set(globalThis, 'trayShown', shown)
      Tray.prototype.setToolTip = (tip) => void shown.tips.push(tip)
      self.setBadgeCount = (count) => shown.badges.push(count) > 0
    }),
  )

export const trayShown = (
  app: ElectronApplication,
): Promise<{ readonly tips: readonly string[]; readonly badges: readonly number[] }> =>
  answered(() => app.evaluate(() => Reflect.get(globalThis, 'trayShown')))
