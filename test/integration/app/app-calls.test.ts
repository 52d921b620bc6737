// Calls of the window to the core: sorted lists, causes, activity, dropped folders, tools and destinations.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RUN_COLUMNS } from '../../../shared/model/list-rows.ts'
import { act, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const ONCE = 'sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n'

describe('calls of the window', () => {
  const setUp = async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    const gone = ['type: rclone', 'rclone_remote: gone', `rclone_config: ${lab.dir}/rclone.conf`]
    lab.configure([instrument, { id: 'GONE_01', transport: gone }], ONCE)
    const core = await lab.open()
    await work(core, lab.run('SCOPE_01', 'Beta', { 'a.tif': 'aaaa' }))
    await work(core, lab.run('SCOPE_01', 'alpha', { 'a.tif': 'a', 'b.tif': 'b' }))
    const bad = await work(core, lab.run('GONE_01', 'Gamma', { 'x.tif': 'x' }))
    return { lab, core, bad }
  }

  it('lists runs by every column, both ways, and narrows them', async () => {
    const { core } = await setUp()
    const list = (more: object) =>
      core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 50, ...more })
    for (const by of RUN_COLUMNS)
      for (const descending of [true, false])
        expect((await list({ sort: { by, descending } })).total, by).toBe(3)
    const names = async (more: object) => (await list(more)).rows.map((row) => row.run)
    expect(await names({ sort: { by: 'run', descending: false } })).toEqual([
      'alpha',
      'Beta',
      'Gamma',
    ])
    expect(await names({ sort: { by: 'size', descending: true }, instrument: 'SCOPE_01' })).toEqual(
      ['Beta', 'alpha'],
    )
    expect(await names({ state: 'failed' })).toEqual(['Gamma'])
    expect(await names({ destination: 'rclone gone' })).toEqual(['Gamma'])
    expect(await names({ since: Date.now() + 60_000 })).toEqual([])
    expect(await core.handlers['jobs.ids']({ view: 'done', search: '' })).toMatchObject({
      total: 2,
    })
  })

  it('groups what waits for a person by cause, with the line of output that decided it', async () => {
    const { core, bad } = await setUp()
    const { rows, total } = await core.handlers['causes.list']({})
    expect(total).toBe(1)
    expect(rows[0]).toMatchObject({
      key: { destination: 'rclone gone', reason: 'remote_not_configured' },
      runs: 1,
      unacknowledged: 1,
      files: 1,
      view: 'open',
      paths: ['x.tif'],
      phrase: "didn't find section in config file",
    })
    const files = await core.handlers['files.page']({
      jobId: bad.id,
      view: 'open',
      search: '',
      offset: 0,
      limit: 10,
    })
    expect(files.total).toBe(1)
    await core.handlers['jobs.acknowledge']({ jobs: [bad.id], by: 'J. Lee', note: 'ticket' })
    expect((await core.handlers['causes.list']({})).rows[0]).toMatchObject({ unacknowledged: 0 })
  })

  it('records the outcomes of runs, changes of destinations and actions of people as activity', async () => {
    const { core, bad } = await setUp()
    await act(core, bad.id, 'retry').catch(() => undefined)
    await core.idle()
    const page = async (more: object) =>
      (
        await core.handlers['activity.page']({
          level: 'info',
          search: '',
          offset: 0,
          limit: 100,
          ...more,
        })
      ).rows.map((row) => row.text)
    const own = await page({ jobId: bad.id })
    expect(own.at(-1)).toBe('Added')
    expect(own.filter((text) => text.startsWith('Failed: '))).toHaveLength(2)
    expect(own).toContain('Retried')
    expect(await page({ level: 'error' })).toHaveLength(2)
    expect((await page({})).some((text) => text.includes('is on hold'))).toBe(true)
    expect(await page({ search: 'alpha' })).toContain('Verified')
  })

  it('says what a dropped folder is, and previews a completion rule on the last runs', async () => {
    const { lab, core } = await setUp()
    const root = join(lab.dir, 'acquisition', 'SCOPE_01')
    const file = join(root, 'note.txt')
    writeFileSync(file, 'x')
    mkdirSync(join(lab.dir, 'elsewhere'))
    const { rows } = await core.handlers['folders.inspect']({
      folders: [root, join(root, 'alpha'), file, join(lab.dir, 'elsewhere')],
    })
    expect(rows.map((row) => row.kind)).toEqual(['parent', 'run', 'not_a_folder', 'unknown'])
    expect(rows[0]?.runs).toMatchObject([
      { run: 'Beta', known: true },
      { run: 'alpha', known: true },
    ])
    writeFileSync(join(root, 'alpha', 'done.txt'), '')
    const judged = await core.handlers['instruments.previewRule']({
      id: 'SCOPE_01',
      localRoot: root,
      signal: 'sentinel_file',
      filename: 'done.txt',
      quietMinutes: 10,
    })
    expect(Object.fromEntries(judged.rows.map((row) => [row.run, row.finished]))).toEqual({
      alpha: true,
      Beta: false,
    })
  })

  it('finds tools and remotes, and lists destinations', async () => {
    const { lab, core } = await setUp()
    const tools = (await core.handlers['tools.find']({})).rows
    expect(tools.map((tool) => [tool.name, tool.problem])).toEqual([
      ['rclone', null],
      ['rsync', null],
      ['ssh', null],
    ])
    const conf = join(lab.dir, 'rclone.conf')
    const known = await core.handlers['connections.list']({ conf })
    expect(known.rows.filter(({ place }) => place.conf === conf)).toMatchObject([{ name: 'nas' }])
    const { rows } = await core.handlers['destinations.list']({})
    expect(rows.map((row) => row.key)).toEqual(['rclone nas', 'rclone gone'])
    expect(rows[1]?.lastContact).toBeNull()
    const report = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect((await core.handlers['destinations.list']({})).rows[0]).toMatchObject({
      report: { at: report.at },
    })
  })

  it('opens no named pipe that settings name: remotes, a run and the connection test say so at once', async () => {
    const { lab, core } = await setUp()
    const pipe = join(lab.dir, 'pipe.conf')
    execFileSync('mkfifo', [pipe])
    await expect(core.handlers['connections.list']({ conf: pipe })).rejects.toThrow('not chosen')
    core.allowFile(pipe)
    expect((await core.handlers['connections.list']({ conf: pipe })).confs).toContainEqual(
      expect.objectContaining({
        conf: pipe,
        state: 'unreadable',
        message: expect.stringContaining('a named pipe') as string,
      }),
    )
    const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${pipe}`]
    lab.configure([{ id: 'PIPE_01', transport }], ONCE)
    await core.handlers['config.reload']({})
    const job = await work(core, lab.run('PIPE_01', 'Delta', { 'a.tif': 'a' }))
    expect(job).toMatchObject({
      state: 'failed',
      lastError: {
        reason: 'remote_not_configured',
        message: `${pipe} is a named pipe, not a file.`,
      },
    })
    const { steps } = await core.handlers['destinations.test']({ instrumentId: 'PIPE_01' })
    expect(steps.find(({ outcome }) => outcome === 'failed')?.message).toContain('a named pipe')
  })

  it('sends a run before all others', async () => {
    const { lab, core } = await setUp()
    await core.handlers['engine.pause']({ paused: true })
    const folders = ['One', 'Two', 'Three'].map((name) =>
      lab.run('SCOPE_01', name, { 'a.tif': name }),
    )
    const { jobs } = await core.handlers['jobs.add']({ folders, instrumentId: null })
    const [one = 0, two = 0, three = 0] = jobs.map((job) => job.id)
    const activityBefore = jobs.map((job) => job.updatedAt)
    await act(core, three, 'next')
    // the one that is put first last comes before
    await act(core, two, 'next')
    await act(core, three, 'earlier')
    await act(core, one, 'earlier')
    await act(core, one, 'later')
    const refused = [await act(core, one, 'later'), await act(core, three, 'earlier')]
    expect(refused.map((answer) => answer.refused[0]?.message)).toEqual([
      'One is the last run of its destination that waits.',
      'Three is the first run of its destination that waits.',
    ])
    // a run that a person holds has no place
    await act(core, two, 'pause')
    expect((await act(core, two, 'earlier')).refused).toHaveLength(1)
    await act(core, two, 'resume')
    // to give way is no activity of a run
    expect((await get(core, one)).updatedAt).toBe(activityBefore[0])
    const waiting = await core.handlers['jobs.list']({
      view: 'waiting',
      search: 'SCOPE',
      offset: 0,
      limit: 9,
    })
    expect(waiting.rows.map((job) => job.run)).toEqual(['Three', 'Two', 'One'])
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    const done = await Promise.all(jobs.map((job) => get(core, job.id)))
    expect(done.map((job) => job.state)).toEqual(['verified', 'verified', 'verified'])
    const { rows } = await core.handlers['activity.page']({
      level: 'info',
      search: '',
      offset: 0,
      limit: 100,
    })
    const ids = new Set(jobs.map((job) => job.id))
    const sent = rows.filter((row) => row.text === 'Sending' && ids.has(row.jobId ?? 0))
    expect(sent.at(-1)?.run).toBe('Three')
  })
})
