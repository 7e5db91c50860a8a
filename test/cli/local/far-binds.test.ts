import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Mount } from '../../../api/v1/generated/types.ts'
import type { Outcome } from '../../../api/v1/installation/progress.ts'
import { farBindWarnings, tellingFarBinds } from '../../../cli/local/far-binds.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { farBindsIn } from '../../../controllers/task/far-binds.ts'
import { aNode, aService, aTask, specified } from '../../support/builders.ts'
import { planOf } from '../../support/plan-of.ts'
import { aWorld, RUNS } from '../../support/world.ts'
import { all, eachHome } from './local-core.ts'

const bind = (source: string): V1Mount => ({ type: 'Bind', source, target: `/in${source}` })
const named = (core: Core) =>
  farBindWarnings(core, farBindsIn(core.store, new Set(['shop']))).map(
    ({ message }) =>
      /^Service\/shop\/web (?:mounts|writes to) (\S+) on (.*?)(?:, and|, as|: it finds)/
        .exec(message)
        ?.slice(1)
        .join(' on ') ?? message,
  )

describe('a bind mount of a path beside its manifest', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  /** Tasks on nodes with engines at these addresses. */
  function given(
    addresses: readonly string[],
    { sources = ['/m/shop/html'], readOnly = false, root = 'desired', file = '/m/shop/c.yaml' },
  ) {
    core.store.create(
      'Service',
      aService({ template: { image: 'nginx', mounts: sources.map((source) => ({ ...bind(source), readOnly })) } }),
    )
    core.store.putFact('source', 'Service/shop/web', { root, file, fileHash: '', hash: '' })
    addresses.forEach((address, index) => {
      core.store.create('Node', aNode(`n${index}`, {}, { address }))
      core.store.create('Task', specified(aTask(index, 'r'), { node: `n${index}` }))
    })
  }

  for (const { it: sentence, addresses, wants } of [
    {
      it: 'is named with the hosts that are other machines',
      addresses: ['tcp://h1:2375', 'tcp://h2:2376'],
      wants: ['/m/shop/html on n0, n1'],
    },
    {
      it: 'is named of those alone',
      addresses: ['unix:///var/run/docker.sock', 'https://h2:2376'],
      wants: ['/m/shop/html on n1'],
    },
    {
      it: 'is not named on this machine',
      addresses: ['unix:///d.sock', 'tcp://127.0.0.1:2375', 'tcp://localhost:2375', 'tcp://[::1]:2375'],
      wants: [],
    },
  ])
    it(sentence, () => {
      given(addresses, {})
      deepEqual(named(core), wants)
    })

  it('is one in its directory, or in the watched one; not what every host has', () => {
    const sources = ['/m/shop/html', '/m/common', '/m/shopping', '/etc/localtime', '/var/run/docker.sock', '/m/tree/x']
    given(['tcp://h1:2375'], { sources, root: '/m/tree', file: '/m/shop/c.yaml' })
    deepEqual(named(core), ['/m/shop/html on n0', '/m/tree/x on n0'])
  })

  it('is one next to its directory, where that is here', () => {
    const [there, missing] = [join(core.home, 'html'), join(core.home, 'missing')]
    mkdirSync(there)
    given(['tcp://h1:2375'], { sources: [there, missing], file: join(core.home, 'shop', 'c.yaml') })
    deepEqual(named(core), [`${there} on n0`])
  })

  it('is told before a wait ends, with what to do, of its own stacks', async () => {
    given(['tcp://h1:2375'], {})
    const done: Outcome = { type: 'outcome', exit: 0, message: 'converged' }
    const told = (stack: string) => all(tellingFarBinds(eventsOf(done), core, [stack]))
    const [warning, ...rest] = await told('shop')
    match(
      JSON.stringify(warning),
      /"warning".*writes to \/m\/shop\/html on n0, as no node is this machine: it finds .* \(\/m\/shop\/c\.yaml\); put the data there/,
    )
    deepEqual([rest, await told('blog')], [[done], [done]])
  })

  it('is told with what keeps it off this machine', () => {
    given(['tcp://h1:2375'], {})
    core.store.create('Node', aNode('here', { drain: true }, { address: 'unix:///d.sock' }))
    const said = () =>
      farBindWarnings(core, farBindsIn(core.store, new Set(['shop'])))
        .map(({ message }) => /, as (.*): it finds/.exec(message)?.[1])
        .join()
    equal(said(), 'here, which is this machine, does not take it (it is drained)')
    core.store.update('Node', 'here', ({ spec }) => void (spec.drain = false))
    equal(said(), '')
  })

  it('is told as one that is only read, with what else to do', () => {
    given(['tcp://h1:2375'], { readOnly: true })
    const [warning] = farBindWarnings(core, farBindsIn(core.store, new Set(['shop'])))
    match(warning?.message ?? '', /mounts \/m\/shop\/html on n0, and .*; make it a config or a secret/)
  })

  it('is found by a plan, where its tasks would be', async () => {
    const a = aWorld({ images: { nginx: RUNS } })
    a.host.state.info = { ...a.host.state.info, address: 'tcp://h1:2375' }
    a.service('web', { template: { image: 'nginx', mounts: [bind('/m/shop/html')] } })
    const { farBinds } = await planOf(a)
    const [of, because] = [{ service: 'shop/web', index: 0, isWritten: true }, 'no node is this machine']
    deepEqual(farBinds, [{ ...of, source: '/m/shop/html', nodes: ['a'], because }])
  })
})

async function* eventsOf(...events: readonly Outcome[]) {
  yield* events
}
