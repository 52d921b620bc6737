// A run is found by the folder that a command line names: on Windows in any case, elsewhere as it is spelled.
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import type { CommandContext } from '../../../electron/cli/select-runs.ts'
import { findJobs } from '../../../electron/cli/select-runs.ts'

const JOB = {
  id: 7,
  lead: 7,
  run: 'Run 1',
  slot: '',
  folder: resolve('/acq/MS01/Run 1'),
  archivedAt: null,
  folderReusedAt: null,
}

const find = (text: string, platform: NodeJS.Platform) =>
  findJobs(
    {
      core: { everyRun: (archived: boolean) => (archived ? [] : [JOB]) },
      io: { cwd: '/acq', platform },
    } as unknown as Pick<CommandContext, 'core' | 'io'>,
    { runs: [text] },
  )

it.each(['/ACQ/ms01/run 1', 'MS01/Run 1/'])('%s is the run on Windows', async (text) => {
  expect(await find(text, 'win32')).toMatchObject([{ id: 7 }])
})

it('another case is another folder elsewhere', async () => {
  await expect(find('/ACQ/ms01/Run 1', 'linux')).rejects.toThrow('There is no run')
  expect(await find('MS01/Run 1/', 'linux')).toMatchObject([{ id: 7 }])
})
