// How files of this computer are read from their medium, past the system's cache (docs/spec.md 5).
/** The SHA-256 and size of a file, or why it has none: the system's code, or `CHANGED`. */
type MediumDigest =
  | { readonly sha256: Uint8Array; readonly size: number }
  | { readonly error: string; readonly message: string }

/**
 * Hashes files of this computer by absolute path, in order, from the bytes of their medium: `direct` past the cache,
 * `plain` as any program reads. The answer is shorter than `paths` when `signal` stopped it. `activity`: one Int32 that
 * rises with every block that was read.
 */
export type ReadMedium = (
  paths: readonly string[],
  reading: 'direct' | 'plain',
  activity: SharedArrayBuffer,
  signal: AbortSignal,
) => Promise<readonly MediumDigest[]>
