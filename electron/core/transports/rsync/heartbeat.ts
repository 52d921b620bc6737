// Heartbeat of a script that the remote's shell runs: a line on stderr every few seconds, with what its programs did so
// far, so that a long silence of a program that works is told from that of one that hangs (docs/spec.md 2).
import type { Heartbeat } from '../../process/run-process.ts'

/** Begins a heartbeat; behind it stands the work done, and nothing where the remote does not tell. */
const MARK = 'exlab-sync-alive'

/** Longest time between two heartbeats, seconds. */
const MAX_EVERY_S = 15

/**
 * Lines to put in front of a script. The work done is CPU time and bytes read of every process below the script's shell;
 * a process that waits for a disk that hangs has neither. The loop ends with the script, and holds neither its input nor
 * its output open.
 */
const heartbeatLines = (everySeconds: number): readonly string[] => [
  'exlab_work() {',
  '  for p do',
  '    [ "$p" = "$me" ] && continue',
  '    { read -r s <"/proc/$p/stat"; } || continue',
  '    set -- ${s##*) }',
  '    w="$w ${12},${13},${14},${15}"',
  '    s=; read -r s <"/proc/$p/io" && w="$w,${s#*: }"',
  '    s=; read -r s <"/proc/$p/task/$p/children"; exlab_work $s',
  '  done',
  '}',
  '( exec 3>&2 >/dev/null 2>&1; read -r me s </proc/self/stat',
  `while sleep ${everySeconds} 3>&- && kill -0 $$; do`,
  '  w=; [ -r "/proc/$$/task/$$/children" ] && exlab_work $$',
  `  echo "${MARK}$w" >&3 || exit`,
  'done ) & exlab_beat=$!',
  `trap 'kill "$exlab_beat" 2>/dev/null' EXIT`,
]

/** The heartbeats of one run of a script. */
export interface RemoteHeartbeat {
  /** The script with a heartbeat beside it. */
  readonly script: string
  /** Reads a line of stderr; null: it is no heartbeat. */
  readonly heartbeat: (line: string) => Heartbeat | null
}

/** Adds a heartbeat to a script, often enough for a program that may be silent for `inactivityMs`. */
export const withHeartbeat = (script: string, inactivityMs: number): RemoteHeartbeat => {
  const every = Math.max(1, Math.min(MAX_EVERY_S, Math.floor(inactivityMs / 3_000)))
  let before: string | null = null
  return {
    script: [...heartbeatLines(every), script].join('\n'),
    heartbeat(line) {
      if (!line.startsWith(MARK)) return null
      const work = line.slice(MARK.length)
      const hasMoved = work === '' || work !== before
      before = work
      return hasMoved ? 'alive' : 'still'
    },
  }
}
