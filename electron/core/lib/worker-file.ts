// Where the code of a worker thread lies: beside its caller as .ts in a checkout, as .cjs in the bundle, outside the archive when packed.

/**
 * Location of a worker's entry; `from` is the caller's `import.meta.url`. Threads cannot be started from inside an asar
 * archive, so the packager keeps them beside it.
 */
export const workerFile = (
  from: string,
  name: 'hash-worker' | 'scan-worker' | 'search-worker',
): URL => {
  const url = new URL(`./${name}.${from.endsWith('.ts') ? 'ts' : 'cjs'}`, from)
  return new URL(url.href.replace('/app.asar/', '/app.asar.unpacked/'))
}
