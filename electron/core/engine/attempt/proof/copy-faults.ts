// Collects what a verify pass found wrong with copies, beside other bytes: those that the NAS cannot read, links in the place of
// files, and paths that it lists more than once with different digests (docs/spec.md 5).
import { msg } from '../../../../../shared/language/msg.ts'
import { listNames } from '../failure-message.ts'

export type CopyFault = 'unread' | 'link' | 'contradiction'

/** Most paths of each kind that are named. */
const MAX_NAMED = 5

const RUN_WORDS: Readonly<Record<CopyFault, string>> = {
  unread: msg`The copy on the NAS can't be read`,
  link: msg`A link on the NAS, which is no copy`,
  contradiction: msg`Listed more than once on the NAS, with different bytes`,
}

/** The words of a file with that fault; `detail`: what the program said. */
export const faultWords = (fault: CopyFault, detail = ''): string =>
  detail === '' ? `${RUN_WORDS[fault]}.` : `${RUN_WORDS[fault]}: ${detail}`

export interface CopyFaults {
  add(fault: CopyFault, path: string): void
  /** True where the path was added and is among those that are kept for a message. */
  names(path: string): boolean
  readonly count: number
  /** A sentence for each kind; empty: no copy had such a fault. */
  sentences(): string[]
}

/** Memory does not grow with the faults: of each kind the first paths are kept, and the number. */
export const createCopyFaults = (): CopyFaults => {
  const byKind = new Map<CopyFault, { readonly named: string[]; count: number }>()
  return {
    add(fault, path) {
      const known = byKind.get(fault) ?? { named: [], count: 0 }
      known.count += 1
      if (known.named.length < MAX_NAMED) known.named.push(path)
      byKind.set(fault, known)
    },
    names: (path) => [...byKind.values()].some(({ named }) => named.includes(path)),
    get count() {
      return [...byKind.values()].reduce((sum, { count }) => sum + count, 0)
    },
    sentences: () =>
      [...byKind].map(
        ([fault, { named, count }]) => `${RUN_WORDS[fault]}: ${listNames(named, count)}.`,
      ),
  }
}
