// What a core that only reads needs of folding once it meets a folded run; reading-folding.ts loads it then.
export { isAsFolded } from './fold-run.ts'
export { ManifestGone, unfoldRun } from './unfold-run.ts'
