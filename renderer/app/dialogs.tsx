// Dialogs that commands open: acknowledge a problem, delete local data, trust a host key, support bundle, shortcuts, legend.
import { type ReactElement, useEffect, useState } from 'react'
import { COMMAND_LIST, type Menu, keysOf, shownKeys } from '../../shared/commands.ts'
import type { Output } from '../../shared/contract/index.ts'
import { bytes } from '../../shared/format.ts'
import { CONNECT_MESSAGES } from '../../shared/messages/connect.ts'
import { CLEANUP_MESSAGES } from '../../shared/messages/cleanup.ts'
import { EXCLUSION_MESSAGES } from '../../shared/messages/exclusions.ts'
import { BUNDLE_MESSAGES, LIST_SHORTCUTS, SHORTCUT_GROUPS } from '../../shared/messages/frame.ts'
import { HOST_KEY_MESSAGES } from '../../shared/messages/destinations/ssh-access.ts'
import { MESSAGES } from '../../shared/messages/index.ts'
import { PALETTE_MESSAGES } from '../../shared/messages/palette.ts'
import { PasswordDialog } from '../features/connect/secrets/password-dialog.tsx'
import { UnlockDialog } from '../features/connect/secrets/unlock-dialog.tsx'
import { DeleteLocalDataOf } from '../features/details/delete-dialog.tsx'
import { HostKeyCompare } from '../features/connect/ssh/host-key-compare.tsx'
import { Accept, Exclude, Include, Replace } from '../features/files/exclude-dialog.tsx'
import { Palette } from '../features/palette/palette.tsx'
import { Modal } from '../ui/modal.tsx'
import { Legend } from '../ui/state-badge.tsx'
import { call, platform } from '../state/bridge.ts'
import { acknowledgeRuns } from '../features/problem/acknowledge.ts'
import {
  retryRefused,
  retryUnlocked,
  retryTrusted,
} from '../features/problem/destination-card-actions.ts'
import { DialogButtons, close, useOperator } from '../features/frame/dialog-parts.tsx'
import { type Overlay, useNav } from '../state/nav.ts'
import { notify, showError } from '../state/notice-store.ts'

const Acknowledge = ({ jobs }: { readonly jobs: readonly number[] }): ReactElement => {
  const { name, setName, saveName } = useOperator()
  const [note, setNote] = useState('')
  const save = (): void => {
    void acknowledgeRuns(jobs, saveName(), note)
    close()
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') save()
      }}
    >
      <label>
        {MESSAGES.acknowledgeName}
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        {MESSAGES.acknowledgeNote}
        <input className="input" value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <DialogButtons yes={MESSAGES.acknowledgeYes} disabled={name.trim() === ''} onYes={save} />
    </form>
  )
}

const TrustHostKey = ({ instrument }: { readonly instrument: string }): ReactElement => (
  <HostKeyCompare
    server={{ instrumentId: instrument }}
    onKnown={(host, runs) => {
      close()
      const title =
        runs === 0 ? HOST_KEY_MESSAGES.trusted(host) : HOST_KEY_MESSAGES.trying(host, runs)
      notify({ tone: 'info', title, lines: [] })
      retryTrusted(instrument)
    }}
  />
)

type BundleRows = Output<'bundle.preview'>['rows']

const BundleParts = ({ rows }: { readonly rows: BundleRows }): ReactElement => (
  <ul className="parts">
    {rows.map((row) => (
      <li key={row.name}>
        <span className="mono clip">{row.name}</span>
        <span className="muted">{bytes(row.bytes)}</span>
      </li>
    ))}
  </ul>
)

/** True of the attempts and logs of one run, which have a folder of their own. */
const ofRun = (name: string): boolean => name.startsWith('run-')

const SupportBundle = (): ReactElement => {
  const [rows, setRows] = useState<BundleRows>([])
  const [mask, setMask] = useState(true)
  useEffect(() => {
    void call('bundle.preview', {}).then((answer) => {
      if (answer.ok) setRows(answer.value.rows)
    })
  }, [])
  const ofRuns = rows.filter(({ name }) => ofRun(name))
  return (
    <>
      <BundleParts rows={rows.filter(({ name }) => !ofRun(name))} />
      {ofRuns.length === 0 ? null : (
        <details>
          <summary>
            {BUNDLE_MESSAGES.ofRuns(
              new Set(ofRuns.map(({ name }) => name.split('/')[0])).size,
              ofRuns.length,
              bytes(ofRuns.reduce((sum, row) => sum + row.bytes, 0)),
            )}
          </summary>
          <BundleParts rows={ofRuns} />
        </details>
      )}
      <label className="check">
        <input type="checkbox" checked={mask} onChange={() => setMask(!mask)} />
        {BUNDLE_MESSAGES.mask}
      </label>
      <DialogButtons
        yes={MESSAGES.saveAs}
        onYes={() => {
          close()
          void call('bundle.save', { mask }).then(showError)
        }}
      />
    </>
  )
}

