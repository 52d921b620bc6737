// Makes folders for temporary files. Where that cannot be written it says which folder it is, and what a person can do.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { Refusal, errorCode, errorMessage } from '../errors.ts'

/** The variable that names the folder for temporary files. */
const VARIABLE = process.platform === 'win32' ? 'TEMP' : 'TMPDIR'

/** The folder for temporary files cannot be written. */
export class TempFolderFault extends Refusal {
  /** The headline of the failure of a run, without a full stop. */
  readonly headline: string
  /** What the system said. */
  readonly evidence: string

  constructor(code: string, evidence: string) {
    const folder = tmpdir()
    super(
      'unavailable',
      msg`This computer can't write its folder for temporary files, ${folder} (${code}). Make room on its disk or let this account write in it; or name another folder by the variable ${VARIABLE}, and start ExLab Sync again.`,
    )
    this.headline = msg`This computer can't write its folder for temporary files, ${folder} (${code})`
    this.evidence = evidence
  }
}

/** Does work that writes temporary files alone. Throws TempFolderFault where the system refuses it. */
export const writingTemp = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    const code = errorCode(error)
    if (code === 'UNKNOWN') throw error
    throw new TempFolderFault(code, errorMessage(error))
  }
}

/** Makes a folder for temporary files, with what `fill` writes into it. Throws TempFolderFault, and leaves nothing then. */
export const makeTempFolder = (
  prefix: string,
  fill: (folder: string) => void = () => undefined,
): string => {
  const folder = writingTemp(() => mkdtempSync(join(tmpdir(), prefix)))
  try {
    writingTemp(() => fill(folder))
    return folder
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}
