// The invariants of the contract (docs/spec.md 2, 4, 5, 8), and the error that says which one is broken.
/** Each invariant with the sentence that is printed where it is broken. */
export const INVARIANTS = {
  nas_bytes: 'No byte on the NAS is lost that the acting job did not put there unproven itself.',
  verified: 'Verified means that the bytes were equal at the last look.',
  safe: 'Safe means that the bytes are equal now, on another disk.',
  deletion: 'An original is deleted only where its copy is equal at that moment.',
  sent_twice: 'Nothing is sent again that is proven.',
  originals: 'An original is never changed.',
  volume: 'Runs go to no volume but the one that their destination was known by.',
  drift: 'A run is not Verified while its originals are not those that were proven.',
  answer: 'A run that is added is in the list, or its refusal says why not.',
  works: 'The program comes to rest without a fault.',
} as const
export type Invariant = keyof typeof INVARIANTS

/** Thrown where an invariant does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken'
  readonly invariant: Invariant
  constructor(invariant: Invariant, detail: string) {
    super(`${invariant}: ${INVARIANTS[invariant]}\n  ${detail}`)
    this.invariant = invariant
  }
}
