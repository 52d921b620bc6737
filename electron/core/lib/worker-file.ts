// Locates the code of a worker thread: .ts beside its caller in a checkout, .cjs in the bundle, outside the asar archive when
// packed.

/**
 * The location of a worker's entry file; `from` is the caller's `import.meta.url`. Threads cannot start from inside an asar
 * archive, so the packager puts them beside it.
 */
export const workerFile = (
  from: string,
  name:
    | 'copy-worker'
    | 'find-runs-worker'
    | 'hash-worker'
    | 'manifest-worker'
    | 'scan-worker'
    | 'search-worker',
): URL => {
  const url = new URL(`./${name}.${from.endsWith('.ts') ? 'ts' : 'cjs'}`, from)
  return new URL(url.href.replace('/app.asar/', '/app.asar.unpacked/'))
}
