// Reads a stream to its end, chunk by chunk, whatever ends it.
import type { Readable } from 'node:stream'

/** Resolves when the stream has ended or was cut off; the reader sets the pace. */
export const readableEnded = (stream: Readable, onChunk: (chunk: Buffer) => void): Promise<void> =>
  new Promise((resolve) => {
    stream.on('data', onChunk)
    stream.once('end', resolve)
    stream.once('error', () => resolve())
    stream.once('close', resolve)
  })
