import { strict as assert } from 'node:assert'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { containerBody } from '../../engine/container/body.ts'
import type { ContainerArgs, WantedContainer } from '../../engine/container/want.ts'
import { baselineOf, discardedOf } from '../../engine/normalise/baseline.ts'
import { valueInWords } from '../../engine/normalise/words.ts'
import { driftOf } from '../../engine/normalise/drift.ts'
import type { ContainerBody, ContainerInspect, HostConfigBody } from '../../engine/types/container.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import { ID, made } from './made-container.ts'

const MIB = 1024 * 1024

function want(template: Partial<V1TaskTemplate>, args: Partial<ContainerArgs> = {}): WantedContainer {
  return containerBody({
    template: { image: 'busybox', ...template },
    installation: 'default',
    stack: 'shop',
    service: 'web',
    slot: 1,
    task: 'web-1-abc',
    name: 'shop-web-1',
    networks: [{ network: 'default', name: 'shop_default', id: 'net-1' }],
    apiVersion: '1.51',
    ...args,
  })
}

const said = (wanted: WantedContainer, container: ContainerInspect, rest = {}) =>
  driftOf({ wanted, container, ...rest }).map(({ message, heal }) => [message, heal.by])

const keys = (...ports: readonly string[]) => Object.fromEntries(ports.map((port) => [port, {}]))

describe('A container joined to one that the files name', () => {
  const wanted = want(
    { networkMode: 'container:vpn', pidMode: 'container:vpn', volumesFrom: ['container:vpn:ro'] },
    { networks: [] },
  )
  const joined = (host: HostConfigBody) =>
    said(wanted, made(wanted, { host: { NetworkMode: `container:${ID}`, PidMode: `container:${ID}`, ...host } }))

  it('is what is declared, while nobody knows the id of that name', () => assert.deepEqual(joined({}), []))
  it('is so with the id where the engine keeps the name', () =>
    assert.deepEqual(joined({ VolumesFrom: [`${ID}:ro`] }), []))
  it('is not where another name is found', () =>
    assert.deepEqual(joined({ VolumesFrom: ['db:ro'] }), [
      ['HostConfig.VolumesFrom is db:ro, declared vpn:ro', 'recreate'],
    ]))
  it('is not where its access differs', () =>
    assert.deepEqual(
      joined({ VolumesFrom: [ID] }).map(([, heal]) => heal),
      ['recreate'],
    ))
  it('is not where it joins none', () =>
    assert.deepEqual(
      joined({ PidMode: 'host' }).map(([, heal]) => heal),
      ['recreate'],
    ))
  it('is not where it was made from another spec', () => {
    const other = want({ networkMode: 'host', pidMode: 'container:db' }, { networks: [] })
    const host = { ...wanted.body.HostConfig, PidMode: `container:${ID}` }
    const found = made(other, { host })
    assert.deepEqual(
      driftOf({ wanted, container: found }).map(({ field }) => field),
      ['HostConfig.PidMode'],
    )
  })
})

