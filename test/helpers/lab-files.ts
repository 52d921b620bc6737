// A lab in a temporary folder: a data folder, config.yaml, runs of instruments, a folder as NAS, wrapped tools.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Instrument {
  readonly id: string
  /** Lines of `transport:`, without indentation. */
  readonly transport: readonly string[]
  /** More lines of the instrument, without indentation. */
  readonly more?: readonly string[]
}

export interface LabFiles {
  readonly dir: string
  readonly dataDir: string
  readonly configFile: string
  configure(instruments: readonly Instrument[], more?: string): void
  /** Makes a run folder of an instrument from paths and contents; returns the folder. */
  run(instrument: string, name: string, files: Readonly<Record<string, string | Buffer>>): string
  /** Writes a program that runs the shell code `before` and then the real tool with the same arguments; returns its path. */
  wrap(tool: 'rclone' | 'rsync' | 'ssh', before: string): string
  remove(): void
}

const PATHS = { rclone: '/usr/bin/rclone', rsync: '/usr/bin/rsync', ssh: '/usr/bin/ssh' }

export const makeLabFiles = (): LabFiles => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-test-')))
  const dataDir = join(dir, 'data')
  const configFile = join(dataDir, 'config.yaml')
  mkdirSync(dataDir, { mode: 0o700 })
  let wrapped = 0
  return {
    dir,
    dataDir,
    configFile,
    configure(instruments, more = '') {
      // an instrument without its folder needs a person
      for (const { id } of instruments) mkdirSync(join(dir, 'acquisition', id), { recursive: true })
      const text = instruments.map(
        ({ id, transport, more: lines = [] }) => `  - id: ${id}
    local_root: ${JSON.stringify(join(dir, 'acquisition', id))}
${lines.map((line) => `    ${line}\n`).join('')}    transport:
${transport.map((line) => `      ${line}\n`).join('')}`,
      )
      writeFileSync(configFile, `equipment:\n${text.join('')}${more}`)
    },
    run(instrument, name, files) {
      const folder = join(dir, 'acquisition', instrument, name)
      mkdirSync(folder, { recursive: true })
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(join(folder, path, '..'), { recursive: true })
        writeFileSync(join(folder, path), content)
      }
      return folder
    },
    wrap(tool, before) {
      wrapped += 1
      const file = join(dir, `${tool}-${wrapped}`)
      writeFileSync(file, `#!/bin/sh\n${before}\nexec ${PATHS[tool]} "$@"\n`)
      chmodSync(file, 0o755)
      return file
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** Shell code for `wrap` of rclone: while the file `flag` is there, a push finds a file in the place of the run's folder. */
export const obstructPush = (place: string, flag: string): string => {
  writeFileSync(flag, '')
  return `if [ "$1" = copy ] && [ -e '${flag}' ]; then
  mv '${place}' '${place}.aside'; echo 'in the way' > '${place}'
  ${PATHS.rclone} "$@"; code=$?
  rm '${place}'; mv '${place}.aside' '${place}'
  exit $code
fi`
}

/** Shell code for `wrap` of rclone: does this after each push, before it is proven. */
export const afterPush = (code: string): string => `if [ "$1" = copy ]; then
  ${PATHS.rclone} "$@"; status=$?
  ${code}
  exit $status
fi`

/**
 * Shell code for `wrap` of rclone: the first push finds folders in the places of files, so that it cannot send these; they
 * stay. `flag`: a path for a file of its own.
 */
export const blockFiles = (places: readonly string[], flag: string): string => {
  writeFileSync(flag, '')
  const make = places.map((place) => `mkdir -p '${place}/x'; echo y > '${place}/x/y'`)
  return `if [ "$1" = copy ] && [ -e '${flag}' ]; then ${[`rm '${flag}'`, ...make].join('; ')}; fi`
}

/** Makes an rclone remote that is a local folder; `nas` is the folder that runs are sent to. */
export const localNas = (
  lab: LabFiles,
): { readonly nas: string; readonly instrument: Instrument } => {
  const nas = join(lab.dir, 'nas')
  mkdirSync(join(nas, 'raw'), { recursive: true })
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${nas}\n`)
  const transport = [
    'type: rclone',
    'rclone_remote: nas',
    'rclone_remote_path: raw',
    `rclone_config: ${JSON.stringify(conf)}`,
  ]
  return { nas: join(nas, 'raw'), instrument: { id: 'SCOPE_01', transport } }
}
