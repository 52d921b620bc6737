// Tests where a run goes below its destination, and which instrument a folder belongs to.
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Instrument } from '../../../../electron/core/domain/config.ts'
import { instrumentFor, runPathFor } from '../../../../electron/core/domain/run-path.ts'

const instrument = (id: string, localRoot: string): Instrument => ({
  id,
  label: id,
  localRoot,
  nasRoot: null,
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  also: [],
  destination: { type: 'rclone', remote: 'nas', remotePath: '', configFile: null, bandwidth: null },
})
const settings = (...instruments: Instrument[]) => ({ ...DEFAULT_SETTINGS, instruments })

describe('where a run goes below its destination (docs/spec.md 2)', () => {
  const flow = instrument('FLOW_01', '/data')
  it.each([
    ['below local_root/instrument', '/data/FLOW_01/Run_1', 'Run_1'],
    ['below local_root', '/data/2026/Run_1', '2026/Run_1'],
    ['the instrument folder itself', '/data/FLOW_01', 'FLOW_01'],
    ['outside', '/elsewhere/x/Run_1', 'Run_1'],
    ['a sibling whose name begins alike', '/data2/Run_1', 'Run_1'],
  ])('%s', (_name, folder, path) => {
    expect(runPathFor(folder, flow, false)).toBe(path)
  })
  it('knows Windows paths, whatever their case', () => {
    const one = instrument('FLOW_01', 'D:\\Acq')
    expect(runPathFor('d:\\acq\\FLOW_01\\Run 1', one, true)).toBe('Run 1')
    expect(runPathFor('D:\\Acq\\flow_01\\Run 1', one, true)).toBe('Run 1')
    expect(runPathFor('/data/flow_01/Run 1', flow, false)).toBe('flow_01/Run 1')
  })
})

describe('whose run a folder is', () => {
  const a = instrument('A', '/data')
  const b = instrument('B', '/data')
  const inner = instrument('C', '/data/deep')
  it.each([
    ['the one whose root it lies in', '/data/deep/r', settings(a, inner), null, 'C'],
    ['the one that its folder names', '/data/B/r', settings(a, b), null, 'B'],
    ['the one that was asked for', '/x', settings(a, b), 'A', 'A'],
    ['the only one', '/x', settings(a), null, 'A'],
  ] as const)('%s', (_name, folder, known, wanted, id) => {
    expect(instrumentFor(folder, known, wanted, false)).toMatchObject({ instrument: { id } })
  })
  it('the one that its folder names, whatever its case on Windows', () => {
    const roots = [instrument('MS01', 'C:\\acq'), instrument('MS02', 'C:\\acq')]
    expect(instrumentFor('c:\\ACQ\\ms02\\r', settings(...roots), null, true)).toMatchObject({
      instrument: { id: 'MS02' },
    })
  })
  it.each([
    ['unclear', '/x', settings(a, b), null, 'A, B'],
    ['unknown', '/x', settings(a), 'Z', 'There is no instrument Z'],
    ['none at all', '/x', settings(), null, 'No instrument is set up'],
  ] as const)('%s: says what can be chosen', (_name, folder, known, wanted, words) => {
    const choice = instrumentFor(folder, known, wanted, false)
    expect('refusal' in choice && choice.refusal).toContain(words)
  })
})
