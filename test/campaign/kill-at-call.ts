// A step in which the engine is killed with kill -9 at its n-th call of rclone, which makes the instant reproducible.
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEngineWith } from '../helpers/cli-process.ts'
import type { World, WorkstationName } from './world.ts'

const RCLONE = '/usr/bin/rclone'

/** A program that counts its calls in the folder, and kills its parent at one of them; rclone goes on by itself if `early`. */
const wrapper = (folder: string, call: number, early: boolean): string => `#!/bin/sh
n=$(ls ${folder} | wc -l)
touch "${folder}/$$"
if [ "$n" -eq ${call - 1} ]; then
  ${early ? `kill -9 $PPID; ${RCLONE} "$@"` : `${RCLONE} "$@"; kill -9 $PPID`}
  touch ${folder}.ended
else
  exec ${RCLONE} "$@"
fi
`

/** Starts an engine that works the queue, and kills it at the n-th call of rclone, before or after it. */
export const runWithKill = async (
  world: World,
  name: WorkstationName,
  call: number,
  early: boolean,
): Promise<void> => {
  const workstation = world.station(name)
  const folder = join(workstation.dataDir, '..', 'calls')
  rmSync(folder, { recursive: true, force: true })
  rmSync(`${folder}.ended`, { force: true })
  mkdirSync(folder)
  const program = `${folder}.sh`
  writeFileSync(program, wrapper(folder, call, early))
  chmodSync(program, 0o755)
  workstation.configure({ cleanup: true, rclone: program })
  await world.program(
    name,
    async () => {
      const { child, ended } = startEngineWith(workstation.options, world.now())
      await ended
      // what the dead engine started goes on until its own end
      if (child.signalCode === 'SIGKILL') while (!existsSync(`${folder}.ended`)) await sleep(5)
    },
    true,
  )
}
