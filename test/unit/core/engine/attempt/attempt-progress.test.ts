// What an attempt has sent stays its count while it reads back what it sent.
import { expect, it } from 'vitest'
import { createChangeHub } from '../../../../../electron/core/changes.ts'
import { createAttemptProgress } from '../../../../../electron/core/engine/attempt/attempt-progress.ts'

it('files and bytes are those that were sent, also while they are read back', () => {
  const phases: string[] = []
  const progress = createAttemptProgress(1, {
    changes: createChangeHub(),
    clock: { now: () => 0 },
    rowSignal: { touch: () => undefined, flush: () => undefined },
    onPhase: (phase) => phases.push(phase),
  })
  progress.startPhase('sending', 100)
  progress.setBytes(100, [], null)
  progress.addFiles(2)
  progress.startPhase('checking', 60)
  progress.setBytes(30, [], null)
  expect(progress.done()).toEqual({ files: 2, bytes: 100 })
  expect(phases).toEqual(['sending', 'checking'])
})
