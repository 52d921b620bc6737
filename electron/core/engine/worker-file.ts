// Where the code of a worker thread lies: beside us as .ts in a checkout, as .js in the bundle, outside the archive when packed.

/** Location of a worker's entry. Threads cannot be started from inside an asar archive, so the packager keeps them beside it. */
export const workerFile = (name: 'hash-worker' | 'scan-worker'): URL => {
  const here = import.meta.url
  const extension = here.endsWith('.ts') ? 'ts' : 'js'
  const url = new URL(`./${name}.${extension}`, here)
  return new URL(url.href.replace('/app.asar/', '/app.asar.unpacked/'))
}
