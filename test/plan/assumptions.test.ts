import { deepEqual, equal } from 'node:assert/strict'
import type { V1Mount, V1RestartPolicy, V1Service, V1TaskTemplate, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { engineInfo } from '../../engine/simulated/info.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import { planInstallation, type PlanResult } from '../../plan/plan.ts'
import { createStore } from '../../store/objects/create-store.ts'
import { keptEntries } from '../../store/objects/kept.ts'
import { memoryStorage } from '../../store/storage/memory.ts'
import { NOW } from '../support/builders.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld } from '../support/world.ts'

describe('what a plan takes for granted', () => {
  it('is of the services that it has calls for, and of no others', async () => {
    const said = await planned([aService('shop', 'web'), aService('blog', 'wiki')], 'shop')
    deepEqual(said, [
      'shop/web is healthy 1 s after its start',
      'the pull of web succeeds; its configuration is not known yet',
    ])
  })

  it('is that what others wait for to complete does, unless its policy never lets it', async () => {
    const web = aService('shop', 'web')
    web.spec.dependsOn = [{ service: 'migrate', condition: 'Completed' }]
    const completes = async (restartPolicy: V1RestartPolicy) =>
      (await planned([aService('shop', 'migrate', { restartPolicy }), web], 'shop')).includes(
        'shop/migrate completes with exit code 0',
      )
    deepEqual([await completes({ condition: 'Never' }), await completes({ condition: 'Always' })], [true, false])
  })

  it('is that a host has a volume driver that it does not list: it lists those that it uses', async () => {
    const metadata = { namespace: 'shop', name: 'data' }
    const volume = { apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { driver: 'rclone' } } as const
    const web = aService('shop', 'web', { mounts: [{ type: 'Volume', source: 'data', target: '/data' }] })
    const said = await planned([web], 'shop', { volumes: [volume] })
    equal(said.at(-1), 'a has the volume driver rclone')
    equal((await planned([aService('shop', 'web')], 'shop')).includes('a has the volume driver rclone'), false)
    const unnamed = aService('shop', 'web', { volumeDriver: 'netapp', mounts: [{ type: 'Volume', target: '/data' }] })
    equal((await planned([unnamed], 'shop')).at(-1), 'a has the volume driver netapp')
  })

  it("is that a host has a log driver that is not its engine's own: it lists no plugins for logs", async () => {
    const of = (driver: string) => planned([aService('shop', 'web', { logging: { driver } })], 'shop')
    equal((await of('loki')).at(-1), 'a has the log driver loki')
    for (const own of ['json-file', 'local', 'none', 'syslog'])
      equal(
        (await of(own)).some((line) => line.includes('log driver')),
        false,
      )
  })

  it('is that paths of the host are there which nothing makes', async () => {
    const mounts: V1Mount[] = [
      { type: 'Bind', source: '/srv/made', target: '/a', bind: { createHostPath: true } },
      { type: 'Bind', source: '/srv/www', target: '/b' },
    ]
    const said = await planned([aService('shop', 'web', { mounts })], 'shop')
    deepEqual(
      said.filter((line) => line.includes('/srv')),
      ['/srv/www, which shop/web mounts, is there on its node'],
    )
  })

  it('is not that services on different nodes reach each other by a network of theirs', async () => {
    const hosts = ['a', 'b'].map((node) => ({ node, images: [] }))
    const placedOn = (node: string, service: V1Service): V1Service => {
      return { ...service, spec: { ...service.spec, placement: { constraints: [`node.name==${node}`] } } }
    }
    const services = [placedOn('a', aService('shop', 'db')), placedOn('b', aService('shop', 'web'))]
    const { assumptions, unmet } = await planOver(hosts)(...services)
    deepEqual(
      assumptions.map((line) => line.split(':', 1)[0]).filter((line) => line?.includes(' on ')),
      ['db on a; web on b'],
    )
    deepEqual(unmet, [])
    const concerns = (key: string) => !key.includes('/') || key.startsWith('blog/')
    const others = await planOver(hosts, { concerns })(...services)
    deepEqual(others.assumptions, [])
  })

  const digest = `sha256:${'a'.repeat(64)}`
  const names = { RepoTags: ['web:1'], RepoDigests: [`web@${digest}`] }
  const images = [{ Id: `sha256:${'b'.repeat(64)}`, ...names, Config: { Cmd: ['web'] } }]
  for (const image of ['web:1', 'docker.io/library/web:1', `web@${digest}`, `web:2@${digest}`, images[0]?.Id ?? ''])
    it(`is no pull of ${image}, which is there by that name`, async () => {
      const said = await planned([aService('shop', 'web', { image })], 'shop', { images })
      deepEqual(said, ['shop/web is healthy 1 s after its start'])
    })

  it('is what a pull of any image brings, of one that a host is to have of which nobody has seen the configuration', async () => {
    const unseen = [{ Id: digest, RepoTags: ['web:1'], RepoDigests: [`web@${digest}`] }]
    for (const image of ['web:1', `web@${digest}`]) {
      const { unmet, calls } = await planOver([{ node: 'a', images: unseen }])(aService('shop', 'web', { image }))
      deepEqual([unmet, calls.filter(({ refused }) => refused !== undefined)], [[], []])
    }
  })

  for (const healthcheck of [{ disable: true }, { test: ['NONE'] }])
    it(`is that it stays up, not that it is healthy, where that is not checked: ${JSON.stringify(healthcheck)}`, async () => {
      const said = await planned([aService('shop', 'web', { image: 'web:1', healthcheck })], 'shop', { images })
      deepEqual(said, ['1 service without a health check stays up: shop/web'])
    })

  it('is in one line that what no health check watches stays up, without jobs and what its image checks', async () => {
    const unchecked = { healthcheck: { disable: true }, image: 'web:1' }
    const web = aService('shop', 'web', { ...unchecked, replicas: 2 })
    web.spec.dependsOn = [{ service: 'migrate', condition: 'Completed' }]
    const job = aService('shop', 'migrate', unchecked)
    const checked = [
      { ...images[0], Id: 'checked', RepoTags: ['checked:1'], Config: { Healthcheck: { Test: ['CMD'] } } },
    ]
    const byImage: V1Service = { ...aService('shop', 'api'), spec: { template: { image: 'checked:1' } } }
    const services = [web, job, byImage, aService('shop', 'db', unchecked), aService('shop', 'cache')]
    const said = await planned(services, 'shop', { images: [...images, ...checked] })
    deepEqual(staysUp(said), ['2 services without a health check stay up: shop/db, shop/web'])
  })

  it('names the first of very many services that stay up', async () => {
    const names = [...'abcdefghijk']
    const said = await planned(
      names.map((name) => aService('shop', name, { image: 'web:1', healthcheck: { disable: true } })),
      'shop',
      { images },
    )
    const first = names.slice(0, 8).map((name) => `shop/${name}`)
    deepEqual(staysUp(said), [`11 services without a health check stay up: ${first.join(', ')} and 3 more`])
  })

  it('is of nothing that runs on as it is', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx' } })
    world.service('old', { replicas: 2, template: { image: 'nginx' } })
    equal(await world.settle(), 'quiet')
    world.service('db', { template: { image: 'nginx' } })
    world.service('old', { replicas: 1, template: { image: 'nginx' } })
    const { assumptions, calls } = await planOf(world)
    equal(
      calls.some(({ object }) => object.startsWith('Task/shop/old')),
      true,
    )
    deepEqual(staysUp(assumptions), ['1 service without a health check stays up: shop/db'])
  })

  for (const platform of [undefined, 'linux/amd64'])
    it(`is that a pull ${platform ? 'for a platform ' : ''}brings what another host has of that name, and its task runs there as well`, async () => {
      const { assumptions, calls, unmet } = await planOver([
        { node: 'a', images },
        { node: 'b', images: [] },
      ])(aService('shop', 'web', { image: 'web:1', replicas: 2, ...(platform ? { platform } : {}) }))
      deepEqual(assumptions, [
        'shop/web is healthy 1 s after its start',
        'the pull of web:1 on b succeeds, and brings what a has of that name',
      ])
      deepEqual(unmet, [])
      const pulled = calls.filter(({ path }) => path.startsWith('/images/create')).map(({ node }) => node)
      deepEqual(pulled, ['b'])
      const made = calls.filter(({ path }) => path.endsWith('/start')).map(({ node }) => node)
      deepEqual(made.sort(), ['a', 'b'])
    })

  it('is that no process of a host has a port that is to be published, in one line', async () => {
    const port = { containerPort: 80, hostPort: 8080 }
    const web = { ports: [port, { ...port, protocol: 'udp' as const }, { containerPort: 81 }] }
    const db = { ports: [{ containerPort: 5432, hostPort: 5432, hostIP: '127.0.0.1' }] }
    const range = { ports: [{ containerPort: 80, hostPort: 9000, hostPortEnd: 9001 }] }
    const services = [aService('shop', 'web', web), aService('shop', 'db', db), aService('shop', 'some', range)]
    deepEqual(portsSaid(await planned(services, 'shop')), [
      'no process of a has the ports 127.0.0.1:5432, 8080, 8080/udp, which are to be published',
    ])
    const outside = aService('shop', 'web', { networkMode: 'host', ports: [port] })
    deepEqual(portsSaid(await planned([outside], 'shop')), [])
  })

  it('names the first of very many ports', async () => {
    const ports = [{ containerPort: 4000, containerPortEnd: 4099, hostPort: 4000, hostPortEnd: 4099 }]
    deepEqual(portsSaid(await planned([aService('shop', 'web', { ports })], 'shop')), [
      'no process of a has the ports 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007 and 92 more, which are to be published',
    ])
  })

  it('is no port that what runs has already', async () => {
    const world = aWorld()
    const withPorts = (image: string, ...hostPorts: number[]) => {
      const ports = hostPorts.map((hostPort) => ({ containerPort: hostPort, hostPort }))
      world.service('web', { template: { image, ports } })
    }
    withPorts('nginx', 8080)
    equal(await world.settle(), 'quiet')
    const stopped = world.life().stop()
    await world.settle()
    await stopped
    withPorts('nginx:2', 8080, 8443)
    deepEqual(portsSaid((await planOf(world)).assumptions), ['no process of a has port 8443, which is to be published'])
  })

  it('is nothing of what goes, whose rollouts are not told either', async () => {
    const world = aWorld()
    const template = { image: 'nginx', healthcheck: { test: ['CMD', 'true'] } }
    world.service('migrate', { template: { image: 'nginx' } })
    world.service('web', { template, dependsOn: [{ service: 'migrate', condition: 'Completed' }] })
    world.service('api', { template })
    await world.settle(30_000)
    const stopped = world.life().stop()
    await world.settle()
    await stopped
    const { store } = world.life().ports
    for (const name of ['migrate', 'web', 'api']) store.delete('Service', `shop/${name}`)
    const { assumptions, rollouts, calls } = await planOf(world)
    equal(calls.length > 0, true)
    deepEqual([assumptions, rollouts], [[], []])
  })

  it('is nothing where nothing is to be done', async () => {
    equal((await planned([aService('shop', 'web', { replicas: 0 })], 'shop')).length, 0)
  })
})

