// The NAS of the campaign's world: a mount point whose volume can be taken away or swapped, and a second NAS beside it.
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Tree, readTree } from './trees.ts'

/** `local`: what lies under the mount point while nothing is mounted; `spare`: another volume in its place. */
export const MOUNTS = ['nas', 'spare', 'local'] as const
export type Mount = (typeof MOUNTS)[number]
/** `second`: a NAS with a path of its own, which rclone.conf can name instead. */
export const VOLUMES = [...MOUNTS, 'second'] as const
export type Volume = (typeof VOLUMES)[number]

/** The destination's folder on each volume. */
export const DESTINATION = 'raw'

/** A server that shares a folder of worlds: over it runs are read back while they are sent. */
export interface Share {
  readonly folder: string
  /** Section `[nas]` of an rclone.conf, whose folder `data` is the shared one. */
  readonly rcloneConf: string
}

/** The NAS as the workstations and the persons of the world find it. */
export interface Nas {
  /** The path on which the volume is mounted. */
  readonly mountPoint: string
  /** The path of the second NAS. */
  readonly second: string
  mounted(): Mount
  mount(volume: Mount): void
  /** Makes or removes the empty destination folder under the mount point, where no volume is mounted. */
  standIn(hasFolder: boolean): void
  /** The path of a volume as rclone gets it. */
  remoteOf(path: string): string
  /** What rclone.conf must say of the share; '': the volumes are folders. */
  readonly rcloneConf: string
  /** Where a volume lies now. */
  pathOf(volume: Volume): string
  trees(): Readonly<Record<Volume, Tree>>
}

/** Makes the volumes in `dir` and mounts `nas`. `share`: shares the folder that `dir` lies in; null: they are folders. */
export const makeNas = (dir: string, share: Share | null): Nas => {
  const mountPoint = join(dir, 'nas')
  const shelf = join(dir, 'volumes')
  const second = join(dir, 'second')
  for (const volume of MOUNTS) mkdirSync(join(shelf, volume, DESTINATION), { recursive: true })
  mkdirSync(join(second, DESTINATION), { recursive: true })
  let mounted: Mount = 'nas'
  renameSync(join(shelf, mounted), mountPoint)
  const pathOf = (volume: Volume): string => {
    if (volume === 'second') return second
    return volume === mounted ? mountPoint : join(shelf, volume)
  }
  return {
    mountPoint,
    second,
    remoteOf: (path) => (share === null ? path : `nas:data/${basename(dir)}/${basename(path)}`),
    rcloneConf: share?.rcloneConf ?? '',
    pathOf,
    mounted: () => mounted,
    mount(volume) {
      renameSync(mountPoint, join(shelf, mounted))
      renameSync(join(shelf, volume), mountPoint)
      mounted = volume
    },
    standIn(hasFolder) {
      const folder = join(pathOf('local'), DESTINATION)
      if (hasFolder) mkdirSync(folder, { recursive: true })
      else if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
    },
    trees: () => ({
      nas: readTree(pathOf('nas')),
      spare: readTree(pathOf('spare')),
      local: readTree(pathOf('local')),
      second: readTree(second),
    }),
  }
}
