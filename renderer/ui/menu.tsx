// Menus drawn from lists of entries: the same list serves a context menu and a menu button.
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

interface MenuEntry {
  readonly label: string
  run(): void
  /** Shown in bold: Enter or a double click on the row does the same. */
  readonly preferred?: boolean
  /** The shortcut, as people read it. */
  readonly keys?: string
  /** The entry is a check box; the menu stays open when it is clicked, unless it `closes`. */
  readonly checked?: boolean
  readonly closes?: boolean
  readonly disabled?: boolean
}

interface Submenu {
  readonly label: string
  readonly entries: MenuEntries
}

/** `null` is a separator. Separators at an end, or next to another one, are not drawn. */
export type MenuEntries = readonly (MenuEntry | Submenu | null)[]

const withoutStraySeparators = (entries: MenuEntries): MenuEntries =>
  entries.filter(
    (entry, index) =>
      entry !== null ||
      (index > 0 &&
        entries[index - 1] !== null &&
        entries.slice(index).some((one) => one !== null)),
  )

const Popup = ({ entries }: { readonly entries: MenuEntries }): ReactElement => (
  <Menu.Popup className="menu">
    <MenuItems entries={entries} />
  </Menu.Popup>
)

const SubmenuItem = ({ label, entries }: Submenu): ReactElement => (
  <Menu.SubmenuRoot>
    <Menu.SubmenuTrigger className="menu-item">
      {label}
      <span className="keys">
        <ChevronRight size={14} aria-hidden />
      </span>
    </Menu.SubmenuTrigger>
    <Menu.Portal>
      <Menu.Positioner className="menu-layer">
        <Popup entries={entries} />
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.SubmenuRoot>
)

const MenuItems = ({ entries }: { readonly entries: MenuEntries }): ReactNode =>
  withoutStraySeparators(entries).map((entry, index) =>
    entry === null ? (
      // a separator has no identity but its position
      // oxlint-disable-next-line react/no-array-index-key
      <Menu.Separator key={`separator ${index}`} className="menu-separator" />
    ) : 'entries' in entry ? (
      <SubmenuItem key={entry.label} {...entry} />
    ) : (
      <Menu.Item
        key={entry.label}
        className={entry.preferred === true ? 'menu-item preferred' : 'menu-item'}
        disabled={entry.disabled === true}
        closeOnClick={entry.checked === undefined || entry.closes === true}
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

// The context menu of an area. Two measured costs decide its parts. A list changes many times a second, and must not render the
// menu with it: the list and its entries go through a context (AreaContext), so that LazyContextMenu, which is memoised, renders
// once. And a menu costs as much to mount as the rows of a list: it is mounted at the first right click. It is mounted beside
// the area, so that events inside the menu do not bubble to the area's handlers; its trigger is therefore a hidden element
// (HiddenTrigger), whose event handlers the area calls.

interface MenuOpening {
  /** What was clicked on, or has the focus. */
  readonly target: Element | null
  readonly byKeyboard: boolean
}

interface AreaProps {
  /** Asked for whenever the open menu renders, so that it offers what is possible now. */
  entries(target: Element | null, byKeyboard: boolean): MenuEntries
  readonly children: ReactNode
}

const AreaContext = createContext<AreaProps>({ entries: () => [], children: null })

const AreaChildren = (): ReactNode => use(AreaContext).children

const AreaMenuPopup = ({ target, byKeyboard }: MenuOpening): ReactElement => (
  <Popup entries={use(AreaContext).entries(target, byKeyboard)} />
)

type TriggerProps = ComponentProps<'div'>

interface TriggerHandlers {
  /** The event handlers that Base UI gave to the hidden trigger. */
  readonly handlers: Ref<TriggerProps>
}

/** A trigger that is not on the screen: it hands its event handlers to the area. */
const HiddenTrigger = ({
  handlers,
  ref,
  ...props
}: TriggerProps & TriggerHandlers): ReactElement => {
  useImperativeHandle(handlers, () => props)
  return <span hidden ref={ref} />
}

const AreaMenu = ({ handlers, ...opening }: MenuOpening & TriggerHandlers): ReactElement => (
  <ContextMenu.Root>
    <ContextMenu.Trigger render={<HiddenTrigger handlers={handlers} />} />
    <ContextMenu.Portal>
      <ContextMenu.Positioner className="menu-layer">
        <AreaMenuPopup {...opening} />
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  </ContextMenu.Root>
)

const LazyContextMenu = memo(({ className }: { readonly className: string }): ReactElement => {
  const [opening, setOpening] = useState<MenuOpening | null>(null)
  const handlers = useRef<TriggerProps | null>(null)
  // flushSync: the trigger must be mounted before its handlers are called for this very event
  const prepare = (target: EventTarget, byKeyboard: boolean): void =>
    flushSync(() => setOpening({ target: target instanceof Element ? target : null, byKeyboard }))
  return (
    <>
      <div
        className={className}
        onContextMenu={(event) => {
          // button 2 is the right button; the keyboard has none
          prepare(event.target, event.button !== 2)
          handlers.current?.onContextMenu?.(event)
        }}
        onTouchStart={(event) => {
          prepare(event.target, false)
          handlers.current?.onTouchStart?.(event)
        }}
        onTouchMove={(event) => handlers.current?.onTouchMove?.(event)}
        onTouchEnd={(event) => handlers.current?.onTouchEnd?.(event)}
        onTouchCancel={(event) => handlers.current?.onTouchCancel?.(event)}
      >
        <AreaChildren />
      </div>
      {opening === null ? null : <AreaMenu {...opening} handlers={handlers} />}
    </>
  )
})

/** An area with a context menu: opened by right click, long touch, Shift+F10 or the Menu key. */
export const ContextMenuArea = (
  props: AreaProps & { readonly className: string },
): ReactElement => (
  <AreaContext value={props}>
    <LazyContextMenu className={props.className} />
  </AreaContext>
)

export const MenuButton = (props: {
  readonly className: string
  readonly label: string
  readonly entries: MenuEntries
  readonly children: ReactNode
}): ReactElement => (
  <Menu.Root>
    <Menu.Trigger className={props.className} aria-label={props.label}>
      {props.children}
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className="menu-layer" align="start" sideOffset={4}>
        <Popup entries={props.entries} />
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
)
