import assert from 'node:assert/strict'
import { programs } from './programs.ts'
import { refuses, type Subject, speaks } from './subject.ts'

/** Networks, endpoints, published ports and shared network namespaces. */
export function networksContract(get: () => Subject): void {
  const Cmd = [...programs.forever]
  let made: string[] = []
  const network = async (
    name: string,
    more: { readonly Subnet?: string; readonly Labels?: Record<string, string> } = {},
  ) => {
    const { engine, run } = get()
    const { Subnet, ...body } = more
    const IPAM = Subnet === undefined ? {} : { IPAM: { Config: [{ Subnet }] } }
    const { id } = await engine.createNetwork({ body: { Name: name, ...IPAM, ...body } }, run)
    made.push(id)
    return id
  }

  describe('networks', () => {
    afterEach(async () => {
      const { engine, run } = get()
      for (const id of made) {
        const seen = await engine.inspectNetwork({ id }, run).catch(() => undefined)
        for (const container of Object.keys(seen?.Containers ?? {})) {
          await engine.removeContainer({ id: container, force: true }, run)
        }
        if (seen !== undefined) await engine.removeNetwork({ id }, run)
      }
      made = []
    })

    it('are no swarm: an engine that manages none says so', async () => {
      const { engine, run } = get()
      await refuses(engine.listSwarmServices({}, run), 'Unsupported', /not a swarm manager/)
      await refuses(engine.listSwarmTasks({ services: ['a'] }, run), 'Unsupported', /not a swarm manager/)
    })

    it('are created, inspected by id and name, and listed by label', async () => {
      const { name, engine, run } = get()
      const own = name('net')
      const id = await network(own, { Subnet: '10.213.1.0/24', Labels: { set: own } })
      const seen = await engine.inspectNetwork({ id }, run)
      assert.deepEqual([seen.Id, seen.Name, seen.Driver, seen.Internal], [id, own, 'bridge', false])
      assert.equal(seen.IPAM?.Config?.[0]?.Subnet, '10.213.1.0/24')
      assert.deepEqual(seen.Labels, { set: own })
      assert.equal((await engine.inspectNetwork({ id: own }, run)).Id, id)
      const listed = await engine.listNetworks({ labels: [`set=${own}`] }, run)
      assert.deepEqual(
        listed.map((one) => one.Id),
        [id],
      )
    })

    it('give the hardware address that is asked for to what is made with it, from API 1.44 on, and to nothing that is connected', async () => {
      const { name, create, inspect, engine, run, under } = get()
      const own = name('mac')
      const id = await network(own)
      const asked = '02-42-AC-11-00-05'
      const endpoint = { MacAddress: asked }
      const container = await create(name('mac'), {
        Cmd,
        HostConfig: { NetworkMode: id },
        NetworkingConfig: { EndpointsConfig: { [id]: endpoint } },
      })
      const shown = async () => (await inspect(container)).NetworkSettings.Networks[own]?.MacAddress
      assert.equal(await shown(), asked)
      for (const _ of ['first', 'second']) {
        await engine.startContainer({ id: container }, run)
        if (speaks(under, 44)) assert.equal(await shown(), '02:42:ac:11:00:05')
        else assert.match((await shown()) ?? '', /^02:42:(?!ac:11:00:05)/)
        await engine.stopContainer({ id: container, timeoutSeconds: 0 }, run)
        assert.equal(await shown(), '')
      }
      await engine.startContainer({ id: container }, run)
      await engine.disconnectNetwork({ id, container }, run)
      await engine.connectNetwork({ id, container, endpoint }, run)
      assert.match((await shown()) ?? '', /^(?!02:42:ac:11:00:05)/)
      assert.notEqual(await shown(), '')
    })

    it('of one name are a conflict, of one subnet too', async () => {
      const { name } = get()
      const own = name('twice')
      await network(own, { Subnet: '10.213.2.0/24' })
      await refuses(network(own), 'Conflict', /network with name .* already exists/)
      await refuses(network(name('overlap'), { Subnet: '10.213.2.0/25' }), 'Conflict', /Pool overlaps/)
    })

    it('that the engine brings along are there, and stay', async () => {
      const { engine, run } = get()
      const names = (await engine.listNetworks({}, run)).map((one) => one.Name)
      for (const own of ['bridge', 'host', 'none']) assert.ok(names.includes(own))
      await refuses(engine.removeNetwork({ id: 'bridge' }, run), 'Conflict', /pre-defined network/)
      await refuses(network('host'), 'Conflict', /predefined/)
    })

    it('that are not there are NotFound', async () => {
      const { engine, run } = get()
      const id = 'contract-no-such-net'
      await refuses(engine.inspectNetwork({ id }, run), 'NotFound', /network contract-no-such-net not found/)
      await refuses(engine.removeNetwork({ id }, run), 'NotFound', /network contract-no-such-net not found/)
      await refuses(engine.disconnectNetwork({ id, container: 'contract-x' }, run), 'NotFound')
    })

    it('are kept by the containers that run in them, not by those that do not', async () => {
      const { name, create, launch, engine, run } = get()
      const id = await network(name('used'))
      const container = await launch(name('user'), { Cmd, HostConfig: { NetworkMode: id } })
      await refuses(engine.removeNetwork({ id }, run), 'Busy', /has active endpoints/)
      await engine.removeContainer({ id: container, force: true }, run)
      const idle = await create(name('user'), { Cmd, HostConfig: { NetworkMode: id } })
      await engine.removeNetwork({ id }, run)
      await refuses(engine.startContainer({ id: idle }, run), 'NotFound', /network .* not found/)
    })

    it('that were made anew under the same name are not those that a container knew', async () => {
      const { name, launch, engine, run } = get()
      const own = name('anew')
      const id = await network(own)
      const container = await launch(name('knows'), { Cmd, HostConfig: { NetworkMode: own } })
      await engine.stopContainer({ id: container, timeoutSeconds: 0 }, run)
      await engine.removeNetwork({ id }, run)
      await network(own)
      await refuses(engine.startContainer({ id: container }, run), 'NotFound', new RegExp(`network ${id} not found`))
    })

    it('are named in the inspect by name, though asked for by id, with an address while the container runs', async () => {
      const { name, create, inspect, engine, run } = get()
      const own = name('address')
      const id = await network(own, { Subnet: '10.213.3.0/24' })
      const EndpointsConfig = { [id]: { Aliases: ['web'] } }
      const container = await create(name('inside'), {
        ...{ Cmd, Hostname: 'own-host' },
        HostConfig: { NetworkMode: id },
        NetworkingConfig: { EndpointsConfig },
      })
      const created = await inspect(container)
      assert.equal(created.HostConfig.NetworkMode, id)
      assert.deepEqual(Object.keys(created.NetworkSettings.Networks), [own])
      assert.equal(created.NetworkSettings.Networks[own]?.IPAddress, '')
      await engine.startContainer({ id: container }, run)
      const running = (await inspect(container)).NetworkSettings.Networks[own]
      assert.deepEqual([running?.NetworkID, running?.IPAddress], [id, '10.213.3.2'])
      assert.ok(running?.Aliases?.includes('web'))
      assert.deepEqual((running?.DNSNames ?? running?.Aliases)?.slice(-2), [container.slice(0, 12), 'own-host'])
      const attached = (await engine.inspectNetwork({ id }, run)).Containers?.[container]
      assert.equal(attached?.IPv4Address, '10.213.3.2/24')
      await engine.stopContainer({ id: container, timeoutSeconds: 0 }, run)
      assert.equal((await inspect(container)).NetworkSettings.Networks[own]?.IPAddress, '')
    })

    it('take several at create from API 1.44 on; before, the second is connected afterwards', async () => {
      const { name, create, inspect, engine, run, under } = get()
      const [first, second] = [name('multi'), name('multi')]
      const [one, two] = [await network(first), await network(second)]
      const both = { [one]: { Aliases: ['a'] }, [two]: { Aliases: ['b'] } }
      const body = { Cmd, HostConfig: { NetworkMode: one } }
      let id: string
      if (speaks(under, 44)) id = await create(name('multi'), { ...body, NetworkingConfig: { EndpointsConfig: both } })
      else {
        const call = create(name('multi'), { ...body, NetworkingConfig: { EndpointsConfig: both } })
        await refuses(call, 'Invalid', /cannot be connected to network endpoints/)
        id = await create(name('multi'), body)
        await engine.connectNetwork({ id: two, container: id, endpoint: { Aliases: ['b'] } }, run)
      }
      await engine.startContainer({ id }, run)
      const { Networks: networks } = (await inspect(id)).NetworkSettings
      assert.deepEqual(Object.keys(networks).sort(), [first, second].sort())
      assert.ok(networks[second]?.Aliases?.includes('b'))
      assert.match(networks[second]?.IPAddress ?? '', /^\d+\./)
    })

    it('are joined and left while the container runs', async () => {
      const { name, launch, inspect, engine, run } = get()
      const own = name('joined')
      const id = await network(own)
      const container = await launch(name('joins'), { Cmd })
      await engine.connectNetwork({ id, container, endpoint: { Aliases: ['x'] } }, run)
      assert.match((await inspect(container)).NetworkSettings.Networks[own]?.IPAddress ?? '', /^\d+\./)
      const again = engine.connectNetwork({ id, container, endpoint: {} }, run)
      await refuses(again, 'Conflict', /already exists in network/)
      await engine.disconnectNetwork({ id, container }, run)
      assert.equal((await inspect(container)).NetworkSettings.Networks[own], undefined)
      await refuses(engine.disconnectNetwork({ id, container }, run), 'Internal', /is not connected to/)
    })

    it('give a fixed address, and refuse one that is taken, at the start', async () => {
      const { name, create, launch, inspect, engine, run } = get()
      const own = name('fixed')
      const id = await network(own, { Subnet: '10.213.4.0/24' })
      const body = {
        Cmd,
        HostConfig: { NetworkMode: id },
        NetworkingConfig: { EndpointsConfig: { [id]: { IPAMConfig: { IPv4Address: '10.213.4.50' } } } },
      }
      const first = await launch(name('fixed'), body)
      assert.equal((await inspect(first)).NetworkSettings.Networks[own]?.IPAddress, '10.213.4.50')
      const second = await create(name('fixed'), body)
      await refuses(engine.startContainer({ id: second }, run), 'Busy', /Address already in use.*gateway/)
    })

    it('give fixed addresses only where the subnet was asked for', async () => {
      const { name, create, engine, run, under } = get()
      const id = await network(name('unasked'))
      const body = {
        Cmd,
        HostConfig: { NetworkMode: id },
        NetworkingConfig: { EndpointsConfig: { [id]: { IPAMConfig: { IPv4Address: '172.31.0.50' } } } },
      }
      const refused = /user specified IP address is supported only when connecting to networks with user configured/
      if (speaks(under, 44)) await refuses(create(name('unasked'), body), 'Invalid', refused)
      else {
        const container = await create(name('unasked'), body)
        await refuses(engine.startContainer({ id: container }, run), 'Invalid', refused)
      }
      const later = await create(name('unasked'), { Cmd })
      const endpoint = { IPAMConfig: { IPv4Address: '172.31.0.51' } }
      await refuses(engine.connectNetwork({ id, container: later, endpoint }, run), 'Invalid', refused)
    })

    it('give no fixed address of another subnet: newer ones make nothing that has it', async () => {
      const { name, create, engine, run, under } = get()
      const id = await network(name('outside'), { Subnet: '10.213.14.0/24' })
      const endpoint = { IPAMConfig: { IPv4Address: '10.213.15.5' } }
      const body = { Cmd, HostConfig: { NetworkMode: id }, NetworkingConfig: { EndpointsConfig: { [id]: endpoint } } }
      if (speaks(under, 44))
        await refuses(create(name('outside'), body), 'Invalid', /invalid config for network .*no configured subnet/s)
      else {
        const container = await create(name('outside'), body)
        await refuses(engine.startContainer({ id: container }, run), 'Internal', /Invalid address 10\.213\.15\.5/)
      }
    })

    it('draw addresses from the range that they name, and none that is reserved', async () => {
      const { name, create, launch, inspect, engine, run } = get()
      const own = name('range')
      const Config = [
        { Subnet: 'fd00:213:5::/64' },
        { Subnet: '10.213.5.0/24', IPRange: '10.213.5.128/25', AuxiliaryAddresses: { own: '10.213.5.129' } },
      ]
      const { id } = await engine.createNetwork({ body: { Name: own, EnableIPv6: true, IPAM: { Config } } }, run)
      made.push(id)
      const inside = { Cmd, HostConfig: { NetworkMode: id } }
      const fixed = { IPAMConfig: { IPv4Address: '10.213.5.2', IPv6Address: 'fd00:213:5::55' } }
      const drawn = await launch(name('range'), inside)
      const asks = await launch(name('range'), { ...inside, NetworkingConfig: { EndpointsConfig: { [id]: fixed } } })
      const addresses = [await inspect(drawn), await inspect(asks)].map(
        ({ NetworkSettings }) => NetworkSettings.Networks[own]?.IPAddress,
      )
      assert.deepEqual(addresses, ['10.213.5.130', '10.213.5.2'])
      assert.equal((await inspect(asks)).NetworkSettings.Networks[own]?.GlobalIPv6Address, 'fd00:213:5::55')
      const taken = { IPAMConfig: { IPv6Address: 'fd00:213:5:0::55' } }
      const late = await create(name('range'), { ...inside, NetworkingConfig: { EndpointsConfig: { [id]: taken } } })
      await refuses(engine.startContainer({ id: late }, run), 'Busy', /Address already in use/)
    })

    it('of IPv6 alone are asked for beside a subnet of the engine’s', async () => {
      const { name, engine, run } = get()
      const Config = [{ Subnet: 'fd00:213:6::/64' }]
      const body = { Name: name('six'), EnableIPv6: true, IPAM: { Config } }
      const { id } = await engine.createNetwork({ body }, run)
      made.push(id)
      const subnets = (await engine.inspectNetwork({ id }, run)).IPAM?.Config?.map(({ Subnet = '' }) => Subnet)
      assert.deepEqual(subnets?.map((subnet) => subnet.includes(':')).sort(), [false, true])
    })

    it('publish ports: one holder at a time, a free one where none is asked for', async () => {
      const { name, create, launch, inspect, engine, run } = get()
      const published = (HostPort: string) => ({
        Cmd,
        ExposedPorts: { '80/tcp': {} },
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort }] } },
      })
      const holder = await launch(name('port'), published('38080'))
      const ports = (await inspect(holder)).NetworkSettings.Ports?.['80/tcp']
      assert.ok(ports?.some(({ HostPort }) => HostPort === '38080'))
      const [listed] = await engine.listContainers({ ids: [holder] }, run)
      assert.deepEqual(listed?.hostPorts, ['38080/tcp'])
      const late = await create(name('port'), published('38080'))
      await refuses(engine.startContainer({ id: late }, run), 'Busy', /port is already allocated/)
      assert.equal((await inspect(late)).State.Status, 'created')
      await engine.removeContainer({ id: holder, force: true }, run)
      await engine.startContainer({ id: late }, run)
      const mac = '02:42:ac:11:00:99'
      const { HostConfig, ExposedPorts, ...others } = published('')
      const free = await launch(name('port'), {
        ...{ ...others, MacAddress: mac, ExposedPorts: { ...ExposedPorts, '81/tcp': {} } },
        HostConfig: { ...HostConfig, PublishAllPorts: true },
      })
      const { Ports, Networks } = (await inspect(free)).NetworkSettings
      for (const port of ['80/tcp', '81/tcp']) assert.ok(Number(Ports?.[port]?.[0]?.HostPort) > 1024, port)
      assert.equal(Networks['bridge']?.MacAddress, mac)
      for (const id of [late, free]) await engine.removeContainer({ id, force: true }, run)
    })

    it('of another container are shared while that one runs', async () => {
      const { name, create, launch, inspect, engine, run } = get()
      const own = name('owner')
      const owner = await launch(own, { Cmd })
      const shared = await create(name('sharer'), { Cmd, HostConfig: { NetworkMode: `container:${own}` } })
      assert.equal((await inspect(shared)).HostConfig.NetworkMode, `container:${owner}`)
      assert.deepEqual((await inspect(shared)).NetworkSettings.Networks, {})
      await engine.stopContainer({ id: owner, timeoutSeconds: 0 }, run)
      await refuses(engine.startContainer({ id: shared }, run), 'Conflict', /non running container/)
      await engine.startContainer({ id: owner }, run)
      await engine.startContainer({ id: shared }, run)
      assert.equal((await inspect(shared)).State.Status, 'running')
      await engine.removeContainer({ id: shared, force: true }, run)
    })

    it('refuse what can not be had together, running or not', async () => {
      const { name, create, launch, engine, run, under } = get()
      const id = await network(name('mixed'))
      const owner = await launch(name('owner'), { Cmd })
      const shared = /sharing network namespace/
      const onHost = speaks(under, 44) ? /must be created in host network mode/ : /connected to host network/
      const cases = [
        { mode: 'host', to: [id, 'none', 'bridge'], refusal: shared },
        { mode: 'none', to: [id, 'bridge'], refusal: /private \(none\) mode/ },
        { mode: 'none', to: ['host'], refusal: onHost },
        { mode: id, to: ['none'], refusal: /private \(none\) mode/ },
        { mode: id, to: ['host'], refusal: onHost },
      ]
      for (const { mode, to, refusal } of cases) {
        const container = await create(name('mixed'), { Cmd, HostConfig: { NetworkMode: mode } })
        const joins = (key: string) => engine.connectNetwork({ id: key, container, endpoint: {} }, run)
        for (const key of to) await refuses(joins(key), 'Invalid', refusal)
        await engine.startContainer({ id: container }, run)
        for (const key of to) await refuses(joins(key), 'Invalid', refusal)
        await refuses(joins(mode), 'Conflict', /already exists in network/)
        await refuses(joins('contract-no-such-net'), 'NotFound')
        await engine.removeContainer({ id: container, force: true }, run)
      }
      const sharer = await launch(name('mixed'), { Cmd, HostConfig: { NetworkMode: `container:${owner}` } })
      for (const key of [id, 'host', 'none', 'contract-no-such-net'])
        await refuses(engine.connectNetwork({ id: key, container: sharer, endpoint: {} }, run), 'Invalid', shared)
      for (const each of [sharer, owner]) await engine.removeContainer({ id: each, force: true }, run)
    })

    it('of the engine itself know no aliases', async () => {
      const { name, create, launch, engine, run, under } = get()
      const endpoint = { Aliases: ['web'] }
      const made = (key: string) =>
        create(name('alias'), {
          Cmd,
          HostConfig: { NetworkMode: key },
          NetworkingConfig: { EndpointsConfig: { [key]: endpoint } },
        })
      const refusal = /network-scoped alias is supported only for containers in user defined networks/
      const started = async (key: string) => engine.startContainer({ id: await made(key) }, run)
      if (speaks(under, 44)) await refuses(made('bridge'), 'Invalid', /invalid config for network bridge/)
      else await refuses(started('bridge'), 'Invalid', refusal)
      await refuses(started((await engine.inspectNetwork({ id: 'bridge' }, run)).Id), 'Invalid', refusal)
      const id = await network(name('aliases'))
      const own = { Cmd, HostConfig: { NetworkMode: id } }
      for (const container of [await create(name('alias'), own), await launch(name('alias'), own)]) {
        await refuses(engine.connectNetwork({ id: 'bridge', container, endpoint }, run), 'Invalid', refusal)
        await engine.connectNetwork({ id: 'bridge', container, endpoint: {} }, run)
        await engine.startContainer({ id: container }, run)
      }
    })

    it('are noted for a stopped container that shares a namespace, and never joined', async () => {
      const { name, create, launch, inspect, engine, run, under } = get()
      const own = name('noted')
      const id = await network(own)
      const owner = await launch(name('owner'), { Cmd })
      const sharer = await create(name('sharer'), { Cmd, HostConfig: { NetworkMode: `container:${owner}` } })
      const networks = async () => Object.entries((await inspect(sharer)).NetworkSettings.Networks)
      await refuses(engine.connectNetwork({ id: 'host', container: sharer, endpoint: {} }, run), 'Invalid')
      await engine.connectNetwork({ id, container: sharer, endpoint: {} }, run)
      await refuses(engine.connectNetwork({ id: 'none', container: sharer, endpoint: {} }, run), 'Invalid', /private/)
      const starts = engine.startContainer({ id: sharer }, run)
      if (speaks(under, 44)) {
        await refuses(starts, 'Invalid', /sharing network namespace/)
        await engine.disconnectNetwork({ id, container: sharer }, run)
        await engine.startContainer({ id: sharer }, run)
        assert.deepEqual(await networks(), [])
      } else {
        await starts
        assert.deepEqual(
          (await networks()).map(([key, { IPAddress }]) => [key, IPAddress]),
          [[own, '']],
        )
        await refuses(engine.disconnectNetwork({ id, container: sharer }, run), 'Internal', /is not connected to/)
      }
      for (const each of [sharer, owner]) await engine.removeContainer({ id: each, force: true }, run)
    })

    it('of the host are shared without an address', async () => {
      const { name, launch, inspect } = get()
      const id = await launch(name('on-host'), { Cmd, HostConfig: { NetworkMode: 'host' } })
      const { Networks: networks } = (await inspect(id)).NetworkSettings
      assert.deepEqual(Object.keys(networks), ['host'])
      assert.equal(networks['host']?.IPAddress, '')
    })
  })
}
