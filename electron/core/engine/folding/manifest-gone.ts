// Words the failure of a folded run whose manifest can't be used.
import { MANIFEST_GONE, REASONS } from '../../../../shared/reasons.ts'

/** The sentence of a run whose manifest can't be used. */
export const manifestGoneText = (fault: string): string =>
  `${fault} ${REASONS[MANIFEST_GONE].meaning}`
