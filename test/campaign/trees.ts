// Reads whole folder trees with the bytes and the identity of every file, so that two moments can be compared.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One file as it lay on a disk at one moment. */
export interface Leaf {
  readonly content: string
  /** Modification time, ns. */
  readonly modified: bigint
  /** Device and inode: two paths with one identity are one file. */
  readonly identity: string
  /** Identity and time of the last change of the file: differs after every write, also of equal bytes. */
  readonly written: string
}

/** Files by their path from the tree's root, with forward slashes. */
export type Tree = ReadonlyMap<string, Leaf>

/** A link that leads in a circle is followed no deeper than this. */
const MAX_DEPTH = 8

/** Identity of a folder that outlives a rename and is never given twice; null: it is not there. */
export const folderIdentity = (folder: string): string | null => {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`
}

/** Reads every file below a folder, through links; a folder that is not there has no files. */
export const readTree = (root: string): Tree => {
  const found = new Map<string, Leaf>()
  const read = (folder: string, depth: number): void => {
    let names: string[]
    try {
      names = readdirSync(join(root, folder)).toSorted()
    } catch {
      return
    }
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`
      const stat = statSync(join(root, path), { bigint: true, throwIfNoEntry: false })
      if (stat?.isDirectory() === true && depth < MAX_DEPTH) read(path, depth + 1)
      if (stat?.isFile() !== true) continue
      const identity = `${stat.dev}:${stat.ino}`
      found.set(path, {
        content: readFileSync(join(root, path), 'utf8'),
        modified: stat.mtimeNs,
        identity,
        written: `${identity}:${stat.ctimeNs}`,
      })
    }
  }
  read('', 0)
  return found
}

/** The part of a tree below a folder, with paths from that folder. */
export const below = (tree: Tree, folder: string): Tree =>
  new Map(
    [...tree]
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, leaf]) => [path.slice(folder.length + 1), leaf]),
  )

/** True for what ExLab Sync itself keeps in a run folder or at a destination. */
export const isRecord = (path: string): boolean => /(?:^|\/)\.exlab-(?:wizard|sync)\//.test(path)

/** The files of a tree that are data of runs. */
export const dataOf = (tree: Tree): Tree => new Map([...tree].filter(([path]) => !isRecord(path)))

/** SHA-256 of a text in lower-case hex. */
export const sha256 = (content: string): string =>
  createHash('sha256').update(content).digest('hex')
