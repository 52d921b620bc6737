// Locale of numbers and dates: the system's regional format, or a chosen language in the system's region.

/** The system's regional format; undefined: the runtime's default. */
let regional: string | undefined
/** The tag in use; undefined: the runtime's default. */
let locale: string | undefined

/** Language tag of a POSIX locale: `de-DE` of `de_DE.UTF-8@euro`; null: the runtime does not support it. */
export const localeTag = (text: string): string | null => {
  const tag = text.replace(/[.@].*$/, '').replaceAll('_', '-')
  if (tag === '' || tag.length > 60) return null
  try {
    // PluralRules supports the same locales as the other formatters, and answers without loading their data (20 ms at start)
    return Intl.PluralRules.supportedLocalesOf([tag])[0] ?? null
  } catch {
    return null
  }
}

/** The locale of a POSIX environment for numbers and dates; null: none is set. */
export const localeOf = (env: Readonly<Record<string, string | undefined>>): string | null => {
  const named = [env.LC_ALL, env.LC_TIME, env.LANG].find((one) => one !== undefined && one !== '')
  return named === undefined ? null : localeTag(named)
}

/** Sets the locale of every later call; an unsupported tag changes nothing. */
export const setLocale = (tag: string): void => {
  const known = localeTag(tag)
  if (known === null) return
  regional = known
  locale = known
}

/**
 * Names of days and months, and digits, in a language that a person chose, in the order and the clock of the system's region;
 * null: the system's regional format as it is.
 */
export const setLocaleLanguage = (tag: string | null): void => {
  const region = regional === undefined ? undefined : new Intl.Locale(regional).region
  locale =
    tag === null
      ? regional
      : new Intl.Locale(tag, region === undefined ? {} : { region }).toString()
}

/** Runs `work` with the system's regional format, whatever language a person chose. */
export const inRegionalFormat = <T>(work: () => T): T => {
  const before = locale
  locale = regional
  try {
    return work()
  } finally {
    locale = before
  }
}

/** A formatter that is created at its first use in a locale. */
export const cachedFormatter = <T>(make: (tag: string | undefined) => T): (() => T) => {
  const made = new Map<string | undefined, T>()
  return () => {
    const known = made.get(locale)
    if (known !== undefined) return known
    const formatter = make(locale)
    made.set(locale, formatter)
    return formatter
  }
}

/** Whole numbers with the separators of the locale. */
export const wholeNumber = cachedFormatter((tag) => new Intl.NumberFormat(tag))
