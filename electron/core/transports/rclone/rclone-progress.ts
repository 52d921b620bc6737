// Tells from rclone's statistics whether it works on. They come every second, whether a byte moved or not.
import { countsReading } from '../../process/bytes-read.ts'
import type { ToolRun } from '../run-tool.ts'
import type { TransferStats } from '../tool-line.ts'

/** How a run of rclone shows that it works on. */
type RcloneSigns = Required<Pick<ToolRun, 'isSignOfLife' | 'worksOn'>>

/**
 * Follows the statistics of one run of rclone. While it checks a file, or has sent all bytes of one and compares it, it may be
 * waiting for the digest of a large file, of which nothing is counted. Over a network rclone's own time-outs tell then
 * whether the other side is there; of a storage of this computer (`isHere`) only what rclone reads does.
 */
export const rcloneSigns = (isHere: () => Promise<boolean>): RcloneSigns => {
  let last: TransferStats | null = null
  const waitsForDigest = (): boolean =>
    last !== null &&
    (last.checking.length > 0 ||
      last.transferring.some(({ bytes, size }) => size > 0 && bytes >= size))
  return {
    isSignOfLife({ stats }) {
      if (stats === null) return true
      const hasMoved = stats.done !== last?.done
      last = stats
      return hasMoved
    },
    worksOn: async () => waitsForDigest() && (!countsReading() || !(await isHere())),
  }
}
