// What a sweep can find of a folder that is no run in the queue (docs/spec.md 6).

/**
 * `root_missing`: the instrument's folder is not there. `unreadable`: a folder in which runs are looked for, or that may be
 * one, cannot be read. `unclear`: it holds folders only, and nothing says whether it is a run. `not_added`: a finished run
 * that was refused. `passed`: it is not looked at, which needs nobody.
 */
export const FINDING_KINDS = [
  'root_missing',
  'unreadable',
  'unclear',
  'not_added',
  'passed',
] as const

/** Findings that wait for a person. */
export const NEEDS_PERSON = ['root_missing', 'unreadable', 'unclear', 'not_added'] as const
