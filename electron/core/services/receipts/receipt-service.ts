// Writes the receipt of a run in one of its formats.
import type { CleanupDecision, ReceiptForm } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobAccess } from '../runs/job-access.ts'
import { type ReceiptStores, makeReceipt } from './receipt.ts'
import { writeReceipt } from './receipt-formats.ts'

interface ReceiptServiceDeps extends ReceiptStores {
  readonly clock: Clock
  readonly version: string
  readonly requireJob: JobAccess['requireJob']
  decideCleanup(job: Job): Promise<CleanupDecision>
}

/** Answers a function that yields a run's receipt in pieces; it throws Refusal not_found. */
export const createReceiptService =
  (deps: ReceiptServiceDeps) =>
  async (jobId: number, form: ReceiptForm): Promise<Iterable<string>> => {
    const job = deps.requireJob(jobId)
    const verdict = await deps.decideCleanup(job)
    const receiptDeps = { ...deps, verdict, now: () => deps.clock.now() }
    return writeReceipt(makeReceipt(job, receiptDeps), form)
  }
