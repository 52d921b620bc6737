// An error that nothing caught, in the real command line: it is logged, said in a sentence without a stack trace, the running
// attempt is settled, and the exit code is 2.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { add, get, localNas, makeLab, processesWith, withCore } from '../../helpers/lab.ts'

describe('an error that nothing caught', () => {
  it.each([
    ['an exception', "throw new Error('planted')"],
    ['a rejection', "void Promise.reject(new Error('planted'))"],
  ])('%s ends a headless run with words and exit code 2', async (_, fault) => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    const sending = join(lab.dir, 'sending')
    const rclone = lab.wrap('rclone', `if [ "$1" = copy ]; then touch '${sending}'; sleep 600; fi`)
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const id = await withCore(lab, 'engine', (core) =>
      add(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })),
    )
    const plant = join(lab.dir, 'plant.mjs')
    writeFileSync(
      plant,
      `import { existsSync } from 'node:fs'
const timer = setInterval(() => {
  if (!existsSync(${JSON.stringify(sending)})) return
  clearInterval(timer)
  ${fault}
}, 20)
timer.unref()
`,
    )
    const child = spawn(
      NODE,
      ['--import', pathToFileURL(plant).href, CLI, '--data-dir', lab.dataDir, 'run'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const [err, code] = await Promise.all([
      text(child.stderr),
      new Promise((resolve) => child.on('close', resolve)),
    ])
    expect(code).toBe(2)
    const [, quoted = '-'] =
      /^Something went wrong in ExLab Sync itself\. The app log has it under (\w+)\.$/m.exec(err) ??
      []
    expect(err).not.toMatch(/^\s+at |planted/m)
    expect(readFileSync(join(lab.dataDir, 'logs/app.log'), 'utf8')).toMatch(
      new RegExp(`${quoted} command: Error: planted\\n +at `),
    )
    // the tool was stopped with it, and nothing is left for a recovery
    expect(processesWith(rclone)).toEqual([])
    await withCore(lab, 'reader', async (core) =>
      expect(await get(core, id)).toMatchObject({ state: 'queued' }),
    )
    const { rows } = await withCore(lab, 'reader', (core) =>
      core.handlers['attempts.list']({ jobId: id }),
    )
    expect(rows.map(({ outcome }) => outcome)).toEqual(['interrupted'])
  })
})
