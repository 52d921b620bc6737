// The list of files that rsync reads from standard input, one NUL-ended record each (rsync(1), --files-from, --from0).

/**
 * Records of paths below the folder that rsync is given; `prefix` stands before each. `./` keeps rsync from taking a name that
 * begins with `#` or `;` for a comment.
 */
export function* fileList(files: Iterable<string>, prefix = ''): Generator<string> {
  for (const file of files) yield `./${prefix}${file}\0`
}
