// Finds ExLab-Wizard's config.yaml at first run and says what can be taken from it (docs/spec.md 9, docs/ux.md D10).
import { existsSync } from 'node:fs'
import type { WizardOffer } from '../../../../shared/model/settings.ts'
import { destinationText } from '../destinations/shown-names.ts'
import { readConfig } from './read-config.ts'
import { WIZARD_CONFIG_KEY } from './wizard-config.ts'

/** What the file at its usual place gives; null: it is not there. `home`: what `~/` stands for. */
export const findWizardConfig = (file: string, home: string): WizardOffer | null => {
  if (!existsSync(file)) return null
  // a file of ours that names it and nothing else; JSON is YAML
  const { settings, problems } = readConfig(JSON.stringify({ [WIZARD_CONFIG_KEY]: file }), home)
  return {
    file,
    instruments: (settings?.instruments ?? []).map(({ id, label, destination }) => ({
      id,
      label,
      destination: destinationText(destination),
    })),
    staged: (settings?.staged ?? []).map(({ id, label }) => ({ id, label })),
    problem: problems[0]?.message ?? null,
  }
}
