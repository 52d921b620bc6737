// From what on a run is read back while it is still being sent (docs/spec.md 2).

/** Sizes and times of the overlap. */
export interface OverlapRules {
  /** A run of large files with fewer bytes is read back at once after it was sent. */
  readonly leastBytes: number
  /** So is one of small files with fewer of them. */
  readonly leastFiles: number
  /** Files up to this mean size are small: they cost requests, not bytes. */
  readonly smallBytes: number
  /** Less is not worth the start of the programs that read it. */
  readonly batchBytes: number
  /**
   * A file is read no sooner than this after it was sent, in ms. Times of files are as coarse as two seconds (FAT; those of HTTP
   * one): whatever is written to it after it was read has another time then.
   */
  readonly settleMs: number
}

export const OVERLAP_RULES: OverlapRules = {
  leastBytes: 64 << 20,
  leastFiles: 200,
  smallBytes: 4 << 20,
  batchBytes: 8 << 20,
  settleMs: 2_100,
}
