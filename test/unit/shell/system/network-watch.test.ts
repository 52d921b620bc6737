// The network watch calls back once for each change of this computer's addresses, and not for loopback or the start.
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchNetwork } from '../../../../electron/shell/system/network-watch.ts'

vi.mock('node:os', () => ({ networkInterfaces: vi.fn() }))

const address = (of: string, internal = false): NetworkInterfaceInfo => ({
  address: of,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
})
const has = (all: NodeJS.Dict<NetworkInterfaceInfo[]>): void =>
  void vi.mocked(networkInterfaces).mockReturnValue(all)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('reports each change of an address once, until it is stopped', () => {
  has({ eth0: [address('10.0.0.5')], lo: [address('127.0.0.1', true)] })
  const onChange = vi.fn()
  const stop = watchNetwork(onChange)
  const calls = (): number => {
    vi.advanceTimersByTime(5_000)
    return onChange.mock.calls.length
  }
  expect(calls()).toBe(0)
  // another order, and another address of this computer alone, are no change
  has({ lo: [address('127.0.0.2', true)], eth0: [address('10.0.0.5')] })
  expect(calls()).toBe(0)
  has({ eth0: [] })
  expect(calls()).toBe(1)
  expect(calls()).toBe(1)
  has({ wlan0: [address('10.0.0.5')] })
  expect(calls()).toBe(2)
  stop()
  has({})
  expect(calls()).toBe(2)
})
