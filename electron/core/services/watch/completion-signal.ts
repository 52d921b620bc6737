// The sign that an instrument gives when a run is complete, looked for in the run's folder.
import { lstat, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { CompletionSignal } from '../../domain/completeness.ts'
import type { Instrument } from '../../domain/config.ts'

/** A manifest larger than this is none. */
const MAX_MANIFEST = 256 << 20

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

interface Listed {
  readonly path: string
  readonly size: number | null
}

/** The files that a manifest lists, or why it is none (it may be half written). */
export const readManifest = (text: string): Listed[] | { readonly fault: string } => {
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

const missing = (words: string): CompletionSignal => ({ signal: 'missing', waitsFor: words })

const sizeOf = async (file: string): Promise<number | null> => {
  const found = await lstat(file).catch(() => null)
  return found?.isFile() === true ? found.size : null
}

const manifestSign = async (folder: string, name: string): Promise<CompletionSignal> => {
  const file = join(folder, name)
  const size = await sizeOf(file)
  if (size === null) return missing(`its manifest ${name}`)
  if (size > MAX_MANIFEST) return missing(`a manifest: ${name} is too large to be one`)
  const listed = readManifest(await readFile(file, 'utf8').catch(() => ''))
  if ('fault' in listed) return missing(`its manifest: ${name} ${listed.fault}`)
  let there = 0
  let first: string | null = null
  for (const one of listed) {
    const found = await sizeOf(join(folder, one.path.replaceAll('\\', '/')))
    if (found !== null && (one.size === null || one.size === found)) there += 1
    else first ??= one.path
  }
  return first === null
    ? { signal: 'given' }
    : missing(
        `${listed.length - there} of ${listed.length} files of ${name}, the first is ${first}`,
      )
}

/** What the instrument says of that run folder. */
export const readSignal = async (
  folder: string,
  instrument: Instrument,
): Promise<CompletionSignal> => {
  const { completeness } = instrument
  switch (completeness.signal) {
    case 'button':
      return missing('somebody to mark it finished')
    case 'quiet_period':
      return { signal: 'quiet', forMs: completeness.minutes * 60_000 }
    case 'manifest':
      return manifestSign(folder, completeness.filename)
    case 'sentinel_file': {
      const found = await stat(join(folder, completeness.filename)).catch(() => null)
      return found === null
        ? missing(`its sentinel file ${completeness.filename}`)
        : { signal: 'given' }
    }
  }
}
