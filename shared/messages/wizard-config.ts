// Messages of what is taken from ExLab-Wizard's config.yaml: the offer at first run, the note in the settings.
import { messages, template } from '../language/messages.ts'
import { listed } from './common.ts'

export const WIZARD_CONFIG_MESSAGES = messages('wizardConfig', {
  title: 'ExLab-Wizard is set up on this computer',
  text: template(
    'Its instruments can be taken as they are from {file}. Nothing is written into that file, and a change there counts here too.',
    (file: string) => ({ file }),
  ),
  instrument: template('{label}, to {destination}', (label: string, destination: string) => ({
    label,
    destination,
  })),
  staged: template(
    '{label}: another computer sends its runs, so it stays as it is',
    (label: string) => ({ label }),
  ),
  twice:
    'If ExLab-Wizard sends these runs itself, switch that off there: each run is to be sent by one program.',
  earlier: 'Also send the finished runs that are here already',
  take: template(
    '{n, plural, one {Take this instrument} other {Take these # instruments}}',
    (n: number) => ({ n }),
  ),
  taken: template(
    '{n, plural, one {One instrument is taken from ExLab-Wizard} other {# instruments are taken from ExLab-Wizard}}',
    (n: number) => ({ n }),
  ),
  lookAgain: 'Look again',
  none: 'It has no instrument that is sent from here.',
  source: template(
    '{n, plural, one {{ids} comes from {file}. Change it in ExLab-Wizard; the change counts here at once.} other {{ids} come from {file}. Change them in ExLab-Wizard; the change counts here at once.}}',
    (ids: readonly string[], file: string) => ({ n: ids.length, ids: listed(ids), file }),
  ),
  added: 'It comes from ExLab-Wizard. This is what ExLab Sync adds to it.',
  notOurs: template(
    "{label} is not sent from here: in ExLab-Wizard's settings another computer sends its runs (sync_mode: stage).",
    (label: string) => ({ label }),
  ),
})