describe('Drift in words', () => {
  it('writes the line breaks of a value out', () => {
    assert.equal(valueInWords('Config.Cmd', ['sh', '-c', 'a\nb']), 'sh -c a\\nb')
    assert.equal(valueInWords('Config.Labels.a', 'a\nb'), 'a\\nb')
  })

  const limited = want({ resources: { limits: { memoryBytes: 128 * MIB, cpus: 1.5 } } })
  const named = want({
    env: [
      { name: 'A', value: '1' },
      { name: 'DB_PASSWORD', value: 'geheim' },
    ],
  })

  it('has units, and what is declared', () => {
    const container = made(limited, { host: { Memory: 64 * MIB, MemorySwap: 128 * MIB, NanoCpus: 500_000_000 } })
    assert.deepEqual(said(limited, container), [
      ['memory limit is 64 MiB, declared 128 MiB', 'update'],
      ['CPU limit is 0.5, declared 1.5', 'update'],
    ])
  })

  it('hides values that look secret', () => {
    const container = made(named, { config: { Env: ['A=2', 'DB_PASSWORD=offen'] } })
    const drift = driftOf({ wanted: named, container })
    assert.deepEqual(
      drift.map(({ message }) => message),
      ['variable A is 2, declared 1', 'variable DB_PASSWORD is ***, declared ***'],
    )
    assert.doesNotMatch(JSON.stringify(drift), /geheim|offen/)
  })

  it('of a network is healed by a new container where an address is declared that only such a one gets', () => {
    const wanted = want({ macAddress: '02-42-AC-11-00-05' })
    const on = (endpoint: object) => made(wanted, { NetworkSettings: { Networks: { shop_default: endpoint } } })
    const endpoint = { NetworkID: 'net-1', Aliases: ['web'], MacAddress: '02:42:ac:11:00:05' }
    assert.deepEqual(said(wanted, on(endpoint)), [])
    assert.deepEqual(said(wanted, on({ ...endpoint, MacAddress: '' })), [], 'it does not run')
    assert.deepEqual(said(wanted, on({ ...endpoint, MacAddress: '1a:d9:82:a2:5c:62' })), [
      ['MAC address on the network shop_default is 1a:d9:82:a2:5c:62, declared 02:42:ac:11:00:05', 'recreate'],
    ])
    const connected = { NetworkSettings: { Networks: { bridge: { NetworkID: 'b' } } } }
    assert.deepEqual(said(wanted, made(wanted, connected))[0], ['it is not on the network shop_default', 'recreate'])
  })

  it('of the network that a container was made in is healed in place while it runs there, but for leaving it', () => {
    const [id, mode] = ['1'.repeat(64), '0'.repeat(64)]
    const wanted = want({}, { networks: [{ network: 'default', name: 'two', id }] })
    for (const NetworkMode of [mode, mode.slice(0, 12), 'one']) {
      const on = (Status: 'running' | 'exited') =>
        made(wanted, {
          ...{ State: { Status }, host: { NetworkMode } },
          NetworkSettings: { Networks: { one: { NetworkID: mode } } },
        })
      const heals = (Status: 'running' | 'exited') =>
        driftOf({ wanted, container: on(Status) }).map(({ heal }) => heal.by)
      assert.deepEqual(heals('running'), ['connect', 'replace'])
      assert.deepEqual(heals('exited'), ['recreate', 'disconnect'])
    }
  })

  it("of a volume's name alone waits for its turn while the container works", () => {
    const mounts = (source: string, readOnly = false) => [
      { type: 'Volume' as const, source, target: '/data', readOnly },
    ]
    const of = (source: string, readOnly = false) => want({ mounts: mounts(source, readOnly) })
    const heals = (Status: 'running' | 'exited', wanted = of('two')) =>
      said(wanted, made(of('one'), { State: { Status } }))
    assert.deepEqual(heals('running'), [['mount /data is volume shop_one, declared volume shop_two', 'replace']])
    assert.deepEqual(heals('exited'), [['mount /data is volume shop_one, declared volume shop_two', 'recreate']])
    assert.deepEqual(
      [of('two', true), want({ mounts: [{ type: 'Bind', source: '/two', target: '/data' }] }), want({})].map((wanted) =>
        heals('running', wanted).map(([, heal]) => heal),
      ),
      [['recreate'], ['recreate'], ['recreate']],
    )
  })

  it('names networks', () => {
    const wanted = want({})
    const other = { NetworkSettings: { Networks: { bridge: { NetworkID: 'b' } } } }
    assert.deepEqual(said(wanted, made(wanted, other)), [
      ['it is not on the network shop_default', 'connect'],
      ['it is on the network bridge, where it is not declared to be', 'disconnect'],
    ])
    const remade = { NetworkSettings: { Networks: { shop_default: { NetworkID: 'net-0', Aliases: ['web'] } } } }
    assert.deepEqual(said(wanted, made(wanted, remade)), [
      ['it is on a network shop_default that is gone or another one of that name', 'recreate'],
    ])
  })
})

