import { equal, match } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

const PROJECT = { 'com.docker.compose.project': 'shop' }

describe('a network that docker compose has containers in again', () => {
  it('is left to it at its deletion, if all of others are of its project of that name', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    const { recorder, ports } = world.life()
    const HostConfig = { NetworkMode: 'shop_default' }
    world.host.byHand.run('theirs', { Image: 'nginx', HostConfig, Labels: PROJECT })
    world.host.byHand.run('guest', { Image: 'nginx', HostConfig })
    ports.store.delete('Service', 'shop/web')
    ports.store.delete('Network', 'shop/default')
    await world.settle()
    const stateOf = () => ports.store.get('Network', 'shop/default')?.status?.nodes?.[0]?.state
    equal(stateOf(), 'Held', 'nobody labelled the guest')
    world.host.byHand.remove('guest')
    await world.pass(20_000)
    equal(ports.store.get('Network', 'shop/default'), undefined)
    const names = [...world.host.state.networks.values()].map(({ name }) => name)
    equal(names.includes('shop_default'), true)
    const said = recorder.events().filter(({ reason }) => reason === 'ForeignUsers')
    match(
      said.at(-1)?.message ?? '',
      /^it stays on a: docker compose has theirs in shop_default; `docker compose -p shop down` removes both/,
    )
  })
})
