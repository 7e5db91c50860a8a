import { deepEqual, equal } from 'node:assert/strict'
import { hasPort, takenPort, takenPortWords } from '../../../../controllers/task/act/port-holder.ts'
import type { EngineError } from '../../../../engine/errors.ts'
import type { ContainerInspect } from '../../../../engine/types/container.ts'

const DETAIL =
  'driver failed programming external connectivity on endpoint shop-web-1 (a1b2): Bind for 0.0.0.0:8090 failed: port is already allocated; free it'
const refusal = (code: 'Busy' | 'Invalid', detail = DETAIL) =>
  ({ code, detail }) as Pick<EngineError, 'code' | 'detail'> as EngineError
const at = (address: string) => DETAIL.replace('0.0.0.0', address)
const container = (...bound: readonly (readonly [string, string])[]) => {
  const Ports = Object.fromEntries(bound.map(([exposed, HostIp]) => [exposed, [{ HostIp, HostPort: '8090' }]]))
  return { NetworkSettings: { Ports } } as unknown as ContainerInspect
}

describe('a port of the host that another has', () => {
  for (const { says, error, port } of [
    { says: 'is read from the refusal', error: refusal('Busy'), port: { address: '0.0.0.0', port: 8090 } },
    { says: 'is read with its address', error: refusal('Busy', at('::1')), port: { address: '::1', port: 8090 } },
    { says: 'is read without brackets', error: refusal('Busy', at('[::1]')), port: { address: '::1', port: 8090 } },
    { says: 'is none of another refusal', error: refusal('Busy', 'volume is in use'), port: undefined },
    { says: 'is none where nothing is taken', error: refusal('Invalid'), port: undefined },
  ])
    it(says, () => deepEqual(takenPort(error), port))

  const all = { address: '0.0.0.0', port: 8090 }
  const local = { address: '127.0.0.1', port: 8090 }
  const tcp = [{ containerPort: 80, hostPort: 8090 }]
  const udp = [{ containerPort: 80, hostPort: 8090, protocol: 'udp' as const }]
  const range = [{ containerPort: 80, containerPortEnd: 90, hostPort: 8085 }]
  for (const { says, bound, taken = all, asked = tcp, has } of [
    { says: 'is had on all addresses', bound: container(['80/tcp', '0.0.0.0']), has: true },
    { says: 'is not had by who has it with another protocol', bound: container(['53/udp', '0.0.0.0']), has: false },
    { says: 'is had with the protocol of two', bound: container(['53/udp', '']), asked: [...tcp, ...udp], has: true },
    { says: 'is had within a range', bound: container(['80/tcp', '::']), asked: range, has: true },
    { says: 'is not had on another address', bound: container(['80/tcp', '127.0.0.2']), taken: local, has: false },
    { says: 'is had on one of all addresses', bound: container(['80/tcp', '127.0.0.2']), has: true },
    { says: 'is had on all where one was asked for', bound: container(['80/tcp', '']), taken: local, has: true },
    { says: 'is not had as another number', bound: container(['80/tcp', '']), taken: { ...all, port: 80 }, has: false },
  ])
    it(says, () => equal(hasPort(bound, taken, asked), has))

  it('is told with the container that has it', () => {
    const words = 'port 8090 is held by the container blog-web-1: end it, or publish another one'
    equal(takenPortWords(all, { Id: 'c'.repeat(64), Name: '/blog-web-1' }), words)
  })
})
