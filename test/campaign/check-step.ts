// Checks every invariant over one step of a campaign, and brings the ledger up to the moment after it.
import { type Ledger, PERSON } from './ledger.ts'
import { checkAnswer, checkLook, checkSafe } from './look-checks.ts'
import { type Happening, type Moment, type Report, type Work, jobsOf } from './moments.ts'
import { VOLUMES } from './nas.ts'
import { checkNasBytes, checkOriginals, takeOver } from './nas-checks.ts'

/** Checks everything that may be said between two moments, and brings the ledger up to the second. */
export const checkStep = (
  before: Moment,
  after: Moment,
  happening: Happening,
  ledger: Ledger,
  report: Report,
): void => {
  const { engine } = happening
  if (engine === null)
    for (const volume of VOLUMES) ledger.update(volume, after.volumes[volume], () => PERSON)
  else {
    const work: Work = { engine, before, after, happening, ledger, report }
    checkNasBytes(work)
    checkOriginals(work)
    checkAnswer(work)
    for (const job of jobsOf(after, engine.name)) checkLook(work, job)
    takeOver(work)
    checkSafe(work)
  }
}
