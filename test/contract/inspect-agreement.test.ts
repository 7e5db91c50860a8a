import assert from 'node:assert/strict'
import type { ContainerBody, ContainerInspect } from '../../engine/types/container.ts'
import { newest } from '../support/lab.ts'
import { startDocker } from './docker-subject.ts'
import { startSimulated } from './simulated-subject.ts'
import type { EngineUnderTest } from './subject.ts'

const run = { signal: new AbortController().signal, object: 'Task/contract/test', reason: 'agreement' }
const Cmd = ['sleep', '1000']

/**
 * Container bodies whose inspect must be alike on both engines, after create and while running. Where the limits of the test machine forbid
 * a start: after create only.
 */
const bodies: Readonly<Record<string, Omit<ContainerBody, 'Image'>>> = {
  'nothing but a command': { Cmd },
  'identity and process': {
    Cmd,
    Entrypoint: ['env'],
    Hostname: 'web',
    Domainname: 'example.org',
    User: '1000:1000',
    WorkingDir: '/tmp',
    Env: ['A=1', 'PATH=/bin', 'EMPTY='],
    Labels: { a: 'b', 'com.docker.compose.project': 'shop' },
    Tty: true,
    OpenStdin: true,
    StopSignal: 'SIGINT',
    StopTimeout: 3,
  },
  limits: {
    Cmd,
    HostConfig: {
      Memory: 64e6,
      MemoryReservation: 32e6,
      NanoCpus: 500_000_000,
      CpuShares: 512,
      PidsLimit: 100,
      CpusetCpus: '0',
      OomScoreAdj: 100,
      ShmSize: 1e6,
      Ulimits: [{ Name: 'nofile', Soft: 1000, Hard: 2000 }],
    },
  },
  'swap without end': { Cmd, HostConfig: { Memory: 64e6, MemorySwap: -1 } },
  security: {
    Cmd,
    HostConfig: {
      CapAdd: ['NET_ADMIN'],
      CapDrop: ['ALL'],
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true'],
      GroupAdd: ['1000'],
      Init: true,
    },
  },
  restarts: { Cmd, HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } } },
  logs: { Cmd, HostConfig: { LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } } } },
  'logs without a type': { Cmd, HostConfig: { LogConfig: { Config: { 'max-size': '10m' } } } },
  names: { Cmd, HostConfig: { Dns: ['10.0.0.1'], DnsSearch: ['x.org'], ExtraHosts: ['a:10.0.0.2'] } },
  namespaces: { Cmd, HostConfig: { PidMode: 'host', IpcMode: 'shareable', UTSMode: 'host', CgroupnsMode: 'private' } },
  'kernel settings': { Cmd, HostConfig: { Sysctls: { 'net.ipv4.ip_forward': '1' }, Tmpfs: { '/run': 'size=1m' } } },
  'a health check': {
    Cmd,
    Healthcheck: { Test: ['CMD', 'true'], Interval: 60e9, Timeout: 5e9, Retries: 4, StartPeriod: 1e9 },
  },
  'no health check': { Cmd, Healthcheck: { Test: ['NONE'] } },
  ports: {
    Cmd,
    ExposedPorts: { '80/tcp': {}, '53/udp': {} },
    HostConfig: {
      PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '38081' }], '53/udp': [{ HostPort: '38053' }] },
    },
  },
  'bound volumes': { Cmd, HostConfig: { Binds: ['inspect-a:/a', 'inspect-b:/b:ro', '/srv:/srv:ro'] } },
  mounts: {
    Cmd,
    HostConfig: {
      Mounts: [
        { Type: 'volume', Source: 'inspect-c', Target: '/c', VolumeOptions: { NoCopy: true, Labels: { x: 'y' } } },
        { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1e6, Mode: 0o700 } },
        { Type: 'bind', Source: '/etc', Target: '/host-etc', ReadOnly: true },
      ],
    },
  },
  "the host's network": { Cmd, HostConfig: { NetworkMode: 'host' } },
  privileged: { Cmd, HostConfig: { Privileged: true } },
  'no network': { Cmd, HostConfig: { NetworkMode: 'none' } },
}

describe('the inspect of a simulated and of a real engine', () => {
  for (const release of newest) {
    describe(`of ${release}`, function () {
      this.timeout(180_000)
      let real: EngineUnderTest | undefined
      let simulated: EngineUnderTest | undefined
      before(async () => {
        real = await startDocker(release)
        const info = await real.engine.info({}, run)
        simulated = await startSimulated(real.apiVersion, info)
      })
      after(async () => {
        real?.engine.close()
        await real?.dispose()
        await simulated?.dispose()
      })
      for (const [title, body] of Object.entries(bodies)) {
        it(`agree on ${title}`, async () => {
          if (real === undefined || simulated === undefined) throw new Error('the engines did not start')
          const [there, here] = [await inspects(real, body), await inspects(simulated, body)]
          assert.deepEqual(here.created, there.created, 'created')
          assert.deepEqual(here.running, there.running, 'running')
        })
      }
    })
  }
})

async function inspects({ engine, image }: EngineUnderTest, body: Omit<ContainerBody, 'Image'>) {
  const { id } = await engine.createContainer({ name: 'inspected', body: { ...body, Image: image } }, run)
  try {
    const created = comparable(await engine.inspectContainer({ id }, run))
    if (body.HostConfig?.Privileged) return { created }
    await engine.startContainer({ id }, run)
    return { created, running: comparable(await engine.inspectContainer({ id }, run)) }
  } finally {
    await engine.removeContainer({ id, force: true, volumes: true }, run)
  }
}

/**
 * The part of an inspect in which both engines must agree: without random values and those of the host. Null, empty and absent count as
 * equal.
 */
function comparable({ Id, Config, HostConfig, NetworkSettings, Mounts = [], State }: ContainerInspect) {
  const { Env: env, ...config } = Config
  const path = (entry: string) => (entry.startsWith('PATH=') ? 'PATH' : entry)
  const own = Config.Hostname === Id.slice(0, 12) ? 'the id' : Config.Hostname
  const mounts = Mounts.map(({ Type, Name, Destination, RW }) => [Type, Name ?? '', Destination, RW].join())
  const networks = Object.entries(NetworkSettings.Networks).map(
    ([name, { IPAddress }]) => `${name} ${IPAddress !== ''}`,
  )
  const status = Object.fromEntries(
    Object.entries(State).filter(([name]) => !['Pid', 'Dead', 'StartedAt', 'Health'].includes(name)),
  )
  const hostname = HostConfig.NetworkMode === 'host' || HostConfig.UTSMode === 'host' ? 'the host' : own
  return withoutEmpty({
    config: { ...config, Hostname: hostname, Env: env?.map(path) },
    host: withoutPaths(HostConfig),
    mounts: mounts.sort(),
    networks: networks.sort(),
    ports: NetworkSettings.Ports,
    status: { ...status, health: State.Health?.Status },
  })
}

/** Without the masked paths, which differ between minor releases, and the console size, which we never set. */
function withoutPaths(config: ContainerInspect['HostConfig']) {
  const {
    MaskedPaths: masked,
    ReadonlyPaths: paths,
    ConsoleSize: _size,
    ...rest
  } = config as typeof config & { ConsoleSize?: unknown }
  return { ...rest, isMasked: (masked?.length ?? 0) + (paths?.length ?? 0) > 0 }
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).map(([name, part]) => [name, withoutEmpty(part)] as const)
  return Object.fromEntries(kept.filter(([, part]) => !isEmpty(part)))
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
