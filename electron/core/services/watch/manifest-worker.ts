// Worker thread that reads an instrument's manifest and looks for its files in order, from a given one on.
import { closeSync, constants, lstatSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import * as z from 'zod'
import { msg } from '../../../../shared/language/msg.ts'

/** `workerData` of the thread. */
export interface ManifestInput {
  readonly folder: string
  readonly name: string
  /** Files of the manifest before this one were found already. */
  readonly from: number
}

/** A file of the manifest, relative to the run; `size` null: any. */
export interface ListedFile {
  readonly path: string
  readonly size: number | null
}

/** What became of a look. */
export type ManifestLook =
  /** It is half written, or not a manifest; `fault` completes "<name> ". */
  | { readonly fault: string }
  /** Every file before `next` is there, `missing` is not. null: nothing is missing. */
  | { readonly total: number; readonly next: number; readonly missing: ListedFile | null }

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

const { folder, name, from }: ManifestInput = workerData

const parse = (text: string): readonly ListedFile[] | { readonly fault: string } => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: msg`is not whole yet` }
  }
  const parsed = manifest.safeParse(value)
  if (!parsed.success) return { fault: msg`is no list of files and sizes` }
  const files = parsed.data.map((one) =>
    typeof one === 'string'
      ? { path: one, size: null }
      : { path: one.path ?? one.name ?? '', size: one.size ?? null },
  )
  const outside = files.find(
    ({ path }) => path.split(/[\\/]/).includes('..') || /^(?:[\\/]|[A-Za-z]:)/.test(path),
  )
  return outside === undefined
    ? files
    : { fault: msg`lists ${outside.path}, which is not in the run` }
}

/** Whether the file is there with its size. */
const isThere = ({ path, size }: ListedFile): boolean => {
  try {
    const found = lstatSync(join(folder, path.replaceAll('\\', '/')), { throwIfNoEntry: false })
    return found?.isFile() === true && (size === null || size === found.size)
  } catch {
    return false
  }
}

/** Never through a link, and without waiting for the other end of a pipe. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

const readText = (file: string): string => {
  const opened = openSync(file, READ)
  try {
    return readFileSync(opened, 'utf8')
  } finally {
    closeSync(opened)
  }
}

const look = (): ManifestLook => {
  let text: string
  try {
    text = readText(join(folder, name)).replace(/^\uFEFF/, '')
  } catch {
    return { fault: msg`is not whole yet` }
  }
  const files = parse(text)
  if ('fault' in files) return files
  for (let next = from; next < files.length; next += 1) {
    const file = files[next]
    if (file !== undefined && !isThere(file)) return { total: files.length, next, missing: file }
  }
  return { total: files.length, next: files.length, missing: null }
}

parentPort?.postMessage(look())
