// Network watch: polls this computer's addresses and reports when they change (another cable, another Wi-Fi, a VPN).
import { networkInterfaces } from 'node:os'

const CHECK_INTERVAL_MS = 5_000

const addresses = (): string =>
  JSON.stringify(
    Object.entries(networkInterfaces())
      .flatMap(([name, all]) =>
        (all ?? []).filter((one) => !one.internal).map((one) => `${name} ${one.address}`),
      )
      .toSorted(),
  )

/** Calls back after each change, not at the start; answers how to stop. */
export const watchNetwork = (onChange: () => void): (() => void) => {
  let before = addresses()
  const timer = setInterval(() => {
    const now = addresses()
    if (now === before) return
    before = now
    onChange()
  }, CHECK_INTERVAL_MS)
  return () => clearInterval(timer)
}
