import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { V1Node, V1ServiceSpec } from '../../../../api/v1/generated/types.ts'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { createConnections } from '../../../../cli/local/open/connections.ts'
import { watchHosts } from '../../../../controllers/hosts.ts'
import { startInstallation } from '../../../../controllers/installation.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { createWorld } from '../../../../plan/world.ts'
import { fixedContents } from '../../../../store/contents/fixed.ts'
import { createStore } from '../../../../store/objects/create-store.ts'
import { withdraw } from '../../../../store/source/acceptance/withdraw.ts'
import { NOW } from '../../../support/builders.ts'
import { RUNS } from '../../../support/world.ts'

/**
 * A process with its loops that follows the nodes of its store, on the simulated hosts `a`, `b` and `c`; `a` is connected from the start.
 * A node's address is `tcp://HOST:2375`. Where the engine of this machine is absent, it is there until another node is declared, and silent.
 */
export async function followedWorld(seed = 1, { localIsAbsent = false } = {}) {
  const nodes = ['a', 'b', 'c'].map((node) => ({ node, images: { nginx: RUNS } }))
  const world = createWorld({ seed, start: NOW, nodes })
  const { clock, random, storage } = world
  const store = createStore({ clock, random, storage: storage.open(), state: storage.copy() })
  const closed: string[] = []
  const engineOf = (node: string, host: string): Engine => {
    const engine = world.hosts.get(host)?.engine() as Engine
    const close = () => {
      closed.push(`${node} at ${host}`)
      engine.close()
    }
    return { ...engine, node, close }
  }
  const common = { installation: 'default', clock, random, store, settings: defaultSettings }
  const declare = (name: string, host: string) => {
    const spec = { engine: { host: `tcp://${host}:2375` } }
    const anew = { spec, metadata: { name } }
    if (!store.get('Node', name)) return void store.create('Node', { apiVersion: API_VERSION, kind: 'Node', ...anew })
    store.update('Node', name, (draft) => {
      draft.spec = spec
      delete draft.metadata.annotations
    })
  }
  if (localIsAbsent) world.hosts.get('c')?.crash()
  else declare('a', 'a')
  const first = [localIsAbsent ? engineOf('local', 'c') : engineOf('a', 'a')]
  const hosts = watchHosts({ ...common, engines: first })
  const connections = createConnections({
    store,
    nodesThere: (declared) => (localIsAbsent ? localWhileAlone(declared.list('Node')) : declared.list('Node')),
    first: Promise.resolve(first),
    connect: (node, { spec }) => engineOf(node, spec.engine?.host?.slice(6, 7) ?? ''),
  })
  connections.follow(store, hosts)
  const contents = fixedContents(new Map(), clock)
  const life = startInstallation({ ...common, hosts, contents, undeclared: localIsAbsent ? ['local'] : [] })
  const pass = async (ms: number) => {
    clock.after(ms, () => {}) // what a silent host is asked is no work under way
    await clock.runUntilQuiet({ until: clock.now() + ms, steps: 1e6 })
  }
  await pass(5_000)
  return {
    ...{ world, store, hosts, connections, closed, declare, pass, life },
    withdraw: (name: string) => withdraw(store, `Node/${name}`),
    service: (spec: Partial<V1ServiceSpec>) => {
      const whole = { template: { image: 'nginx' }, ...spec }
      if (store.get('Service', 'shop/web'))
        return void store.update('Service', 'shop/web', (draft) => void (draft.spec = whole))
      const metadata = { name: 'web', namespace: 'shop' }
      store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: whole })
    },
    /** `NODE PHASE` of the tasks, sorted. */
    tasks: () => [...store.list('Task').values()].map(({ spec, status }) => `${spec.node} ${status?.phase}`).sort(),
    /** `NAME STATE ID` of a host's containers, sorted. */
    on: (host: string) =>
      world.hosts
        .get(host)
        ?.containers()
        .map(({ Name, State, Id }) => `${Name.slice(1)} ${State.Status} ${Id.slice(0, 6)} ${State.StartedAt}`)
        .sort() ?? [],
    /** `NODE is HOST` of what is connected. */
    async seen(): Promise<readonly string[]> {
      const engines = await connections.engines()
      return hosts.inventory
        .hosts()
        .map(({ node, info }) => `${node} is ${info?.name}${engines.has(node) ? '' : ', gone'}`)
    },
  }
}

/** The local one is there while no other one is. */
function localWhileAlone(nodes: ReadonlyMap<string, V1Node>): ReadonlyMap<string, V1Node | undefined> {
  const others = [...nodes].filter(([name]) => name !== 'local')
  return new Map<string, V1Node | undefined>(others.length > 0 ? others : [['local', undefined]])
}
