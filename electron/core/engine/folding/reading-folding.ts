// Unfolds runs for a core that only reads: into a database in memory, to which the stores of files turn for those runs.
import { msg } from '../../../../shared/language/msg.ts'
import { Refusal } from '../../errors.ts'
import { openInMemory } from '../../db/database.ts'
import { type FilePages, createFilePages } from '../../files/file-pages.ts'
import { type FileStore, createFileStore } from '../../files/file-store.ts'
import { type FileLevels, createFileLevels } from '../../files/file-tree-levels.ts'
import { type FoldStore, createFoldStore } from '../../files/folds/fold-store.ts'
import type { FileSearch } from '../../files/search/file-search.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FoldedJob } from './fold-run.ts'
import type { Folding, ManifestPlaces } from './folding.ts'

interface FileStores {
  readonly files: FileStore
  readonly pages: FilePages
  readonly levels: FileLevels
}

/** The threads of a search open the queue themselves, where a folded run has no rows. */
const NO_SEARCH: FileSearch = {
  find() {
    throw new Refusal(
      'unavailable',
      msg`The files of this run are in its manifest alone: they can be searched in the program that works the queue.`,
    )
  },
  prepare: () => undefined,
  close: () => Promise.resolve(),
}

const jobIdOf = (first: unknown): unknown =>
  typeof first === 'object' && first !== null && 'jobId' in first ? first.jobId : first

/** A store that answers for some runs from another one; the first argument of each method is the run, or an object that names it. */
const routed = <T extends object>(
  store: T,
  other: () => T,
  isElsewhere: (job: unknown) => boolean,
): T =>
  new Proxy(store, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name)
      if (typeof own !== 'function') return own
      return (...args: unknown[]): unknown => {
        const from = isElsewhere(jobIdOf(args[0])) ? other() : target
        const method: unknown = Reflect.get(from, name)
        return typeof method === 'function' ? Reflect.apply(method, from, args) : undefined
      }
    },
  })

/** The database in memory, and stores over it. */
const openMemory = () => {
  const db = openInMemory()
  // the rows of jobs stay in the queue
  db.exec('PRAGMA foreign_keys = OFF')
  return {
    unfolded: createFoldStore(db),
    files: createFileStore(db),
    pages: createFilePages(db, NO_SEARCH),
    levels: createFileLevels(db),
    close: () => db.close(),
  }
}

/**
 * The folding of a core that only reads, and the stores that know what it unfolded. The database is made, and what unfolds is
 * loaded, when a folded run is needed first: most lists need none.
 */
export const createReadingFolding = (
  deps: FileStores & {
    readonly folds: Pick<FoldStore, 'of' | 'isFolded'>
    readonly exclusions: Pick<ExclusionStore, 'rules'>
  },
): { readonly folding: Folding; readonly stores: FileStores; close(): void } => {
  const { folds } = deps
  let opened: ReturnType<typeof openMemory> | null = null
  const memory = () => (opened ??= openMemory())
  const loaded = new Set<unknown>()
  const isLoaded = (job: unknown): boolean => loaded.has(job)
  const unfold = async (
    { id, folder }: FoldedJob,
    { folder: path = folder, copy }: ManifestPlaces = {},
  ): Promise<string | null> => {
    const fold = isLoaded(id) ? null : folds.of(id)
    if (fold === null) return null
    const { ManifestGone, unfoldRun } = await import('./unfold-to-read.ts')
    try {
      await unfoldRun(path, fold, (rows) => memory().unfolded.restoreRows(id, rows), copy)
      loaded.add(id)
      return null
    } catch (error) {
      if (error instanceof ManifestGone) return error.message
      throw error
    }
  }
  return {
    folding: {
      keepRows: (job) => unfold(job),
      async withRows(job, work, from) {
        const gone = await unfold(job, from)
        return gone === null ? { result: await work() } : { gone }
      },
      isAsFolded: async (job, signal) =>
        (await import('./unfold-to-read.ts')).isAsFolded(job, deps, signal),
    },
    stores: {
      files: routed(deps.files, () => memory().files, isLoaded),
      pages: routed(deps.pages, () => memory().pages, isLoaded),
      levels: routed(deps.levels, () => memory().levels, isLoaded),
    },
    close: () => opened?.close(),
  }
}
