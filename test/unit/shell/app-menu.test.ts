// The menu bar of macOS has the menus that every program has there; the picture of the tray is drawn in its colour.
import { expect, it, vi } from 'vitest'
import { buildMenu } from '../../../electron/shell/app-menu.ts'
import { trayImage } from '../../../electron/shell/tray/tray-icons.ts'

vi.mock('electron', () => ({
  Menu: { buildFromTemplate: (template: unknown) => template },
  app: { getVersion: () => '1.0.0' },
  shell: {},
  nativeImage: {
    createFromPath: () => {
      const image = {
        template: false,
        setTemplateImage(value: boolean) {
          image.template = value
        },
      }
      return image
    },
  },
}))

const menus = (platform: NodeJS.Platform): readonly unknown[] =>
  (
    buildMenu({ dataDir: '/d', run: () => undefined }, platform) as unknown as {
      readonly role?: string
      readonly label?: string
    }[]
  ).map(({ role, label }) => role ?? label)

it('has a menu of the program and one of windows on macOS', () => {
  const own = ['&File', '&Edit', '&View', '&Transfer', '&Help']
  expect(menus('win32')).toEqual(own)
  expect(menus('darwin')).toEqual(['appMenu', ...own.slice(0, 4), 'windowMenu', '&Help'])
})

it('the picture of the tray is a template on macOS alone', () => {
  expect(trayImage('error', 'darwin')).toMatchObject({ template: true })
  expect(trayImage('error', 'win32')).toMatchObject({ template: false })
})
