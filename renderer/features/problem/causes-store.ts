// Causes store: the causes for which runs need somebody, in the order in which the Needs you list shows them. Nothing moves under
// the pointer: while it moves over the list, and while a cause answers, its place stays (docs/ux.md D6).
import { create } from 'zustand'
import type { Cause, CauseKey } from '../../../shared/model/list-rows.ts'
import { call } from '../../state/bridge.ts'

export const causeKeyText = ({ destination, reason }: CauseKey): string =>
  `${reason} ${destination}`

interface CausesState {
  readonly causes: readonly Cause[]
  /** All causes; the list above holds the first of them. */
  readonly total: number
  /** Causes that are shown although no run has them any more, because they answer or the pointer is over the list. */
  readonly gone: ReadonlySet<string>
  /** Whether a cause is unfolded, by key. */
  readonly unfolded: ReadonlyMap<string, boolean>
}

export const useCauses = create<CausesState>(() => ({
  causes: [],
  total: 0,
  gone: new Set(),
  unfolded: new Map(),
}))

/** The pointer is at rest after this time without a movement: nobody is about to click. */
const POINTER_REST_MS = 10_000
let pointerMovedAt = Number.NEGATIVE_INFINITY

/** The pointer moved over the list. */
export const notePointer = (): void => void (pointerMovedAt = Date.now())
/** The pointer left the list. */
export const forgetPointer = (): void => void (pointerMovedAt = Number.NEGATIVE_INFINITY)
/** True while somebody may be about to click in the list. */
export const isPointed = (): boolean => Date.now() - pointerMovedAt < POINTER_REST_MS

/**
 * The causes to show: `fresh` in its own order, but each of the `pinned` at the place that it has in `shown`, also where `fresh`
 * has it no longer.
 */
export const mergeCauses = (
  shown: readonly Cause[],
  fresh: readonly Cause[],
  pinned: (key: string) => boolean,
): Cause[] => {
  const keyOf = (cause: Cause): string => causeKeyText(cause.key)
  const byKey = new Map(fresh.map((cause) => [keyOf(cause), cause]))
  const stays = shown.flatMap((cause, at) => (pinned(keyOf(cause)) ? [{ cause, at }] : []))
  const staying = new Set(stays.map(({ cause }) => keyOf(cause)))
  const merged = fresh.filter((cause) => !staying.has(keyOf(cause)))
  for (const { cause, at } of stays) merged.splice(at, 0, byKey.get(keyOf(cause)) ?? cause)
  return merged
}

/** Keys of causes that answer now; their places stay. */
let answering: () => ReadonlySet<string> = () => new Set()
/** Has the store ask which causes answer (answers-store.ts). */
export const keepPlacesOf = (keys: () => ReadonlySet<string>): void => void (answering = keys)

export const loadCauses = async (): Promise<void> => {
  const answer = await call('causes.list', {})
  if (!answer.ok) return
  const { rows, total } = answer.value
  const { causes: shown, unfolded } = useCauses.getState()
  const keys = answering()
  const pointed = isPointed()
  const causes = mergeCauses(shown, rows, (key) => pointed || keys.has(key))
  const known = new Set(rows.map((cause) => causeKeyText(cause.key)))
  const gone = new Set(causes.map(({ key }) => causeKeyText(key)).filter((key) => !known.has(key)))
  // a cause that is alone is unfolded from the start, and stays so when others come
  const [only] = shown.length === 0 && rows.length === 1 ? rows : []
  const first = only === undefined ? null : causeKeyText(only.key)
  useCauses.setState({
    causes,
    total,
    gone,
    ...(first === null || unfolded.has(first)
      ? {}
      : { unfolded: new Map(unfolded).set(first, true) }),
  })
}

export const setUnfolded = (key: string, isUnfolded: boolean): void =>
  useCauses.setState(({ unfolded }) => ({ unfolded: new Map(unfolded).set(key, isUnfolded) }))
