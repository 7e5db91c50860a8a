import type { RunEvent, RunRequest } from '../../../../api/v1/installation/one-off.ts'
import { oneOffs } from '../../../../cli/local/one-off/one-offs.ts'
import type { TestWorld } from '../../../support/world.ts'
import { all, aCore } from '../local-core.ts'

const { signal } = new AbortController()

/** What making a one-off container of a service of `shop` says, where a serve works on the world. */
export function madeIn(a: TestWorld, name: string, more: Partial<RunRequest> = {}): Promise<readonly RunEvent[]> {
  const engines = async () => new Map([...a.world.hosts].map(([node, host]) => [node, host.engine()]))
  const { store, installation } = a.life().ports
  const core = { ...aCore('/nowhere'), store, installation, clock: a.world.clock, engines, purpose: 'serve' as const }
  const ref = { kind: 'Service', namespace: 'shop', name } as const
  const nothing = { command: [], env: [], labels: [], volumes: [], publish: [] }
  return all(oneOffs(core, async () => a.life()).makeOneOff({ ref, ...nothing, signal, ...more }))
}
