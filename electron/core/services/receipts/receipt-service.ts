// Writes the receipt of a run in one of its formats.
import { msg } from '../../../../shared/language/msg.ts'
import { routeWith } from '../../domain/routes.ts'
import type { CleanupDecision, ReceiptForm } from '../../../../shared/model/reports.ts'
import { Refusal, errorMessage } from '../../errors.ts'
import type { ReceiptKeys } from '../../lib/receipt-keys.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import type { Transport } from '../../transports/transport.ts'
import { carriedBy } from './carried.ts'
import { type ReceiptStores, makeReceipt } from './receipt.ts'
import { writeReceipt } from './receipt-formats.ts'

interface ReceiptServiceDeps extends ReceiptStores {
  readonly clock: Clock
  readonly version: string
  readonly isUnmarkedCopy: boolean
  readonly receiptKeys: Pick<ReceiptKeys, 'publicKey' | 'seal'>
  readonly requireJob: JobAccess['requireJob']
  readonly requireRows: JobAccess['requireRows']
  decideCleanup(job: Job): Promise<CleanupDecision>
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Pick<Transport, 'type' | 'target'>
}

/** The transport by which a run was sent; null: its instrument has another destination now. */
const transportOf = (
  { route, runPath, target }: Job,
  deps: Pick<ReceiptServiceDeps, 'settings' | 'transportFor'>,
): Transport['type'] | null => {
  const settings = deps.settings()
  const found = routeWith(route, settings)
  if (settings === null || found === undefined) return null
  const transport = deps.transportFor(found.destination, settings)
  return transport.target(runPath) === target ? transport.type : null
}

/** Answers a function that yields a run's receipt in pieces; it throws Refusal not_found, and unavailable where the files of a folded run can't be read. */
export const createReceiptService =
  (deps: ReceiptServiceDeps) =>
  async (jobId: number, form: ReceiptForm): Promise<Iterable<string>> => {
    if (deps.isUnmarkedCopy)
      throw new Refusal(
        'unavailable',
        msg`The queue is a copy, and its runs were not checked since. Start ExLab Sync first: a receipt rests on that check.`,
      )
    // a key that cannot be made is said before anything is written
    try {
      deps.receiptKeys.publicKey()
    } catch (error) {
      throw new Refusal(
        'unavailable',
        msg`The receipt can't be sealed, because the key of this data folder can't be read or made: ${errorMessage(error)}`,
      )
    }
    const job = deps.requireJob(jobId)
    await deps.requireRows(job)
    const verdict = await deps.decideCleanup(job)
    const carried = carriedBy(transportOf(job, deps))
    const receiptDeps = { ...deps, verdict, carried, now: () => deps.clock.now() }
    return writeReceipt(makeReceipt(job, receiptDeps), form, deps.receiptKeys.seal)
  }
