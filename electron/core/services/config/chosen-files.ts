// Keeps which programs a save of the settings may name: those that config.yaml named already, and those that a person chose in the
// system's own dialog since the app started. The page can't bring one of its own.
import { msg } from '../../../../shared/language/msg.ts'
import { OWN_CONF, type Settings } from '../../domain/config.ts'
import { allRoutes } from '../../domain/routes.ts'
import { Refusal } from '../../errors.ts'

/** What decides which program runs: the tools, rclone's own file, in which a remote may name a command, and where updates come from. */
const namedBy = (settings: Settings | null): readonly (readonly [key: string, file: string])[] =>
  settings === null
    ? []
    : [
        ...Object.entries(settings.tools).map(([tool, file]) => [`tools.${tool}`, file] as const),
        ['updates.feed_url', settings.updates.feedUrl] as const,
        ...allRoutes(settings).map(
          ({ destination }) =>
            [
              'rclone_config',
              // the app's own file names no program: forms refuse options that do
              destination.type === 'rclone' && destination.configFile !== OWN_CONF
                ? destination.configFile
                : null,
            ] as const,
        ),
      ].flatMap(([key, file]) => (file === null ? [] : [[key, file] as const]))

export const createChosenFiles = () => {
  const chosen = new Set<string>()
  return {
    /** A person chose this file in the system's dialog. */
    allow: (file: string): void => void chosen.add(file),
    isChosen: (file: string): boolean => chosen.has(file),
    /** Throws Refusal where `after` names a program that neither `before` named for the same key nor a person chose. */
    requireChosen(before: Settings | null, after: Settings | null): void {
      const known = namedBy(before).map(([key, file]) => `${key} ${file}`)
      for (const [key, file] of namedBy(after))
        if (!known.includes(`${key} ${file}`) && !chosen.has(file))
          throw new Refusal(
            'invalid_input',
            key === 'updates.feed_url'
              ? msg`${key}: ${file} was not chosen in the system's dialog. Write it into config.yaml.`
              : msg`${key}: ${file} was not chosen in the system's dialog. Choose it there, or write it into config.yaml.`,
          )
    },
  }
}

export type ChosenFiles = ReturnType<typeof createChosenFiles>