describe('What is no drift', () => {
  const image: ImageInspect = { Id: 'sha256:1', Config: { Env: ['PATH=/bin'], Cmd: ['sh'], Labels: { of: 'image' } } }
  const fromImage = { Env: ['PATH=/bin'], Cmd: ['sh'], Labels: { of: 'image' } }
  const table: readonly [string, Partial<V1TaskTemplate>, Parameters<typeof made>[1]][] = [
    [
      'a network not told before the first start',
      {},
      { NetworkSettings: { Networks: { 'net-1': { NetworkID: '', Aliases: ['web'] } } } },
    ],
    ['limits that nobody declared', {}, { host: { Memory: 64 * MIB, PidsLimit: 7, CpuShares: 3 } }],
    [
      'an engine’s own defaults',
      {},
      { host: { ShmSize: 1, Runtime: 'crun', CgroupnsMode: 'private', MaskedPaths: ['/proc/x'] } },
    ],
    ['a host name of the engine’s', {}, { config: { Hostname: 'h1' } }],
    ['a limit that the kernel has not', { blkio: { weight: 300 } }, { host: { BlkioWeight: 0 } }],
    ['label=disable of a privileged container', { privileged: true }, { host: { SecurityOpt: ['label=disable'] } }],
    ['labels of another tool’s identity', {}, { config: { Labels: { 'com.docker.compose.project': 'old' } } }],
    [
      'Binds in place of Mounts, as Compose makes them',
      { mounts: [{ type: 'Volume', source: 'data', target: '/d', readOnly: true }] },
      { host: { Mounts: [], Binds: ['shop_data:/d:ro'] } },
    ],
    [
      'exposed ports as Compose 2 sends them, beside the image’s own spelling of one',
      { expose: ['80', '9000-9001', '53/udp', '7-8/UDP'] },
      { config: { ExposedPorts: keys('80', '80/tcp', '9000-9001', '53/udp', '7-8/UDP') } },
    ],
    [
      'extra hosts in another order, but for the addresses of one',
      { extraHosts: ['b:10.0.0.2', 'a:10.0.0.1', 'b:10.0.0.1', 'six:::1'] },
      { host: { ExtraHosts: ['six:::1', 'a:10.0.0.1', 'b:10.0.0.2', 'b:10.0.0.1'] } },
    ],
    [
      'volumes of another container with the mode that goes without saying, as Compose 1 says it',
      { volumesFrom: ['container:c1', 'container:c2:ro'] },
      { host: { VolumesFrom: ['c1:rw', 'c2:ro'] } },
    ],
    ['capabilities in another spelling', { capAdd: ['NET_ADMIN'] }, { host: { CapAdd: ['CAP_NET_ADMIN'] } }],
    ['another reference to the same image', {}, { config: { Image: 'registry/busybox@sha256:2' } }],
    ['a variable taken away that it never had', { env: [{ name: 'A' }] }, { config: { Env: [] } }],
    ['one that another hand took away, and it had none', {}, { config: { Env: ['A'] } }],
    ['a proxy that nobody declared', {}, { config: { Env: ['HTTP_PROXY=http://p', 'no_proxy=x'] } }],
  ]
  for (const [what, template, changes] of table)
    it(`is ${what}`, () =>
      assert.deepEqual(said(want(template), made(want(template), changes), { image: { Id: 'sha256:1' } }), []))

  it('is none of exposed ports, extra hosts and volumes of others that mean the same, and each of these', () => {
    const wanted = want({
      expose: ['80', '90-91'],
      extraHosts: ['a:10.0.0.1', 'a:10.0.0.2', 'b:10.0.0.1'],
      volumesFrom: ['container:c1', 'container:c2:ro'],
    })
    const config = { ExposedPorts: keys('80/udp', '90-92', 'x', '1-99999999999') }
    const host = { ExtraHosts: ['b:10.0.0.1', 'a:10.0.0.2', 'a:10.0.0.1'], VolumesFrom: ['c1:ro', 'c2:rw'] }
    const found = driftOf({ wanted, container: made(wanted, { config, host }), image: { Id: 'sha256:1' } })
    assert.deepEqual(
      found.map(({ message }) => message),
      [
        'exposed port 80/tcp is not set, declared set',
        'HostConfig.ExtraHosts is a:10.0.0.2 a:10.0.0.1 b:10.0.0.1, declared a:10.0.0.1 a:10.0.0.2 b:10.0.0.1',
        'HostConfig.VolumesFrom is c1:ro c2, declared c1 c2:ro',
        'exposed port 80/udp is set, not declared',
        'exposed port 92/tcp is set, not declared',
        'exposed port x is set, not declared',
        'exposed port 1-99999999999 is set, not declared',
      ],
    )
  })

  it("is no variable of the image's that is to be taken away, nor one that was and is not to be", () => {
    const [bare, without] = [want({}), want({ env: [{ name: 'PATH' }] })]
    const around = { image }
    assert.deepEqual(said(without, made(bare, { config: fromImage }), around), [
      ['variable PATH is /bin, declared taken away', 'recreate'],
    ])
    const taken = { ...fromImage, Env: ['PATH'] }
    assert.deepEqual(said(without, made(without, { config: taken }), around), [])
    assert.deepEqual(said(bare, made(without, { config: taken }), around), [
      ['variable PATH is taken away, declared /bin', 'recreate'],
    ])
  })

  it("is no proxy in place of the image's own, but one that was declared to be another, or none", () => {
    const proxied = { ...fromImage, Env: ['PATH=/bin', 'HTTP_PROXY=http://p'] }
    const around = { image: { ...image, Config: { ...image.Config, Env: ['PATH=/bin', 'HTTP_PROXY=http://own'] } } }
    assert.deepEqual(said(want({}), made(want({}), { config: proxied }), around), [])
    const [other, none] = [want({ env: [{ name: 'HTTP_PROXY', value: 'x' }] }), want({ env: [{ name: 'HTTP_PROXY' }] })]
    for (const [wanted, words] of [
      [other, 'variable HTTP_PROXY is http://p, declared x'],
      [none, 'variable HTTP_PROXY is http://p, declared taken away'],
    ] as const)
      assert.deepEqual(said(wanted, made(wanted, { config: proxied }), around), [[words, 'recreate']])
  })

  it('is what comes from the image, known or not', () => {
    const container = made(want({}), { config: fromImage })
    assert.deepEqual(said(want({}), container, { image }), [])
    assert.deepEqual(said(want({}), container), [])
    assert.deepEqual(said(want({}), container, { image: { ...image, Id: 'sha256:moved' } }), [])
  })

  it('is the path of a delivered file: its content is compared elsewhere', () => {
    const delivered = (source: string) => want({}, { secretMounts: [{ source, target: '/run/secrets/pw' }] })
    assert.deepEqual(said(delivered('/run/new'), made(delivered('/run/old'))), [])
    assert.equal(delivered('/run/new').specHash, delivered('/run/old').specHash)
    assert.deepEqual(
      driftOf({ wanted: delivered('/run/new'), container: made(want({})) }).map(({ field }) => field),
      ['HostConfig.Mounts./run/secrets/pw'],
    )
  })
})

