// kill -9 in the middle of a cleanup: an original is deleted only where its copy is complete on the NAS.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startCli } from '../../helpers/cli-process.ts'
import { add, localNas, makeLab, withCore } from '../../helpers/lab.ts'

/** So many that their deletion takes some fifty milliseconds. */
const FILES = 700

describe('kill -9 of a cleanup', () => {
  it(
    'at eight points deletes no file whose copy is not on the NAS, and the next start finishes it',
    { timeout: 600_000 },
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      lab.configure(
        [instrument],
        'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n',
      )
      const files = Object.fromEntries(
        Array.from({ length: FILES }, (_, i) => [`plate ${i % 9}/well ${i}.bin`, `content ${i}`]),
      )
      const start = () => startCli(lab.dataDir, 'run', '--until-idle')
      let cutOff = 0
      for (let point = 0; point < 8; point += 1) {
        const name = `Run ${point}`
        const folder = lab.run('SCOPE_01', name, files)
        await withCore(lab, 'engine', (core) => add(core, folder))
        const first = start()
        const ended = first.ended.then(() => true)
        // the cleanup has begun when the first file is deleted
        const [witness] = Object.keys(files).toSorted()
        while (existsSync(join(folder, witness ?? '')))
          if (await Promise.race([ended, sleep(2, false)])) break
        await sleep(point * 7)
        first.kill()
        await first.ended
        const check = (): number => {
          let gone = 0
          for (const [path, content] of Object.entries(files)) {
            if (existsSync(join(folder, path))) continue
            gone += 1
            expect(readFileSync(join(nas, name, path), 'utf8')).toBe(content)
          }
          return gone
        }
        const gone = check()
        if (gone > 0 && gone < FILES) cutOff += 1
        expect(await start().ended).toBe(0)
        expect(check()).toBe(FILES)
        expect(existsSync(join(folder, '.exlab-wizard', 'checksums.sha256'))).toBe(true)
      }
      // at least two of the kills met the cleanup at work
      expect(cutOff).toBeGreaterThan(1)
    },
  )
})