function portsSaid(assumptions: readonly string[]): readonly string[] {
  return assumptions.filter((line) => line.startsWith('no process'))
}

function staysUp(assumptions: readonly string[]): readonly string[] {
  return assumptions.filter((line) => line.includes('without a health check'))
}

interface There {
  readonly volumes?: readonly V1Volume[]
  readonly images?: readonly ImageInspect[]
}

/** The assumptions of a plan of one stack on a host with nothing but images, where all of these are declared. */
async function planned(
  services: readonly V1Service[],
  stack: string,
  { volumes = [], images = [] }: There = {},
): Promise<readonly string[]> {
  const concerns = (key: string) => !key.includes('/') || key.startsWith(`${stack}/`) || key === stack
  const { assumptions } = await planOver([{ node: 'a', images }], { volumes, concerns })(...services)
  return assumptions
}

/** Plans services on hosts with nothing but images. */
function planOver(
  hosts: readonly { readonly node: string; readonly images: readonly ImageInspect[] }[],
  {
    volumes = [],
    concerns = () => true,
  }: Pick<There, 'volumes'> & { readonly concerns?: (key: string) => boolean } = {},
): (...services: readonly V1Service[]) => Promise<PlanResult> {
  const random = seededRandom(1)
  const clock = virtualClock({ random, start: NOW })
  const storage = memoryStorage({ clock, random })
  const store = createStore({ clock, random, storage: storage.open(), state: new Map() })
  const nodes = hosts.map(({ node, images }) => {
    const info = engineInfo(node, '1.41', { loggingDriver: 'journald' })
    return { node, observed: { info, containers: [], networks: [], volumes: [], images } }
  })
  return async (...services) => {
    for (const service of services) store.create('Service', service)
    for (const volume of volumes) store.create('Volume', volume)
    return await planInstallation({
      ...{ installation: 'default', nodes, kept: keptEntries(store), declared: store, concerns },
      ...{ contents: new Map(), settings: defaultSettings, seed: 1, now: NOW },
    })
  }
}

function aService(
  namespace: string,
  name: string,
  { replicas = 1, ...template }: Partial<V1TaskTemplate> & { readonly replicas?: number } = {},
): V1Service {
  const healthcheck = { test: ['CMD', 'true'] }
  return {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { namespace, name } },
    spec: { replicas, template: { image: name, healthcheck, ...template } },
  }
}
