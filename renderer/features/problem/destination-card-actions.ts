// Actions of a cause card about a destination: make its folder, accept a replaced volume, try it again.
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { type PrimaryAction, type ReasonText, reasonText } from '../../../shared/reasons.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import type { Question } from '../../ui/confirm-dialog.tsx'
import { mendDestination, resumeDestination } from '../destinations/destinations-store.ts'
import { openFilesOf } from '../runs/runs-store.ts'
import { retryRuns, tryAgain } from './answers-store.ts'
import { useCauses } from './causes-store.ts'

export interface CardAction {
  readonly label: string
  readonly title?: string | undefined
  readonly withRetryIcon?: boolean
  /** What it sends: the files of the one run that need attention, or what is left of every run of the cause. */
  readonly sends?: 'files' | 'runs'
  run(): void
}

export interface CardActionSet {
  readonly primary: CardAction
  readonly beside: readonly CardAction[]
  readonly more: readonly CardAction[]
}

export interface CardContext {
  readonly cause: Cause
  /** null: the card is about every run of the cause. */
  readonly job: JobSummary | null
  readonly text: ReasonText | null
  /** Removes the one run of the cause from the list, after a confirmation. */
  remove(): void
  /** Asks before something is done at the destination. */
  ask(question: Question): void
}

/** Lifts the hold of the destination, then retries every run of the cause; the card answers what became of them. */
export const retryCause = (cause: Cause, job: JobSummary | null): Promise<void> =>
  tryAgain(cause, job, async (jobs) => {
    if (cause.key.destination !== '') await resumeDestination(cause.key.destination)
    return retryRuns(jobs)
  })

/** Retries the runs of instruments that failed for a reason whose cure is this action, which was done. */
const retryCured = (of: readonly string[], done: PrimaryAction): void => {
  const { causes } = useCauses.getState()
  const cured = causes.filter(
    ({ key, instruments }) =>
      reasonText(key.reason)?.primary === done && instruments.some((one) => of.includes(one)),
  )
  for (const cause of cured) void retryCause(cause, null)
}

/** After the server of an instrument was trusted: retries the runs that its key had stopped. */
export const retryTrusted = (instrument: string): void => retryCured([instrument], 'trust_key')

/** After the password of a connection was replaced: retries the runs of its instruments that the old one had stopped. */
export const retryRefused = (instruments: readonly string[]): void =>
  retryCured(instruments, 'replace_password')

/** After the password of an rclone.conf was told: retries the runs of these instruments that had to wait for it. */
export const retryUnlocked = (instruments: readonly string[]): void =>
  retryCured(instruments, 'unlock_conf')

/** Makes the folder of the destination, or accepts what stands there; the runs that waited for it go on. */
const mend = (cause: Cause, instrument: string, how: 'makeFolder' | 'accept'): void =>
  void tryAgain(cause, null, () => mendDestination(instrument, how))

export const compareFiles = (jobId: number): CardAction => ({
  label: EXCLUSION_MESSAGES.compare,
  run: () => void openFilesOf(jobId, 'attention', true),
})

export const checkAgain = ({ cause, job }: CardContext): CardAction => ({
  label: MESSAGES.checkAgain,
  withRetryIcon: true,
  run: () => void retryCause(cause, job),
})

/** The actions of a card about a destination; null: the ordinary ones apply. */
export const actionsOfDestination = (
  context: CardContext,
): Pick<CardActionSet, 'primary' | 'beside'> | null => {
  const { cause, ask } = context
  const [instrument] = cause.instruments
  if (instrument === undefined) return null
  const place = cause.destination
  switch (cause.key.reason) {
    case 'destination_missing':
      return {
        primary: {
          label: MESSAGES.makeFolder,
          run: () =>
            ask({
              title: MESSAGES.makeFolderTitle(place),
              text: MESSAGES.makeFolderText,
              yes: MESSAGES.makeFolderYes,
              onYes: () => mend(cause, instrument, 'makeFolder'),
            }),
        },
        beside: [checkAgain(context)],
      }
    case 'destination_changed':
      return {
        primary: checkAgain(context),
        beside: [
          {
            label: MESSAGES.acceptVolume,
            run: () =>
              ask({
                title: MESSAGES.acceptVolumeTitle(place),
                text: MESSAGES.acceptVolumeText,
                yes: MESSAGES.acceptVolumeYes,
                onYes: () => mend(cause, instrument, 'accept'),
              }),
          },
        ],
      }
    default:
      return null
  }
}

/** Sends a run whose place on the NAS is taken beside what is there. */
export const sendBeside = async (jobId: number): Promise<void> =>
  showError(await call('jobs.sendBeside', { jobId }))
