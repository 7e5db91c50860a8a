import { strict as assert } from 'node:assert'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { containerBody } from '../../engine/container/body.ts'
import { engineCounts, engineRestarts, restartPolicyBody } from '../../engine/container/restart.ts'
import type { ContainerArgs } from '../../engine/container/want.ts'
import type { HostConfigBody } from '../../engine/types/container.ts'

const networks = [
  { network: 'default', name: 'shop_default', id: 'id-default' },
  { network: 'back', name: 'shop_back', id: 'id-back' },
]

function wanted(template: Partial<V1TaskTemplate>, args: Partial<ContainerArgs> = {}) {
  return containerBody({
    template: { image: 'busybox:1.36', ...template },
    installation: 'default',
    stack: 'shop',
    service: 'web',
    slot: 2,
    task: 'web-2-abc',
    name: 'shop-web-2',
    networks,
    apiVersion: '1.51',
    ...args,
  })
}

const host = (template: Partial<V1TaskTemplate>, args?: Partial<ContainerArgs>): HostConfigBody =>
  wanted(template, args).body.HostConfig ?? {}

describe('The body of a container', () => {
  it('carries who it is, and what docker compose ps asks for', () => {
    const { body, specHash } = wanted(
      { labels: { team: 'x' } },
      {
        revision: 'r1',
        project: {
          workingDir: '/srv/shop',
          configFiles: ['/srv/shop/compose.yaml', '/srv/shop/compose.override.yaml'],
          dependsOn: [{ service: 'db', condition: 'Healthy', restart: true }, { service: 'cache' }],
        },
      },
    )
    assert.deepEqual(body.Labels, {
      team: 'x',
      'reconcile.dev/installation': 'default',
      'reconcile.dev/stack': 'shop',
      'reconcile.dev/kind': 'Service',
      'reconcile.dev/name': 'web',
      'reconcile.dev/task': 'web-2-abc',
      'reconcile.dev/spec-hash': specHash,
      'reconcile.dev/created-by-revision': 'r1',
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': '2',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.config-hash': specHash,
      'com.docker.compose.project.working_dir': '/srv/shop',
      'com.docker.compose.project.config_files': '/srv/shop/compose.yaml,/srv/shop/compose.override.yaml',
      'com.docker.compose.depends_on': 'db:service_healthy:true,cache:service_started:false',
    })
  })

  it('says nothing of what nobody declared', () => {
    const { body } = wanted({})
    assert.deepEqual(Object.keys(body).sort(), ['HostConfig', 'Image', 'Labels', 'NetworkingConfig'])
    assert.deepEqual(body.HostConfig, { NetworkMode: 'id-default', RestartPolicy: { Name: 'on-failure' } })
  })

  const both = [
    { network: 'back', aliases: ['b'] },
    { network: 'default', priority: 5 },
  ]

  it('joins all networks in the create by id, the one of the highest priority first', () => {
    const { body, connectAfter } = wanted({ networks: both })
    assert.equal(body.HostConfig?.NetworkMode, 'id-default')
    assert.deepEqual(body.NetworkingConfig?.EndpointsConfig, {
      'id-default': { Aliases: ['web'] },
      'id-back': { Aliases: ['web', 'b'] },
    })
    assert.deepEqual(connectAfter, [])
  })

  it('leaves further networks to a connect where the API takes one', () => {
    const { body, connectAfter } = wanted({ networks: both }, { apiVersion: '1.43' })
    assert.deepEqual(Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {}), ['id-default'])
    assert.deepEqual(connectAfter, [{ network: 'id-back', endpoint: { Aliases: ['web', 'b'] } }])
  })

  it('takes networks of equal priority by name', () => {
    assert.equal(host({ networks: [{ network: 'default' }, { network: 'back' }] }).NetworkMode, 'id-back')
  })

  it('says which network is missing', () => {
    assert.throws(() => wanted({ networks: [{ network: 'lost' }] }), /network lost of stack shop/)
  })

  it('replaces services by the ids of their containers', () => {
    const containers = () => [{ id: 'abc', name: 'shop-db-1' }]
    const template = {
      networkMode: 'service:db',
      pidMode: 'service:db',
      ipcMode: 'container:x',
      volumesFrom: ['db:ro', 'container:x'],
    }
    const body = host(template, { containers })
    assert.equal(body.NetworkMode, 'container:abc')
    assert.equal(body.PidMode, 'container:abc')
    assert.equal(body.IpcMode, 'container:abc')
    assert.deepEqual(body.VolumesFrom, ['abc:ro', 'abc'])
  })

  it('links by alias on networks of ours, and by container on the engine’s own bridge', () => {
    const links = { links: ['db:database'], externalLinks: ['old'] }
    const endpoint = Object.values(wanted(links).body.NetworkingConfig?.EndpointsConfig ?? {})[0]
    assert.deepEqual(endpoint?.Links, ['db:database', 'old:old'])
    assert.deepEqual(host({ ...links, networkMode: 'bridge' }).Links, [
      'shop-db-1:database',
      'shop-db-1:db_1',
      'shop-db-1:shop-db-1',
      'old:old',
    ])
    assert.equal(host({ ...links, networkMode: 'none' }).Links, undefined)
  })

  it('is on the engine’s own networks by their names, without aliases, and linked by container where one is the first', () => {
    const own = (name: string): Partial<ContainerArgs> => ({
      networks: [{ network: 'default', name, id: 'changes' }, ...networks.slice(1)],
    })
    const links = { links: ['db'] }
    const { body } = wanted({ ...links, networks: [{ network: 'default', aliases: ['www'] }] }, own('bridge'))
    assert.deepEqual(body.NetworkingConfig?.EndpointsConfig, { bridge: {} })
    assert.equal(body.HostConfig?.NetworkMode, 'bridge')
    assert.deepEqual(body.HostConfig?.Links, ['shop-db-1:db', 'shop-db-1:db_1', 'shop-db-1:shop-db-1'])
    assert.equal(host({}, own('host')).NetworkMode, 'host')
    const { body: last, connectAfter } = wanted(
      { ...links, networks: [{ network: 'default' }, { network: 'back', priority: 1 }] },
      { ...own('bridge'), apiVersion: '1.41' },
    )
    assert.deepEqual(connectAfter, [{ network: 'bridge', endpoint: {} }])
    assert.equal(last.HostConfig?.Links, undefined)
  })

  it('knows anew who a link on the engine’s own bridge leads to', () => {
    const template = Object.freeze<V1TaskTemplate>({ image: 'busybox', links: ['db'] })
    const linked = (name: string) =>
      wanted(template, {
        template,
        networks: [{ network: 'default', name: 'bridge', id: 'x' }],
        containers: () => [{ id: name, name }],
      }).body.HostConfig?.Links?.[0]
    assert.deepEqual([linked('shop-db-1'), linked('shop-db-2')], ['shop-db-1:db', 'shop-db-2:db'])
  })

  it('puts the MAC address where the API wants it', () => {
    const macAddress = '02:42:ac:11:00:09'
    assert.equal(wanted({ macAddress }).body.NetworkingConfig?.EndpointsConfig['id-default']?.MacAddress, macAddress)
    assert.equal(wanted({ macAddress }).body.MacAddress, undefined)
    assert.equal(wanted({ macAddress }, { apiVersion: '1.41' }).body.MacAddress, macAddress)
  })

  it('names the network by its name where an old engine is to give it a MAC address', () => {
    const mode = (template: Partial<V1TaskTemplate>) =>
      wanted(template, { apiVersion: '1.41' }).body.HostConfig?.NetworkMode
    assert.equal(mode({ macAddress: '02:42:ac:11:00:09' }), 'shop_default')
    assert.equal(mode({}), 'id-default')
  })

  for (const networkMode of ['bridge', 'default'])
    it(`gives a MAC address to the network mode ${networkMode}`, () => {
      const macAddress = '02:42:ac:11:00:09'
      const { body } = wanted({ macAddress, networkMode })
      assert.deepEqual(body.NetworkingConfig?.EndpointsConfig, { bridge: { MacAddress: macAddress } })
      assert.equal(wanted({ macAddress, networkMode }, { apiVersion: '1.41' }).body.MacAddress, macAddress)
      assert.equal(wanted({ networkMode }).body.NetworkingConfig, undefined)
    })

  it('names the fields that an old API would drop without a word, and which of them matter', () => {
    const { unsupported } = wanted(
      {
        annotations: { a: 'b' },
        mounts: [{ type: 'Volume', source: 'data', target: '/d', volume: { subpath: 'x' } }],
        networks: [{ network: 'default', gwPriority: 1 }],
      },
      { apiVersion: '1.41' },
    )
    assert.deepEqual(unsupported, [
      { field: 'annotations', needs: '1.43', harmless: true },
      { field: 'networks.default.gwPriority', needs: '1.48', harmless: true },
      { field: 'mounts./d.volume.subpath', needs: '1.45', harmless: false },
    ])
  })

  it('mounts delivered files read-only, by Mounts', () => {
    const { body, delivered } = wanted({}, { secretMounts: [{ source: '/run/x/pw', target: '/run/secrets/pw' }] })
    assert.deepEqual(body.HostConfig?.Mounts, [
      { Type: 'bind', Source: '/run/x/pw', Target: '/run/secrets/pw', ReadOnly: true },
    ])
    assert.deepEqual(delivered, ['/run/secrets/pw'])
  })

  it('has volumes that nobody named made by the driver that it names, unless they name one', () => {
    const own = { driver: { name: 'nfs' } }
    const { body } = wanted({
      volumeDriver: 'rclone',
      mounts: [
        { type: 'Volume', target: '/a' },
        { type: 'Volume', target: '/b', volume: own },
        { type: 'Volume', source: 'data', target: '/c' },
      ],
    })
    const drivers = body.HostConfig?.Mounts?.map(({ VolumeOptions }) => VolumeOptions?.DriverConfig?.Name)
    assert.deepEqual(drivers, ['rclone', 'nfs', undefined])
  })

  it('shares what follows from a frozen template between its tasks', () => {
    const template: V1TaskTemplate = Object.freeze({ image: 'busybox', env: [{ name: 'A', value: '1' }] })
    const [one, two] = [wanted({}, { template, slot: 1 }), wanted({}, { template, slot: 2 })]
    assert.equal(one.body.Env, two.body.Env)
    assert.equal(one.specHash, two.specHash)
    assert.notDeepEqual(one.body.Labels, two.body.Labels)
  })
})

