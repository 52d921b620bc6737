// Form of a destination that is a folder of this computer: a mounted share, a mapped drive, a network path, a disk.
import type { ReactElement } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { platform } from '../../state/bridge.ts'
import { TextRow } from '../../ui/form-fields.tsx'
import { choosePath } from './choose-path.ts'
import { folderOf, setNas, useConnect } from './connect-store.ts'
import { NasName } from './nas-name.tsx'

export const FolderForm = (): ReactElement => {
  const path = useConnect((state) => folderOf(state.nas.transport))
  const set = (text: string): void =>
    setNas({ transport: text === '' ? null : { type: 'folder', path: text } })
  return (
    <div className="connect-part">
      <NasName placeholder="" />
      <TextRow
        label={CONNECT_MESSAGES.folder}
        hint={CONNECT_MESSAGES.folderHint}
        mono
        value={path}
        onChange={set}
        onChoose={() => void choosePath('folder', set)}
      />
      <p className="muted">{CONNECT_MESSAGES.folderProof}</p>
      {platform() === 'win32' && /^[A-Za-z]:/.test(path) ? (
        <p className="tone-warning">{CONNECT_MESSAGES.folderLetter}</p>
      ) : null}
    </div>
  )
}
