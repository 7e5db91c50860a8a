import { deepEqual } from 'node:assert/strict'
import { foreignUsers } from '../../../controllers/ownership/foreign-users.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { ContainerSummary } from '../../../engine/types/container.ts'
import { aWorld, RUNS } from '../../support/world.ts'

const { signal } = new AbortController()
const run = { signal, object: 'Volume/shop/data', reason: 'who mounts it' }

function listed(name: string, labels: Readonly<Record<string, string>>, volumes = ['shop_data']): ContainerSummary {
  return { id: `${name}0123456789abcdef`, name, labels, state: 'running', volumes } as unknown as ContainerSummary
}

function ours(service: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    'reconcile.dev/installation': 'default',
    'reconcile.dev/kind': 'Service',
    'reconcile.dev/stack': 'shop',
    'reconcile.dev/name': service,
    ...more,
  }
}

describe('who else uses what is to be removed (S4)', () => {
  it('is any container but those of services that this home knows', async () => {
    const a = aWorld({ images: { nginx: RUNS } })
    const { ports } = a.life()
    a.service('web', { template: { image: 'nginx' } })
    const all = [
      listed('known', ours('web')),
      listed('of-another-home', ours('db')),
      listed('of-another-installation', ours('web', { 'reconcile.dev/installation': 'other' })),
      listed('by-hand', {}),
      listed('', {}),
      listed('elsewhere', {}, ['other_data']),
    ]
    const engine = { listContainers: async () => all } as unknown as Engine
    const uses = ({ volumes }: ContainerSummary) => volumes.includes('shop_data')
    deepEqual(await foreignUsers('a', { ...ports, engine: () => engine }, { run, uses }), [
      '0123456789ab',
      'by-hand',
      'of-another-home',
      'of-another-installation',
    ])
  })
})
