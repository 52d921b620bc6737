// Which files of a run a retry sends again, as a condition over their rows: the preview and the retry itself ask by the same one.
import { ATTENTION_STATES } from '../../../../shared/constants.ts'
import { jsonList, sqlList } from '../../db/sql.ts'
import { pathsBelow } from '../../files/file-tree-levels.ts'

/** Files of a run to retry: some by their `seq`, all that need attention, or those of them below a folder. */
export type ChosenFiles = readonly number[] | 'attention' | { readonly folder: string }

const chosenOnly = (
  chosen: ChosenFiles,
): { where: string; args: Record<string, string | Uint8Array> } => {
  if (chosen === 'attention') return { where: '1', args: {} }
  if (!('folder' in chosen))
    return {
      where: `seq IN ${jsonList(':chosen')}`,
      args: { ':chosen': JSON.stringify(chosen) },
    }
  const { from, end } = pathsBelow(chosen.folder)
  return { where: 'path >= :from AND path < :end', args: { ':from': from, ':end': end } }
}

/** SQL over the row of a file, and its arguments. */
export const retriedFiles = (chosen: ChosenFiles): ReturnType<typeof chosenOnly> => {
  const { where, args } = chosenOnly(chosen)
  return { where: `state IN ${sqlList(ATTENTION_STATES)} AND ${where}`, args }
}