describe('The baseline', () => {
  const wanted = want({ resources: { limits: { memoryBytes: 64 * MIB } }, memorySwappiness: 5, hostname: 'h' })

  it('is empty for a container that came out as asked', () => {
    assert.deepEqual(baselineOf(want({}), made(want({}))), { container: ID, deviations: {} })
    const proxied = made(want({}), { config: { Env: ['http_proxy=http://me:secret@p'] } })
    assert.deepEqual(baselineOf(want({}), proxied).deviations, {}, 'no password of a proxy is kept')
  })

  it('excuses what a container was like from its first moment, and only that', () => {
    const container = made(wanted, { host: { Memory: 32 * MIB }, config: { Hostname: 'other' } })
    const baseline = baselineOf(wanted, container)
    assert.deepEqual(driftOf({ wanted, container, baseline }), [])
    assert.deepEqual(driftOf({ wanted: { ...wanted, specHash: 'v0:x' }, container, baseline }), [])
    const later = made(wanted, { host: { Memory: 16 * MIB } })
    assert.deepEqual(
      driftOf({ wanted, container: later, baseline }).map(({ field }) => field),
      ['HostConfig.Memory'],
    )
  })

  it('is its own for each of many containers of one spec', () => {
    const template: Partial<V1TaskTemplate> = Object.freeze({
      memorySwappiness: 5,
      resources: { limits: { memoryBytes: MIB } },
    })
    const one = { image: 'busybox', ...template }
    const wantedOn = (id: string) =>
      want({}, { template: Object.freeze(one), networks: [{ network: 'default', name: 'shop_default', id }] })
    const cases: readonly [string, HostConfigBody, Partial<ContainerBody>, readonly string[]][] = [
      ['net-1', {}, {}, []],
      ['net-2', {}, { Labels: { 'reconcile.dev/task': 'another' } }, []],
      ['net-2', { Memory: 2 * MIB }, {}, ['HostConfig.Memory', 'HostConfig.MemorySwap']],
      ['net-2', { NetworkMode: 'host' }, {}, ['HostConfig.NetworkMode']],
      ['net-2', {}, { Labels: { owner: 'me' } }, ['Config.Labels.owner']],
      ['net-2', { CapAdd: ['CAP_SYS_ADMIN'] }, {}, ['HostConfig.CapAdd']],
      ['net-1', {}, {}, []],
    ]
    for (const [id, host, config, fields] of cases) {
      const asked = wantedOn(id)
      const { deviations } = baselineOf(asked, made(asked, { host, config }), {
        image: { Id: 'sha256:1' } as ImageInspect,
      })
      assert.deepEqual(Object.keys(deviations), fields)
    }
    assert.equal(wantedOn('net-1').shape, wantedOn('net-2').shape)
  })

  it('of another container excuses nothing that was declared anew', () => {
    const baseline = baselineOf(wanted, made(wanted))
    const replaced = made(wanted, { Id: 'e'.repeat(64), config: { Hostname: 'other' } })
    assert.deepEqual(
      driftOf({ wanted, container: replaced, baseline }).map(({ field, heal }) => [field, heal.by]),
      [['Config.Hostname', 'recreate']],
    )
  })

  it('tells what was discarded, and why', () => {
    const info = { name: 'h1', lacks: ['pids'] } as unknown as EngineInfo
    const limited = want({ memorySwappiness: 5, resources: { limits: { pids: 7 } } })
    const container = made(limited, { host: { MemorySwappiness: -1, PidsLimit: 0 } })
    assert.deepEqual(discardedOf(limited, baselineOf(limited, container, { info }), { info }), [
      "limit of processes is not set, declared 7: h1 can't do it",
      'HostConfig.MemorySwappiness is not set, declared 5',
    ])
  })

  it('keeps the spec hash of a known container, so that an upgrade recreates nothing', () => {
    const full = want({
      args: ['x'],
      env: [{ name: 'A', value: '1' }],
      mounts: [{ type: 'Volume', source: 'data', target: '/d' }],
      ports: [{ containerPort: 80, hostPort: 8080 }],
      labels: { a: 'b' },
    })
    assert.equal(full.specHash, 'v1:0307e59736bbbfbcafae73a1b86e4e4c')
  })
})
