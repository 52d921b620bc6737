// Set-up: from nothing to a rehearsed connection, step by step; it can be left and continued, and nothing is stored or sent before
// its end (docs/ux.md D10).
import { Wand2 } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { duration } from '../../../shared/format.ts'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { useApp } from '../../state/app-store.ts'
import { ConnectButton, useConnectOffer } from '../connect/connect-button.tsx'
import { nasText, takeOwn, useConnect } from '../connect/connect-store.ts'
import { clearForm } from '../connect/connection-form-store.ts'
import { type KnownNas, NasChooser } from '../connect/nas-chooser.tsx'
import { hasFailed } from '../destinations/draft-test.ts'
import { setView } from '../runs/runs-store.ts'
import { loadDocument, useSettings } from '../settings/settings-store.ts'
import { FinishStep, type Missing } from './finish-step.tsx'
import { InstrumentStep, useUsedIds } from './instrument-step.tsx'
import { knownDestinations, transportOf } from './known-destinations.ts'
import { addInstrument, configInstrumentOf, moveInstrument } from './setup-edits.ts'
import { EMPTY_DRAFT, idOfDraft, instrumentFault, startOver, useSetup } from './setup-store.ts'
import { StepButtons, StepFrame } from './step-frame.tsx'
import { TestStep } from './test-step.tsx'
import { type Candidate, candidateKey, forgetTest, testDraft, useDraftTest } from './test-store.ts'
import { useRunCount } from './which-runs.tsx'

/** What is tested and then saved; null: something is missing yet. `moved`: the instrument that is sent elsewhere. */
const useCandidate = (id: string, moved: string | null, ready: boolean): Candidate | null => {
  const draft = useSetup((state) => state.draft)
  const nas = useConnect((state) => state.nas)
  const values = useSettings((state) => state.document?.values)
  const { transport } = nas
  if (!ready || transport === null) return null
  const edit =
    moved === null
      ? addInstrument(values, configInstrumentOf(draft, id, transport, {}))
      : moveInstrument(values, moved, transport)
  const localRoot = moved === null ? draft.localRoot : null
  return edit === null ? null : { instrumentId: id, transport, nas, localRoot, edits: [edit] }
}

/** What the test found of exactly this candidate, in a line; null: it was not tested. */
const useTested = (candidate: Candidate | null): { words: string; passed: boolean } | null => {
  const test = useDraftTest()
  if (candidate === null || test.key !== candidateKey(candidate) || test.running !== null)
    return null
  const { connection, rehearsal } = test
  if (hasFailed(connection))
    return {
      words: SETUP_MESSAGES.faults(
        connection?.steps.filter(({ outcome }) => outcome === 'failed').length ?? 1,
      ),
      passed: false,
    }
  if (rehearsal === null) return null
  if (hasFailed(rehearsal)) return { words: SETUP_MESSAGES.notRehearsed, passed: false }
  const took = rehearsal.steps.reduce((sum, step) => sum + step.ms, 0)
  return { words: SETUP_MESSAGES.works(duration(took), rehearsal.proof), passed: true }
}

/** Where the way leads on, the draft is tested. */
const NasStep = ({
  known,
  candidate,
}: {
  readonly known: readonly KnownNas[]
  readonly candidate: Candidate | null
}): ReactElement => {
  const { tile, transport } = useConnect((state) => state.nas)
  const offered = useConnectOffer((state) => state.offered)
  const missing =
    tile === null
      ? SETUP_MESSAGES.needNas
      : offered === null
        ? SETUP_MESSAGES.needPlace[tile]
        : tile === 'ssh'
          ? null
          : CONNECT_MESSAGES.connectFirst
  return (
    <>
      <NasChooser known={known} />
      <StepButtons
        name="nas"
        fault={transport === null ? missing : null}
        instead={offered === null ? null : <ConnectButton {...offered} />}
        onNext={() => {
          if (candidate !== null) void testDraft(candidate)
        }}
      />
    </>
  )
}

