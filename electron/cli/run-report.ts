// Says what `run` does while it does it: each line of Activity as it is written, recordings, and problems of the queue and of
// config.yaml. As text a line for a person, with `--json` one JSON object a line.
import { visible } from '../../shared/escape.ts'
import type { Activity } from '../../shared/model/list-rows.ts'
import { guardText } from '../../shared/messages/status.ts'
import { RECORDING } from '../../shared/state-labels.ts'
import { Refusal, errorMessage } from '../core/errors.ts'
import { needsPerson } from './json.ts'
import { isoOrNull } from './output.ts'
import { type CommandContext, pages } from './select-runs.ts'

interface RunReport {
  /** Says what there is to do, and listens from then on. */
  start(): Promise<void>
  /** Says what is left to say, and listens no longer. */
  end(): Promise<void>
}

/** Changes come in bursts: they are looked at this long after the first. */
const DELAY_MS = 200

const RECORDING_NAME = 'recording '
const recordingName = (folder: string): string => `${RECORDING_NAME}${folder}`

const FINDING_NAME = 'finding '
const findingName = (folder: string): string => `${FINDING_NAME}${folder}`

const GUARD_NAME = 'guard '
const guardName = (instrument: string): string => `${GUARD_NAME}${instrument}`

/** Local time of a line, as terminals show it in every locale: 14:02:07. */
const timeOf = (at: number): string => new Date(at).toTimeString().slice(0, 8)

export const createRunReport = ({ core, io, json }: CommandContext): RunReport => {
  let newest = 0
  let timer: NodeJS.Timeout | null = null
  let stopListening = (): void => undefined
  let writing: Promise<void> = Promise.resolve()
  /** What was said last of each recording, of the queue and of config.yaml, by a name for each. */
  const said = new Map<string, string>()

  const say = (event: Readonly<Record<string, unknown>>, at: number, text: string): Promise<void> =>
    io.out(
      json
        ? `${JSON.stringify({ ...event, at: isoOrNull(at) })}\n`
        : `${timeOf(at)}  ${visible(text)}\n`,
    )

  const sayActivity = ({ id, at, level, source, jobId, instrument, run, text }: Activity) => {
    const subject = [instrument, run].filter((word) => word !== '').join('  ')
    return say(
      { event: 'activity', id, level, source, jobId, instrument, run, text },
      at,
      subject === '' ? text : `${subject}: ${text}`,
    )
  }

  /** Says something once, and again only after it was another thing meanwhile; '' says nothing. `what`: by which it is known. */
  const sayOnce = async (name: string, text: string, event: object, what = text): Promise<void> => {
    if ((said.get(name) ?? '') === what) return
    said.set(name, what)
    if (text !== '') await say({ ...event, text }, Date.now(), text)
  }

  /** Forgets what was said of things that are gone. */
  const keepOnly = (kind: string, names: readonly string[]): void => {
    for (const name of said.keys())
      if (name.startsWith(kind) && !names.includes(name)) said.delete(name)
  }

  const sayNews = async (): Promise<void> => {
    // without this the hub announces no further change
    core.changes.take()
    const lines: Activity[] = []
    if (core.activity() > newest)
      for await (const line of pages((offset, limit) =>
        core.handlers['activity.page']({ level: 'info', search: '', offset, limit }),
      )) {
        if (line.id <= newest) break
        lines.push(line)
      }
    newest = lines[0]?.id ?? newest
    for (const line of lines.toReversed()) await sayActivity(line)
    const { rows } = await core.handlers['recordings.list']({})
    keepOnly(
      RECORDING_NAME,
      rows.map(({ folder }) => recordingName(folder)),
    )
    for (const { folder, run, instrument, waitsFor } of rows)
      await sayOnce(
        recordingName(folder),
        `${instrument}  ${run}: ${RECORDING.word}, waits for ${waitsFor}`,
        { event: 'recording', folder, instrument, run, waitsFor },
      )
    // a folder that is no run and that a person has to know of
    const found = await core.handlers['folders.findings']({})
    const present = found.rows.filter(needsPerson)
    keepOnly(
      FINDING_NAME,
      present.map(({ folder }) => findingName(folder)),
    )
    for (const { folder, instrument, message } of present)
      await sayOnce(findingName(folder), message, { event: 'problem', folder, instrument })
    const { trouble, warning, guarded } = core.overview()
    await sayOnce('queue', trouble ?? '', { event: 'problem' })
    await sayOnce('warning', warning ?? '', { event: 'warning' })
    keepOnly(
      GUARD_NAME,
      guarded.map(({ instrument }) => guardName(instrument)),
    )
    for (const { instrument, way, cause } of guarded) {
      const event = { event: 'guard', instrument, way, cause }
      const text = guardText({ way, cause })
      // a rate is another one at each look
      await sayOnce(guardName(instrument), text, event, text.replaceAll(/\d[\d.,]*/g, '#'))
    }
    const { problems } = await core.handlers['config.get']({})
    const fault = problems.map(({ line, key, message }) => `line ${line ?? '?'} ${key}: ${message}`)
    await sayOnce(
      'config',
      fault.length === 0
        ? ''
        : `config.yaml can't be used, the settings before it stay in force: ${fault.join('; ')}`,
      { event: 'problem' },
    )
  }

  /** One look after the other, so that lines stay in order. A look that fails ends no work: a queue that can't be read says so itself. */
  const look = (): Promise<void> =>
    (writing = writing.then(sayNews).catch((error: unknown) => {
      if (!(error instanceof Refusal)) io.err(errorMessage(error))
    }))

  return {
    async start() {
      newest = core.activity()
      const { counts, paused, holds } = core.overview()
      const { instruments } = await core.handlers['config.get']({})
      const text = `Started: ${counts.active + counts.waiting} waiting, ${counts.needs_you} ${counts.needs_you === 1 ? 'needs' : 'need'} a person, ${instruments.length} ${instruments.length === 1 ? 'instrument' : 'instruments'}${paused ? '; everything is paused' : ''}`
      await say({ event: 'started', counts, paused, text }, Date.now(), text)
      for (const { destination, message } of holds)
        await say(
          { event: 'hold', destination, text: message },
          Date.now(),
          `${destination} is on hold: ${message}`,
        )
      stopListening = core.changes.onChange(() => {
        timer ??= setTimeout(() => {
          timer = null
          void look()
        }, DELAY_MS)
      })
      core.changes.take()
    },
    async end() {
      stopListening()
      if (timer !== null) clearTimeout(timer)
      await look()
    },
  }
}
