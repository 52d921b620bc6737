// How long a small file of a destination is: its identity, a claim, a key for receipts.

/** Bytes of a small file, at most. */
export const SMALL_FILE = 64 << 10
