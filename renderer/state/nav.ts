// Navigation: which list or page the window shows, and which dialog is open.
import { create } from 'zustand'
import type { JobView } from '../../shared/model/model.ts'

export type Place =
  | { readonly kind: 'runs'; readonly view: JobView }
  | { readonly kind: 'activity' }
  /** `instrument`: only its runs; left out: all. */
  | { readonly kind: 'space'; readonly instrument?: string }
  | { readonly kind: 'instrument'; readonly id: string }
  | { readonly kind: 'destination'; readonly key: string }
  | { readonly kind: 'settings'; readonly section: string }
  /** `instrument`: the route whose destination is changed or added (`INST_01/archive`); left out: a new instrument is set up. */
  | { readonly kind: 'setup'; readonly instrument?: string }

export type Overlay =
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'legend' }
  | { readonly kind: 'bundle' }
  | { readonly kind: 'acknowledge'; readonly jobs: readonly number[]; readonly what: string }
  | { readonly kind: 'trust'; readonly instrument: string }
  | { readonly kind: 'password'; readonly instruments: readonly string[] }
  | { readonly kind: 'unlock'; readonly instruments: readonly string[] }
  | { readonly kind: 'clean'; readonly jobId: number }
  /** `seqs`: the chosen files, `bytes` in all; empty where files are chosen by the pattern alone. */
  | {
      readonly kind: 'exclude'
      readonly jobId: number
      readonly seqs: readonly number[]
      readonly bytes: number
      /** The first few of these files. */
      readonly paths: readonly string[]
      /** What the field of a pattern holds at first. */
      readonly pattern: string
    }
  | { readonly kind: 'include'; readonly jobId: number; readonly seqs: readonly number[] }
  /** `changed`: the copies changed on the NAS; else the originals are gone. */
  | {
      readonly kind: 'accept'
      readonly jobId: number
      readonly files: number
      readonly changed: boolean
    }
  /** Sends originals that changed since they were verified, over their proven copies. */
  | {
      readonly kind: 'replace'
      readonly jobId: number
      readonly files: number
      readonly run: string
    }

interface NavState {
  readonly place: Place
  readonly overlay: Overlay | null
  /** The details take the whole height. */
  readonly wide: boolean
}

export const useNav = create<NavState>(() => ({
  place: { kind: 'runs', view: 'all' },
  overlay: null,
  wide: false,
}))

export const openOverlay = (overlay: Overlay | null): void => useNav.setState({ overlay })
export const setWide = (wide: boolean): void => useNav.setState({ wide })
