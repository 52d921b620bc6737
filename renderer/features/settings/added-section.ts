// Section of an instrument that comes from ExLab-Wizard's config.yaml: only what our own file may add to it.
import { WIZARD_CONFIG_MESSAGES } from '../../../shared/messages/wizard-config.ts'
import { valueIn } from './setting-edits.ts'
import type { Section } from './settings-sections.ts'

/** Keys of an instrument that ExLab-Wizard does not have. */
const ADDED: ReadonlySet<unknown> = new Set([
  'run_folders',
  'exclude',
  'ignore_before',
  'only_after',
])

/** Whether an entry of `equipment` adds to an instrument of that file. `taken`: ids of the instruments that come from it. */
export const isAdded = (entry: unknown, taken: readonly string[]): boolean =>
  taken.some((id) => id === valueIn(entry, ['id']))

/** The section without the fields whose values stand in ExLab-Wizard's file. */
export const addedSection = (section: Section): Section => ({
  ...section,
  text: WIZARD_CONFIG_MESSAGES.added,
  fields: section.fields.filter(({ path }) => ADDED.has(path.at(-1))),
})
