// Finds the locale of numbers and dates: the system's regional format.
import { app } from 'electron'
import { localeOf, localeTag } from '../../../shared/language/locale.ts'

/** BCP 47 tag. On Linux LC_TIME names it, which Electron does not read. */
export const systemLocale = (): string =>
  (process.platform === 'linux' ? localeOf(process.env) : null) ??
  localeTag(app.getSystemLocale()) ??
  app.getLocale()
