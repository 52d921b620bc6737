// Every command of the menu bar, given there and by each of its shortcuts, with its visible result (docs/ux.md D14, D19.10).
import { expect } from '@playwright/test'
import { COMMAND_LIST, COMMANDS, type Command } from '../../../shared/commands.ts'
import { addRuns, details, runRow, test } from '../support/app.ts'
import { EXPECTED } from '../support/command-expectations.ts'
import { fill, setUp } from '../support/sample-lab.ts'

const pressed = (keys: string): string =>
  keys.replace('CmdOrCtrl', 'Control').replace(/(?=(?:Up|Down)$)/, 'Arrow')

test('every command of the menu bar does what its name says, from the menu and by each of its keys', async ({
  lab,
  start,
}) => {
  test.setTimeout(240_000)
  test.skip(process.platform === 'darwin', 'the keys of the table are those of Windows and Linux')
  setUp(lab)
  const running = await start()
  const { app, page } = running
  const blocked = lab.run('SCOPE_01', 'Blocked', {
    'a.tif': 'a',
    '.exlab-wizard/creation.json': '{ "sync_status": "blocked_by_validation" }',
  })
  await fill(running, lab)
  await addRuns(page, [blocked])
  await expect(runRow(page, 'Blocked')).toContainText('Blocked', { timeout: 30_000 })
  // Delta has the destination of Gamma: a retry would send it instead
  await runRow(page, 'Delta').click()
  await details(page).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(runRow(page, 'Delta')).toContainText('by you')
  let turn = 0
  for (const [id] of COMMAND_LIST) {
    const { keys, alsoKeys }: Command = COMMANDS[id]
    for (const way of ['the menu', keys, alsoKeys]) {
      if (way === undefined) continue
      turn += 1
      const seen = await test.step(`${id}: ready`, () => EXPECTED[id]({ app, page, lab, turn }))
      await test.step(`${id} by ${way}`, async () => {
        if (way === 'the menu')
          await app.evaluate(
            ({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(),
            id,
          )
        else await page.keyboard.press(pressed(way))
        await seen()
      })
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
  }
})
