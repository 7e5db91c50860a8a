import fc from 'fast-check'
import type { Engine } from '../../engine/engine.ts'
import type { Run } from '../../engine/run.ts'

/** A call whose outcome does not depend on timing: any two engines must answer it alike. */
export type Deed =
  | {
      readonly verb: 'create'
      readonly name: string
      readonly network: string
      readonly volume: string
      readonly port: boolean
      /** Whether the network is named by its id, where a network of that name exists. */
      readonly byId: boolean
    }
  | { readonly verb: 'start' | 'stop' | 'kill' | 'remove' | 'unpause'; readonly name: string }
  | { readonly verb: 'rename'; readonly name: string; readonly to: string }
  | { readonly verb: 'update'; readonly name: string; readonly memory: number; readonly policy: string }
  | { readonly verb: 'connect' | 'disconnect'; readonly name: string; readonly network: string }
  | { readonly verb: 'makeNetwork' | 'dropNetwork'; readonly network: string }
  | { readonly verb: 'makeVolume' | 'dropVolume'; readonly volume: string }

const name = fc.constantFrom('deed-a', 'deed-b', 'deed-c')
const network = fc.constantFrom('deed-net-1', 'deed-net-2')
const volume = fc.constantFrom('deed-vol-1', 'deed-vol-2')
const mode = fc.constantFrom('bridge', 'none', 'host', 'deed-net-1', 'deed-net-2', 'container:deed-a')
const policy = fc.constantFrom('', 'no', 'always', 'unless-stopped', 'on-failure')

export const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      verb: fc.constant('create' as const),
      name,
      network: mode,
      volume,
      port: fc.boolean(),
      byId: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ verb: fc.constantFrom('start' as const, 'stop', 'kill', 'remove', 'unpause'), name }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('rename' as const), name, to: name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('update' as const),
      name,
      memory: fc.constantFrom(0, 64e6, 512e6),
      policy,
    }),
  },
  { weight: 3, arbitrary: fc.record({ verb: fc.constantFrom('connect' as const, 'disconnect'), name, network }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constantFrom('makeNetwork' as const, 'dropNetwork'), network }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constantFrom('makeVolume' as const, 'dropVolume'), volume }) },
)

/** The first calls of every history. They leave something to act on, so that short histories reach far. */
export const opening: readonly Deed[] = [
  { verb: 'makeNetwork', network: 'deed-net-1' },
  { verb: 'create', name: 'deed-a', network: 'deed-net-1', volume: 'deed-vol-1', port: true, byId: true },
  { verb: 'start', name: 'deed-a' },
]

/** Makes the call. The containers run until they are stopped. */
export function doDeed(engine: Engine, deed: Deed, how: { image: string; run: Run }): Promise<unknown> {
  const { run } = how
  switch (deed.verb) {
    case 'create':
      return create(engine, deed, how)
    case 'start':
      return engine.startContainer({ id: deed.name }, run)
    case 'stop':
      return engine.stopContainer({ id: deed.name, timeoutSeconds: 0 }, run)
    case 'kill':
      return engine.killContainer({ id: deed.name }, run)
    case 'remove':
      return engine.removeContainer({ id: deed.name, force: true }, run)
    case 'unpause':
      return engine.unpauseContainer({ id: deed.name }, run)
    case 'rename':
      return engine.renameContainer({ id: deed.name, name: deed.to }, run)
    case 'update':
      return engine.updateContainer(
        { id: deed.name, body: { Memory: deed.memory, RestartPolicy: { Name: deed.policy } } },
        run,
      )
    default:
      return doOther(engine, deed, run)
  }
}

type Create = Extract<Deed, { verb: 'create' }>
type Other = Exclude<Deed, { name: string }> | Extract<Deed, { verb: 'connect' | 'disconnect' }>

async function create(engine: Engine, deed: Create, { image, run }: { image: string; run: Run }): Promise<unknown> {
  const shares = deed.network.startsWith('container:')
  const NetworkMode =
    deed.byId && deed.network.startsWith('deed-') ? await idOf(engine, deed.network, run) : deed.network
  return engine.createContainer(
    {
      name: deed.name,
      body: {
        Image: image,
        Cmd: ['sleep', '1000'],
        ...(shares ? {} : { ExposedPorts: { '80/tcp': {} } }),
        HostConfig: {
          NetworkMode,
          Mounts: [{ Type: 'volume', Source: deed.volume, Target: '/data' }],
          ...(deed.port && !shares ? { PortBindings: { '80/tcp': [{ HostPort: '38199' }] } } : {}),
        },
      },
    },
    run,
  )
}

async function idOf(engine: Engine, network: string, run: Run): Promise<string> {
  const found = await engine.inspectNetwork({ id: network }, run).catch(() => undefined)
  return found?.Id ?? network
}

function doOther(engine: Engine, deed: Other, run: Run): Promise<unknown> {
  switch (deed.verb) {
    case 'connect':
      return engine.connectNetwork({ id: deed.network, container: deed.name, endpoint: {} }, run)
    case 'disconnect':
      return engine.disconnectNetwork({ id: deed.network, container: deed.name }, run)
    case 'makeNetwork':
      return engine.createNetwork({ body: { Name: deed.network } }, run)
    case 'dropNetwork':
      return engine.removeNetwork({ id: deed.network }, run)
    case 'makeVolume':
      return engine.createVolume({ body: { Name: deed.volume } }, run)
    case 'dropVolume':
      return engine.removeVolume({ name: deed.volume }, run)
  }
}