const ShortcutGroup = (props: {
  readonly name: string
  readonly rows: readonly (readonly [string, string])[]
}): ReactElement => (
  <section>
    <h3>{props.name}</h3>
    <dl className="facts shortcuts">
      {props.rows.map(([what, keys]) => (
        <div key={what} className="fact">
          <dt>{what}</dt>
          <dd>
            <kbd>{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

const MENUS: readonly Menu[] = ['file', 'edit', 'view', 'transfer', 'help']

/** The shortcuts of one menu. */
const shortcutsOf = (menu: Menu): (readonly [string, string])[] =>
  COMMAND_LIST.filter(([, command]) => command.menu === menu).flatMap(([id, { label }]) => {
    const keys = keysOf(id, platform())
    return keys === null ? [] : [[label.replace('…', ''), shownKeys(keys, platform())] as const]
  })

const Shortcuts = (): ReactElement => (
  <>
    <div className="shortcut-groups">
      {MENUS.map((menu) => (
        <ShortcutGroup key={menu} name={SHORTCUT_GROUPS[menu]} rows={shortcutsOf(menu)} />
      ))}
      <ShortcutGroup
        name={SHORTCUT_GROUPS.lists}
        rows={Object.values(LIST_SHORTCUTS).map(({ what, keys }) => [what, keys] as const)}
      />
    </div>
    <div className="card-actions">
      <button type="button" className="button" onClick={close}>
        {MESSAGES.close}
      </button>
    </div>
  </>
)

const titleOf = (overlay: Overlay): { title: string; text?: string; wide?: true } => {
  switch (overlay.kind) {
    case 'acknowledge':
      return { title: MESSAGES.acknowledgeTitle(overlay.what), text: MESSAGES.acknowledgeText }
    case 'clean':
      return { title: CLEANUP_MESSAGES.question, wide: true }
    case 'exclude':
      return { title: EXCLUSION_MESSAGES.excludeTitle, text: EXCLUSION_MESSAGES.excludeText }
    case 'include':
      return {
        title: EXCLUSION_MESSAGES.includeTitle(overlay.seqs.length),
        text: EXCLUSION_MESSAGES.includeText,
      }
    case 'accept':
      return {
        title: EXCLUSION_MESSAGES.acceptTitle(overlay.files),
        text: overlay.changed
          ? EXCLUSION_MESSAGES.acceptChangedText
          : EXCLUSION_MESSAGES.acceptText,
      }
    case 'replace':
      return {
        title: EXCLUSION_MESSAGES.replaceTitle(overlay.files),
        text: EXCLUSION_MESSAGES.replaceText(overlay.run),
      }
    case 'password':
      return { title: CONNECT_MESSAGES.replaceTitle }
    case 'unlock':
      return { title: CONNECT_MESSAGES.unlockTitle, text: CONNECT_MESSAGES.unlockText }
    case 'trust':
      return { title: HOST_KEY_MESSAGES.title, wide: true }
    case 'bundle':
      return { title: BUNDLE_MESSAGES.title, text: BUNDLE_MESSAGES.text }
    case 'palette':
      return { title: PALETTE_MESSAGES.title, wide: true }
    case 'shortcuts':
      return { title: MESSAGES.shortcuts, wide: true }
    case 'legend':
      return { title: MESSAGES.legend, wide: true }
  }
}

const DialogContent = ({ overlay }: { readonly overlay: Overlay }): ReactElement | null => {
  switch (overlay.kind) {
    case 'acknowledge':
      return <Acknowledge jobs={overlay.jobs} />
    case 'clean':
      return <DeleteLocalDataOf jobId={overlay.jobId} />
    case 'exclude':
      return <Exclude overlay={overlay} />
    case 'include':
      return <Include overlay={overlay} />
    case 'accept':
      return <Accept overlay={overlay} />
    case 'replace':
      return <Replace overlay={overlay} />
    case 'password':
      return (
        <PasswordDialog
          instruments={overlay.instruments}
          onReplaced={() => retryRefused(overlay.instruments)}
        />
      )
    case 'unlock':
      return <UnlockDialog onUnlocked={() => retryUnlocked(overlay.instruments)} />
    case 'trust':
      return <TrustHostKey instrument={overlay.instrument} />
    case 'bundle':
      return <SupportBundle />
    case 'palette':
      return <Palette />
    case 'shortcuts':
      return <Shortcuts />
    case 'legend':
      return <Legend />
  }
}

export const Dialogs = (): ReactElement | null => {
  const overlay = useNav((state) => state.overlay)
  if (overlay === null) return null
  return (
    <Modal open {...titleOf(overlay)} onClose={close}>
      <DialogContent overlay={overlay} />
    </Modal>
  )
}
