// The folder of a new connection: chosen by browsing it with the draft, before anything of it is stored.
import { type ReactElement, useCallback } from 'react'
import { folderOf, setNas, useConnect } from './connect-store.ts'
import { FolderPicker } from './folder-picker.tsx'

/** Kinds whose top holds shares or buckets, and can hold no run itself. */
const WITHOUT_TOP: ReadonlySet<string> = new Set(['smb', 's3'])

export const DraftFolder = ({ type }: { readonly type: string }): ReactElement | null => {
  const { draftId, revision, transport } = useConnect((state) => state.nas)
  const onOpen = useCallback(
    (path: string, shares: boolean): void =>
      setNas({
        transport:
          shares || (path === '' && WITHOUT_TOP.has(type))
            ? null
            : { type: 'rclone', rclone_remote: '', rclone_remote_path: path },
      }),
    [type],
  )
  if (draftId === null) return null
  return (
    <FolderPicker
      connection={{ draftId }}
      revision={revision}
      path={folderOf(transport)}
      onOpen={onOpen}
    />
  )
}
