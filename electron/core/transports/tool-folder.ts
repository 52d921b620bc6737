// Makes a folder for the files that a tool is given or fills; a fault of this computer's temporary files is told apart from one of
// the NAS.
import { REASONS } from '../../../shared/reasons.ts'
import { TempFolderFault, makeTempFolder } from '../lib/temp-folder.ts'
import { TransportError } from './transport.ts'

const REASON = 'temp_folder_unwritable'

const asTransportError = ({ headline, evidence }: TempFolderFault): TransportError =>
  new TransportError(headline, {
    errorKind: REASONS[REASON].kind,
    reason: REASON,
    stderr: evidence,
  })

/** A new folder with what `fill` writes into it. Throws TransportError where the temporary files of this computer can't be written. */
export const makeToolFolder = (prefix: string, fill?: (folder: string) => void): string => {
  try {
    return makeTempFolder(prefix, fill)
  } catch (error) {
    throw error instanceof TempFolderFault ? asTransportError(error) : error
  }
}

/** The error of a tool that was to write into `folder` here: where it names that folder, this computer is at fault and not the NAS. */
export const blamedOn = (folder: string, error: unknown): unknown => {
  if (!(error instanceof TransportError) || !error.stderr.includes(folder)) return error
  const code = /No space left|quota/i.test(error.stderr) ? 'ENOSPC' : 'EIO'
  return asTransportError(new TempFolderFault(code, error.stderr))
}
