// Reads an instrument's completion signal from a run folder: sentinel file, manifest, quiet period or button.
import { constants } from 'node:fs'
import { lstat, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { CompletionSignal } from '../../domain/completeness.ts'
import type { Instrument } from '../../domain/config.ts'

/** Largest manifest that is read, in bytes. */
const MAX_MANIFEST_BYTES = 256 << 20

const item = z.union([
  z.string(),
  z
    .object({
      path: z.string().optional(),
      name: z.string().optional(),
      size: z.number().optional(),
    })
    .refine((one) => one.path !== undefined || one.name !== undefined),
])
const manifest = z.union([
  z.array(item),
  z.object({ files: z.array(item) }).transform((m) => m.files),
])

interface ListedFile {
  readonly path: string
  readonly size: number | null
}

/** The files that a manifest lists, or why it cannot be read: it may be half written. */
const parseManifest = (text: string): ListedFile[] | { readonly fault: string } => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'is not whole yet' }
  }
  const parsed = manifest.safeParse(value)
  if (!parsed.success) return { fault: 'is no list of files and sizes' }
  const files = parsed.data.map((one) =>
    typeof one === 'string'
      ? { path: one, size: null }
      : { path: one.path ?? one.name ?? '', size: one.size ?? null },
  )
  const outside = files.find(
    ({ path }) => path.split(/[\\/]/).includes('..') || /^(?:[\\/]|[A-Za-z]:)/.test(path),
  )
  return outside === undefined ? files : { fault: `lists ${outside.path}, which is not in the run` }
}

/** Never through a link, and without waiting for the other end of a pipe. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** `waitsFor`: what is missing, as a phrase after "waits for". */
const missing = (waitsFor: string): CompletionSignal => ({ signal: 'missing', waitsFor })

/** Size of a regular file; null for anything else. */
const sizeOf = async (file: string): Promise<number | null> => {
  const found = await lstat(file).catch(() => null)
  return found?.isFile() === true ? found.size : null
}

/** The signal is given once every listed file is there with its listed size. */
const manifestSignal = async (folder: string, name: string): Promise<CompletionSignal> => {
  const file = join(folder, name)
  const size = await sizeOf(file)
  if (size === null) return missing(`its manifest ${name}`)
  if (size > MAX_MANIFEST_BYTES) return missing(`a manifest: ${name} is too large to be one`)
  const listed = parseManifest(
    await readFile(file, { encoding: 'utf8', flag: READ }).catch(() => ''),
  )
  if ('fault' in listed) return missing(`its manifest: ${name} ${listed.fault}`)
  let complete = 0
  let firstMissing: string | null = null
  for (const one of listed) {
    const found = await sizeOf(join(folder, one.path.replaceAll('\\', '/')))
    if (found !== null && (one.size === null || one.size === found)) complete += 1
    else firstMissing ??= one.path
  }
  return firstMissing === null
    ? { signal: 'given' }
    : missing(
        `${listed.length - complete} of ${listed.length} files of ${name}, the first is ${firstMissing}`,
      )
}

/** Whether the instrument's completion signal is in that run folder. */
export const readSignal = async (
  folder: string,
  instrument: Instrument,
): Promise<CompletionSignal> => {
  const { completeness } = instrument
  switch (completeness.signal) {
    case 'button':
      return missing('somebody to mark it finished')
    case 'quiet_period':
      return { signal: 'quiet', forMs: completeness.minutes * MINUTE_MS }
    case 'manifest':
      return manifestSignal(folder, completeness.filename)
    case 'sentinel_file': {
      const found = await stat(join(folder, completeness.filename)).catch(() => null)
      return found === null
        ? missing(`its sentinel file ${completeness.filename}`)
        : { signal: 'given' }
    }
  }
}
