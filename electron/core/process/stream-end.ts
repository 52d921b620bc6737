// Reads a stream chunk by chunk until it ends, fails or is closed.
import type { Readable } from 'node:stream'

/**
 * Resolves when the stream has ended for whatever reason; `onChunk` is called
 * synchronously and so sets the pace.
 */
export const readableEnded = (stream: Readable, onChunk: (chunk: Buffer) => void): Promise<void> =>
  new Promise((resolve) => {
    stream.on('data', onChunk)
    stream.once('end', resolve)
    stream.once('error', () => resolve())
    stream.once('close', resolve)
  })
