// Publishes the public half of the receipt key at a destination, once for each key (docs/spec.md 14).
import { errorMessage } from '../../errors.ts'
import type { Clock } from '../../domain/clock.ts'
import { formatReceiptKey, receiptKeyPath } from '../../destinations/receipt-key-file.ts'
import type { ReceiptKeys } from '../../lib/receipt-keys.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import type { AttemptContext } from './attempt-context.ts'

export type PublishReceiptKey = (context: Pick<AttemptContext, 'transport' | 'io'>) => Promise<void>

/**
 * Answers a function that publishes the key at the destination of a run, where that is known and the key does not lie there yet. It
 * tries once for each destination while this program runs: a receipt needs no published key to be checked here.
 */
export const createReceiptKeyPublisher = (deps: {
  readonly destinations: DestinationStore
  readonly receiptKeys: Pick<ReceiptKeys, 'publicKey'>
  readonly clock: Clock
  /** UUID of the data folder. */
  readonly instance: string
}): PublishReceiptKey => {
  const { destinations, receiptKeys, clock, instance } = deps
  const tried = new Set<string>()
  return async ({ transport, io }) => {
    const target = transport.target('')
    if (tried.has(target) || destinations.known(target) === null) return
    tried.add(target)
    try {
      const key = receiptKeys.publicKey()
      if (destinations.receiptKey(target) === key) return
      const text = formatReceiptKey(key, instance, new Date(clock.now()))
      await transport.remote.write(receiptKeyPath(key), text, io)
      destinations.setReceiptKey(target, key)
    } catch (error) {
      io.log.write(
        'notice',
        'app',
        `the key for receipts was not published: ${errorMessage(error)}`,
      )
    }
  }
}
