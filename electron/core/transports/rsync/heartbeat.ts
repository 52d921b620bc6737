// Signs of life of programs on the remote, so that a long silence of one that works is told from that of one that hangs
// (docs/spec.md 2): a script has a heartbeat, a line on stderr with the work done so far; of rsync the remote is asked.
import type { Heartbeat } from '../../process/run-process.ts'

/** Begins a heartbeat; behind it stands the work done, and nothing where the remote does not tell. */
const MARK = 'exlab-sync-alive'

/** Longest time between two heartbeats, seconds. */
const MAX_EVERY_S = 15

/** Seconds between two looks, for a program that may be silent for `inactivityMs`. */
const secondsBetween = (inactivityMs: number, longest: number): number =>
  Math.max(1, Math.min(longest, Math.floor(inactivityMs / 3_000)))

/**
 * Shell function that adds to `$w` what processes did so far: CPU time and bytes read, of them and of all that they
 * started, but for the process `$me`. A process that waits for a disk that hangs has neither.
 */
const WORK_FUNCTION = [
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
]

/** The loop ends with the script, and holds neither its input nor its output open. */
const heartbeatLines = (everySeconds: number): readonly string[] => [
  ...WORK_FUNCTION,
  '( exec 3>&2 >/dev/null 2>&1; read -r me s </proc/self/stat',
  `while sleep ${everySeconds} 3>&- && kill -0 $$; do`,
  '  w=; [ -r "/proc/$$/task/$$/children" ] && exlab_work $$',
  `  echo "${MARK}$w" >&3 || exit`,
  'done ) & exlab_beat=$!',
  `trap 'kill "$exlab_beat" 2>/dev/null' EXIT`,
]

/** The heartbeats of one run of a script. */
interface RemoteHeartbeat {
  /** The script with a heartbeat beside it. */
  readonly script: string
  /** Reads a line of stderr; null: it is no heartbeat. */
  readonly heartbeat: (line: string) => Heartbeat | null
}

/** Adds a heartbeat to a script, often enough for a program that may be silent for `inactivityMs`. */
export const withHeartbeat = (script: string, inactivityMs: number): RemoteHeartbeat => {
  const every = secondsBetween(inactivityMs, MAX_EVERY_S)
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

/**
 * A script that looks twice, a few seconds apart, at what the account's rsync does on the remote: rsync compares a large
 * file on either side without a word.
 */
export const rsyncWorkScript = (inactivityMs: number): string =>
  [
    'exec 2>/dev/null; me=; p=; w=',
    ...WORK_FUNCTION,
    'for d in /proc/[0-9]*; do',
    '  read -r c <"$d/comm" && [ "$c" = rsync ] && [ -O "$d" ] && p="$p ${d#/proc/}"',
    'done',
    'set -- $p; exlab_work "$@"; before=$w; w=',
    `sleep ${secondsBetween(inactivityMs, 5)}; exlab_work "$@"`,
    '[ -n "$before" ] && [ "$before" = "$w" ] && echo exlab-sync-still',
    'exit 0',
    '',
  ].join('\n')

/** True where the answer to that script says that rsync does nothing; where the remote cannot tell it does not. */
export const saysStill = (answer: string): boolean => answer.includes('exlab-sync-still')
