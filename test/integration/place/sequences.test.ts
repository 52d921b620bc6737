// The contract over sequences of what persons and two workstations do: known ones by name, and random ones (property test).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, it, onTestFinished } from 'vitest'
import { holdsOver, parseSteps, runSteps } from '../../campaign/sequences.ts'
import { serveSamba } from '../../helpers/samba-server.ts'

const KNOWN: readonly (readonly [string, string])[] = [
  [
    'a run folder that became a link to its copy is neither safe nor deleted',
    'send pc1 SCOPE Run_1 AAAA; link pc1 SCOPE Run_1 folder; look pc1; clean pc1',
  ],
  [
    'a place on the NAS that links back to the run is never written through',
    'work pc1; copy pc1 SCOPE Run_1; send pc1 SCOPE Run_2 AAAA; link pc1 SCOPE Run_2 place; retry pc1; clean pc1',
  ],
  [
    'a file on the NAS that links to its original is never written through',
    'send pc1 SCOPE Run_1 AAAA; link pc1 SCOPE Run_1 file; edit pc1 SCOPE Run_1 b.tif CCCC now; verify pc1; resend pc1',
  ],
  [
    'one place under two names belongs to one run',
    'send pc1 SCOPE Run_1 AAAA; send pc1 FLOW Run_1 BBBB; clean pc1',
  ],
  [
    'one place of two workstations belongs to one run, whoever works next',
    'send pc1 SCOPE Run_1 AAAA; send pc2 SCOPE Run_1 BBBB; clean pc1; retry pc2; verify pc1',
  ],
  [
    'a run goes to no other volume than the one that its destination was known by',
    'send pc1 SCOPE Run_1 AAAA; mount local; send pc1 SCOPE Run_2 AAAA; mount bare; work pc1; mount spare; work pc1; mount nas; work pc1',
  ],
  [
    'digests that were remembered on the way prove nothing',
    'conf pc1 hasher; send pc1 SCOPE Run_1 AAAA; annotate Run_1 a.tif BBBB kept; verify pc1; look pc1',
  ],
  [
    'a run is called safe only after a look at both sides',
    'send pc1 SCOPE Run_1 AAAA; annotate Run_1 a.tif BBBB now; look pc1; delete Run_1 all; look pc1; stay pc1 unmount',
  ],
  [
    'late and changed originals of a verified run are noticed',
    'send pc1 SCOPE Run_1 AAAA; late pc1 SCOPE Run_1 CCCC; work pc1; edit pc1 SCOPE Run_1 a.tif BBBB kept; work pc1; clean pc1',
  ],
  [
    'a folder that is made anew under a known name is another run',
    'send pc1 SCOPE Run_1 AAAA; reuse pc1 SCOPE Run_1 BBBB; send pc1 SCOPE Run_1 BBBB; verify pc1',
  ],
  [
    'a folder that is made anew after the cleanup is another run',
    'send pc1 SCOPE Run_1 AAAA; clean pc1; reuse pc1 SCOPE Run_1 BBBB; send pc1 SCOPE Run_1 BBBB; clean pc1',
  ],
  [
    'a run that was taken off the list does not replace its proven copy',
    'send pc1 SCOPE Run_1 AAAA; archive pc1; edit pc1 SCOPE Run_1 a.tif BBBB now; send pc1 SCOPE Run_1 AAAA; work pc1',
  ],
  [
    'a proven copy that somebody changed stays as it is',
    'send pc1 SCOPE Run_1 AAAA; annotate Run_1 a.tif BBBB now; verify pc1; retry pc1; clean pc1',
  ],
  [
    'what a person sends again leaves the other version beside it',
    'send pc1 SCOPE Run_1 AAAA; annotate Run_1 a.tif BBBB now; verify pc1; resend pc1',
  ],
  [
    'a queue that was restored from a backup is checked before it calls a run proven',
    'send pc1 SCOPE Run_1 AAAA; work pc1; delete Run_1 all; verify pc1; restore pc1 1 damaged; work pc1; look pc1',
  ],
  [
    'a queue that was restored to a time before the proof replaces nothing',
    'work pc1; send pc1 SCOPE Run_1 AAAA; annotate Run_1 a.tif BBBB now; restore pc1 1 copied; send pc1 SCOPE Run_1 AAAA',
  ],
  [
    'a lost queue, a second workstation and a copy by hand lead to no second sending',
    'send pc1 SCOPE Run_1 AAAA; lose pc1; send pc1 SCOPE Run_1 AAAA; send pc2 SCOPE Run_1 AAAA; clean pc1',
  ],
  [
    'two workstations with one adopted place do not replace the late files of each other',
    'send pc1 SCOPE Run_1 AAAA; send pc2 SCOPE Run_1 AAAA; late pc1 SCOPE Run_1 BBBB; verify pc1; late pc2 SCOPE Run_1 CCCC; verify pc2; work pc2; work pc1',
  ],
]

describe('the invariants of the contract', () => {
  it.each(KNOWN)('%s', (_, steps) => runSteps(parseSteps(steps)))

  it(
    'hold where files are read back from a share while others are sent',
    { timeout: 600_000 },
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'exlab-share-'))
      onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
      const folder = join(dir, 'share')
      const server = await serveSamba(join(dir, 'samba'), folder)
      onTestFinished(() => server.stop())
      const share = { folder, rcloneConf: server.rcloneConf }
      await fc.assert(holdsOver(null, share), {
        seed: 24,
        numRuns: 4,
        interruptAfterTimeLimit: 400_000,
      })
    },
  )

  it('hold over random sequences', { timeout: 900_000 }, async () => {
    // a fixed seed, so that the test has one result; `npm run campaign` looks at others
    await fc.assert(holdsOver(null), { seed: 17, numRuns: 60, interruptAfterTimeLimit: 600_000 })
  })
})