describe('The restart policy of an engine', () => {
  const table: readonly [V1TaskTemplate['restartPolicy'], string, boolean, number?][] = [
    [undefined, 'on-failure', true],
    [{}, 'always', true],
    [{ condition: 'Always' }, 'always', true],
    [{ condition: 'UnlessStopped' }, 'unless-stopped', true],
    [{ condition: 'OnFailure' }, 'on-failure', true],
    [{ condition: 'OnFailure', maxAttempts: 3 }, 'on-failure', true, 3],
    [{ condition: 'OnFailure', maxAttempts: 0 }, 'on-failure', true],
    [{ condition: 'OnFailure', maxAttempts: 3, delaySeconds: 5 }, 'no', false],
    [{ condition: 'OnFailure', maxAttempts: 3, windowSeconds: 60 }, 'no', false],
    [{ maxAttempts: 3 }, 'no', false],
    [{ condition: 'UnlessStopped', maxAttempts: 3 }, 'no', false],
    [{ condition: 'Never', maxAttempts: 3 }, 'no', false],
    [{ condition: 'Always', delaySeconds: 5 }, 'no', false],
    [{ condition: 'Always', windowSeconds: 60 }, 'no', false],
    [{ condition: 'Always', maxAttempts: 0, delaySeconds: 0 }, 'always', true],
    [{ condition: 'Never' }, 'no', false],
  ]
  for (const [policy, name, engine, most] of table)
    it(`is ${name} for ${JSON.stringify(policy) ?? 'none declared'}`, () => {
      assert.deepEqual(restartPolicyBody(policy), { Name: name, ...(most ? { MaximumRetryCount: most } : {}) })
      assert.deepEqual([engineRestarts(policy), engineCounts(policy)], [engine, most !== undefined])
    })
})