/** Begins with the destination that the instrument has. */
const beginMove = async (instrument: string): Promise<void> => {
  startOver(instrument)
  await loadDocument()
  const transport = transportOf(useSettings.getState().document?.values, instrument)
  if (transport !== null) takeOwn(transport)
}

/** `instrument`: the one that is sent elsewhere; null: a new one is set up. */
export const SetupPage = ({ instrument }: { readonly instrument: string | null }): ReactElement => {
  const draft = useSetup((state) => state.draft)
  const nas = useConnect((state) => state.nas)
  const values = useSettings((state) => state.document?.values)
  const hasNone = useApp((state) => state.instruments.length === 0)
  const instruments = useApp((state) => state.instruments)
  const label = instruments.find((one) => one.id === instrument)?.label
  const isShared = instruments.filter((one) => one.label === label).length > 1
  const used = useUsedIds()
  useEffect(() => {
    void loadDocument()
  }, [])
  useEffect(() => {
    // the draft of a new instrument is no draft of this one
    if (useSetup.getState().moved === instrument) return
    if (instrument === null) startOver()
    else void beginMove(instrument)
  }, [instrument])
  const id = instrument ?? idOfDraft(draft, used)
  useRunCount(id)
  const described = instrument === null ? instrumentFault(draft, used) : null
  const candidate = useCandidate(id, instrument, described === null)
  const tested = useTested(candidate)
  const missing: readonly Missing[] = [
    ...(described === null ? [] : [{ step: 'instrument' as const, words: described }]),
    ...(nas.transport === null ? [{ step: 'nas' as const, words: SETUP_MESSAGES.needNas }] : []),
    ...(tested?.passed === true
      ? []
      : [{ step: 'test' as const, words: tested?.words ?? SETUP_MESSAGES.untested }]),
  ]
  const first = instrument === null ? 1 : 0
  const isEmpty = JSON.stringify(draft) === JSON.stringify(EMPTY_DRAFT)
  const again = (): void => {
    startOver(instrument)
    clearForm()
    forgetTest()
  }
  return (
    <div className="setup" data-pane="list">
      <div className="setup-body">
        <h1>
          <Wand2 size={20} aria-hidden />
          {instrument === null
            ? SETUP_MESSAGES.title
            : SETUP_MESSAGES.titleChange(label === undefined || isShared ? instrument : label)}
          <span className="end card-actions">
            {isEmpty && nas.tile === null && nas.transport === null ? null : (
              <button type="button" className="button compact quiet" onClick={again}>
                {SETUP_MESSAGES.startOver}
              </button>
            )}
            <button type="button" className="button compact" onClick={() => setView('all')}>
              {MESSAGES.later}
            </button>
          </span>
        </h1>
        {hasNone && isEmpty ? <p className="muted">{SETUP_MESSAGES.lead}</p> : null}
        {instrument === null ? (
          <StepFrame
            name="instrument"
            number={1}
            done={described === null ? `${id}: ${draft.localRoot}` : null}
          >
            <InstrumentStep isEmpty={isEmpty} />
          </StepFrame>
        ) : null}
        <StepFrame
          name="nas"
          number={first + 1}
          done={nas.transport === null ? null : nasText(nas)}
        >
          <NasStep
            known={knownDestinations(values, instrument, instruments)}
            candidate={candidate}
          />
        </StepFrame>
        <StepFrame
          name="test"
          number={first + 2}
          done={tested?.passed === true ? tested.words : null}
        >
          <TestStep candidate={candidate} missing={missing[0]?.words ?? null} />
        </StepFrame>
        <StepFrame name="finish" number={first + 3} done={null}>
          <FinishStep
            instrumentId={id}
            move={instrument !== null}
            missing={missing}
            tested={tested?.words ?? SETUP_MESSAGES.untested}
          />
        </StepFrame>
      </div>
    </div>
  )
}
