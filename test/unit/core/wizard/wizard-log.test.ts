// Lines of ExLab-Wizard's log have its shape and its bound.
import { describe, expect, it } from 'vitest'
import { logLine } from '../../../../electron/core/wizard/wizard-log.ts'

const NOW = Date.UTC(2026, 3, 17, 14, 32, 0, 789)
const TAGS = {
  host: 'pc4',
  equip: 'CONFOCAL_01',
  proj: 'PROJ-0042',
  kind: 'experimental',
  run: 'Run_2026-04-17T14-32',
}

describe('a line of the log', () => {
  it('has time, level and tags as ExLab-Wizard writes them', () => {
    expect(logLine(NOW, 'INFO', TAGS, 'sync verified')).toBe(
      '2026-04-17T14:32:00Z [INFO ] [host:pc4] [equip:CONFOCAL_01] [proj:PROJ-0042] [kind:experimental] [run:Run_2026-04-17T14-32] sync verified\n',
    )
  })

  it('leaves out what is not known', () => {
    expect(logLine(NOW, 'ERROR', { ...TAGS, proj: null, kind: '' }, 'x')).toBe(
      '2026-04-17T14:32:00Z [ERROR] [host:pc4] [equip:CONFOCAL_01] [run:Run_2026-04-17T14-32] x\n',
    )
  })

  it('is one line, whatever a name or a message holds', () => {
    const line = logLine(NOW, 'INFO', { ...TAGS, run: 'a] [b\nc' }, 'one\r\ntwo\u0007 three')
    expect(line.slice(0, -1)).not.toMatch(/[\n\r\u0007]/)
    expect(line).toContain('[run:a_ _b c] one two three')
  })

  it.each(['ä', 'x', '€', '🔬'])(
    'of 2 KiB of %s ends with the marker after a whole character',
    (one) => {
      for (const shift of ['', 'a', 'aa', 'aaa']) {
        const line = logLine(NOW, 'INFO', TAGS, shift + one.repeat(2_048 / Buffer.byteLength(one)))
        const text = line.slice(0, -1)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_024)
        expect(Buffer.byteLength(text)).toBeGreaterThan(1_020)
        expect(text).toMatch(/\.\.\.\[truncated\]$/)
        expect(text).not.toContain('\uFFFD')
      }
    },
  )

  it('holds no secret that a program printed', () => {
    const words = 'GET https://jlee:hunter2@nas/x with Bearer abc.def failed'
    const line = logLine(NOW, 'ERROR', TAGS, words)
    expect(line).toContain('https://jlee:***@nas/x with Bearer *** failed')
    expect(logLine(NOW, 'ERROR', TAGS, 'Authorization: Basic aGVsbG8=')).toMatch(
      /Authorization: \*\*\*\n$/,
    )
  })
})
