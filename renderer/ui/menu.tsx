// Menus drawn from lists of entries: the same list serves a right-click and a button.
import { ContextMenu } from '@base-ui/react/context-menu'
import { Menu } from '@base-ui/react/menu'
import { Check, ChevronRight } from 'lucide-react'
import {
  type ComponentProps,
  type ReactElement,
  type ReactNode,
  type Ref,
  createContext,
  memo,
  use,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'

export interface Entry {
  readonly label: string
  run(): void
  /** What Enter or a double click does, too. */
  readonly main?: boolean
  readonly keys?: string
  readonly checked?: boolean
  readonly disabled?: boolean
}

/** An entry that opens further ones beside it. */
export interface Submenu {
  readonly label: string
  readonly inside: Entries
}

/** `null` is a line; two in a row, or one at an end, are none. */
export type Entries = readonly (Entry | Submenu | null)[]

const tidy = (entries: Entries): Entries =>
  entries.filter(
    (entry, at) =>
      entry !== null ||
      (at > 0 && entries[at - 1] !== null && entries.slice(at).some((one) => one !== null)),
  )

const Popup = ({ entries }: { readonly entries: Entries }): ReactElement => (
  <Menu.Popup className="menu">
    <Items entries={entries} />
  </Menu.Popup>
)

const Inside = ({ label, inside }: Submenu): ReactElement => (
  <Menu.SubmenuRoot>
    <Menu.SubmenuTrigger className="menu-item">
      {label}
      <span className="keys">
        <ChevronRight size={14} aria-hidden />
      </span>
    </Menu.SubmenuTrigger>
    <Menu.Portal>
      <Menu.Positioner className="over">
        <Popup entries={inside} />
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.SubmenuRoot>
)

const Items = ({ entries }: { readonly entries: Entries }): ReactNode =>
  tidy(entries).map((entry, at) =>
    entry === null ? (
      // lines have no identity but their place
      // oxlint-disable-next-line react/no-array-index-key
      <Menu.Separator key={`line ${at}`} className="menu-line" />
    ) : 'inside' in entry ? (
      <Inside key={entry.label} {...entry} />
    ) : (
      <Menu.Item
        key={entry.label}
        className={entry.main === true ? 'menu-item preferred' : 'menu-item'}
        disabled={entry.disabled === true}
        closeOnClick={entry.checked === undefined}
        onClick={() => entry.run()}
        {...(entry.checked === undefined
          ? {}
          : { role: 'menuitemcheckbox', 'aria-checked': entry.checked })}
      >
        {entry.checked === undefined ? null : (
          <span className="tick">{entry.checked ? <Check size={13} aria-hidden /> : null}</span>
        )}
        {entry.label}
        {entry.keys === undefined ? null : <span className="keys">{entry.keys}</span>}
      </Menu.Item>
    ),
  )

interface Asked {
  /** What was clicked on. */
  readonly at: Element | null
  readonly byKey: boolean
}

interface AreaProps {
  entries(at: Element | null, byKey: boolean): Entries
  readonly children: ReactNode
}

/** What lies in the area of a right click now: it changes many times a second, and what opens the menu does not. */
const Area = createContext<AreaProps>({ entries: () => [], children: null })

const AreaChildren = (): ReactNode => use(Area).children

/** The menu says what may be done now, also while it is open. */
const Offered = ({ at, byKey }: Asked): ReactElement => (
  <Popup entries={use(Area).entries(at, byKey)} />
)

type TriggerProps = ComponentProps<'div'>

/** A trigger without a place on the screen: what it listens to is heard for the area around it. */
const HiddenTrigger = ({
  heard,
  ref,
  ...props
}: TriggerProps & { readonly heard: Ref<TriggerProps> }): ReactElement => {
  useImperativeHandle(heard, () => props)
  return <span hidden ref={ref} />
}

const AreaMenu = ({
  heard,
  ...asked
}: Asked & { readonly heard: Ref<TriggerProps> }): ReactElement => (
  <ContextMenu.Root>
    <ContextMenu.Trigger render={<HiddenTrigger heard={heard} />} />
    <ContextMenu.Portal>
      <ContextMenu.Positioner className="over">
        <Offered {...asked} />
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  </ContextMenu.Root>
)

/** Lists that are never right-clicked have no menu: it is made when it is first asked for, and takes as long as a list's rows. */
const LazyContextMenu = memo(({ className }: { readonly className: string }): ReactElement => {
  const [asked, setAsked] = useState<Asked | null>(null)
  const heard = useRef<TriggerProps | null>(null)
  const ask = (target: EventTarget, byKey: boolean): void =>
    flushSync(() => setAsked({ at: target instanceof Element ? target : null, byKey }))
  return (
    <>
      <div
        className={className}
        onContextMenu={(event) => {
          // the right button is number 2
          ask(event.target, event.button !== 2)
          heard.current?.onContextMenu?.(event)
        }}
        onTouchStart={(event) => {
          ask(event.target, false)
          heard.current?.onTouchStart?.(event)
        }}
        onTouchMove={(event) => heard.current?.onTouchMove?.(event)}
        onTouchEnd={(event) => heard.current?.onTouchEnd?.(event)}
        onTouchCancel={(event) => heard.current?.onTouchCancel?.(event)}
      >
        <AreaChildren />
      </div>
      {/* beside the area: what happens in the menu itself is not heard for it */}
      {asked === null ? null : <AreaMenu {...asked} heard={heard} />}
    </>
  )
})

/** Right click, Shift+F10 or the Menu key on what is inside. `entries` is asked for when it opens, with what was clicked on. */
export const RightClick = (props: AreaProps & { readonly className: string }): ReactElement => (
  <Area value={props}>
    <LazyContextMenu className={props.className} />
  </Area>
)

export const MenuButton = (props: {
  readonly className: string
  readonly label: string
  readonly entries: Entries
  readonly children: ReactNode
}): ReactElement => (
  <Menu.Root>
    <Menu.Trigger className={props.className} aria-label={props.label}>
      {props.children}
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className="over" align="start" sideOffset={4}>
        <Popup entries={props.entries} />
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
)
