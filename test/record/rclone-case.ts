// One case of a recording of rclone's failures: what is set up, what rclone is given, and the reason that a person would give.
import type { ChildProcess } from 'node:child_process'
import type { ReplaceRule } from '../../electron/core/transports/transport.ts'
import { REASONS, type Reason } from '../../shared/reasons.ts'

export interface RcloneCase {
  readonly id: string
  readonly operation: 'push' | 'hashsum'
  /** Content of rclone.conf. */
  readonly conf: string
  readonly reason: Reason | 'ok' | 'ok_with_warnings'
  readonly kind: string | null
  readonly note: string
  readonly remote?: string
  readonly path?: string
  readonly configFile?: string
  readonly download?: boolean
  readonly replace?: ReplaceRule
  readonly files?: readonly string[]
  /** Options beside those of the product, such as shorter limits. */
  readonly options?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A program that runs rclone, such as setpriv. */
  readonly wrap?: readonly string[]
  before?(run: string): void
  during?(stderr: string, child: ChildProcess): void
  after?(run: string): void
}

type Detail = Partial<Omit<RcloneCase, 'id' | 'conf' | 'reason' | 'kind' | 'operation'>>

/** A case; ids begin with rc-push or rc-hash. */
export const rcloneCase = (
  id: string,
  conf: string,
  reason: RcloneCase['reason'],
  note: string,
  detail: Detail = {},
): RcloneCase => ({
  id,
  conf,
  reason,
  note,
  operation: id.startsWith('rc-hash') ? 'hashsum' : 'push',
  kind: reason === 'ok' || reason === 'ok_with_warnings' ? null : REASONS[reason].kind,
  ...detail,
})

/** A section `[nas]` of rclone.conf. */
export const section = (type: string, options: Readonly<Record<string, string | number>>): string =>
  [
    `[nas]`,
    `type = ${type}`,
    ...Object.entries(options).map(([key, value]) => `${key} = ${value}`),
    '',
  ].join('\n')

/** Limits of a single try, for faults that take the whole limit. */
export const SHORT = ['--contimeout=2s', '--timeout=3s', '--low-level-retries=1']
