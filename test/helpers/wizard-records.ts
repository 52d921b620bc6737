// Makes files in the shape in which ExLab-Wizard writes them: compact JSON, without the keys that have their default.
const at = (minute: number): string => `2026-04-17T14:${String(minute).padStart(2, '0')}:00Z`

/** The text of creation.json. `more`: members that are set, added, or with undefined left out. */
export const creationText = (more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    schema_version: '1.9',
    created_at: at(32),
    created_by: 'jlee',
    level: 'run',
    run_kind: 'experimental',
    lims_project: { uid: 'u-42', short_id: 'PROJ-0042', name_at_creation: 'Zellen µ' },
    template: { name: 'imaging', version: 3 },
    variables: { dose: 1.5, note: 'a "b"' },
    paths: {
      local: '/data/lab/SCOPE_01/PROJ-0042/Runs/Run_2026-04-17T14-32',
      nas: '//nas01/lab/SCOPE_01/PROJ-0042/Runs/Run_2026-04-17T14-32',
    },
    ...more,
  })

const INGEST_STATES = ['staging', 'complete', 'sync_queued', 'sync_verified', 'cleared'] as const
type IngestState = (typeof INGEST_STATES)[number]
export const ingestStates: readonly IngestState[] = INGEST_STATES

/** The text of ingest.json of a staged run that came as far as a state. */
export const ingestText = (state: IngestState): string => {
  const reached = INGEST_STATES.slice(0, INGEST_STATES.indexOf(state) + 1)
  return JSON.stringify({
    schema_version: '1.1',
    project_name: 'PROJ-0042',
    equipment_id: 'SCOPE_01',
    run_kind: 'experimental',
    run_path: 'SCOPE_01/PROJ-0042/Runs/Run_2026-04-17T14-32',
    transport: 'smb_mount',
    current_state: state,
    history: reached.map((one, index) => ({
      state: one,
      at: at(35 + index),
      host: 'pc4',
      ...(one === 'complete' ? { files_received: 142, bytes_received: 48_293_847_234 } : {}),
    })),
  })
}
