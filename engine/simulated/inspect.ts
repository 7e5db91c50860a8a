import type { ContainerInspect, EndpointInspect } from '../types/container.ts'
import { findContainer } from './containers.ts'
import { shownLinks } from './links.ts'
import { isSwarmScoped } from './networks.ts'
import type { Container, Endpoint, HostState } from './state.ts'
import { macOf } from './subnets.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

const never = '0001-01-01T00:00:00Z'

/** The answer of `GET /containers/ID/json`: frozen, and shared until the next change. */
export function inspectContainer(host: HostState, key: string): ContainerInspect {
  const container = findContainer(host, key)
  container.inspected ??= describe(host, container)
  return container.inspected
}

function describe(host: HostState, container: Container): ContainerInspect {
  const said = {
    Id: container.id,
    Created: moment(container.created),
    State: describeState(container),
    Image: container.imageId,
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Platform: 'linux',
    HostConfig:
      container.links.length > 0 ? { ...container.hostConfig, Links: shownLinks(container) } : container.hostConfig,
    Mounts: container.mounts as NonNullable<ContainerInspect['Mounts']>,
    Config: container.config,
    NetworkSettings: Object.freeze({
      Ports: container.ports ?? noPorts,
      Networks: Object.fromEntries(
        container.endpoints.map((endpoint) => [endpoint.name, describeEndpoint(host, container, endpoint)]),
      ),
    }),
  }
  return Object.freeze(container.seed === undefined ? said : { ...container.seed, ...said })
}

const noPorts = Object.freeze({})

function describeState(container: Container): ContainerInspect['State'] {
  const { state, health } = container
  const said: ContainerInspect['State'] = {
    Status: state,
    Running: state === 'running' || state === 'paused' || state === 'restarting',
    Paused: state === 'paused',
    Restarting: state === 'restarting',
    OOMKilled: container.oomKilled,
    ExitCode: container.exitCode,
    Error: container.error,
    StartedAt: moment(container.startedAt),
    FinishedAt: moment(container.finishedAt),
  }
  if (health !== undefined)
    said.Health = { Status: health.status, FailingStreak: health.failingStreak, Log: [...health.log] }
  return Object.freeze(said)
}

function describeEndpoint(host: HostState, container: Container, endpoint: Endpoint): EndpointInspect {
  const { body, live, networkId, named } = endpoint
  const aliases = body.Aliases ?? []
  const userDefined = !['bridge', 'host', 'none'].includes(endpoint.name)
  const old = host.api < 44
  const own = ownNames(container).filter((name) => !aliases.includes(name))
  const shown = named && old && userDefined ? [...aliases, ...own] : body.Aliases
  return Object.freeze({
    NetworkID: networkId,
    IPAddress: live?.ip ?? '',
    GlobalIPv6Address: live?.newer ?? '',
    ...body,
    ...givenShown(host, endpoint),
    ...(shown === undefined ? {} : { Aliases: shown }),
    ...macShown(container, endpoint),
    ...(old ? {} : { DNSNames: named && userDefined ? [...new Set([container.name, ...aliases, ...own])] : null }),
  })
}

/** On a swarm's network, the address that the engine gave is shown as one that was asked for. */
function givenShown(host: HostState, { body, live, networkId }: Endpoint): Pick<EndpointInspect, 'IPAMConfig'> {
  const network = host.networks.get(networkId)
  return live && network && isSwarmScoped(network) ? { IPAMConfig: { ...body.IPAMConfig, IPv4Address: live.ip } } : {}
}

/** The names that the engine adds in a network besides the container's name. */
function ownNames({ id, config: { Hostname = '' } }: Container): string[] {
  const short = id.slice(0, 12)
  return Hostname === short || Hostname === '' ? [short] : [short, Hostname]
}

/** The MAC address as inspect shows it: before the first start, the requested one. */
function macShown({ startedAt }: Container, { live, mac }: Endpoint): Pick<EndpointInspect, 'MacAddress'> {
  if (live === undefined) return startedAt === 0 ? {} : { MacAddress: '' }
  return live.ip === '' ? {} : { MacAddress: mac ?? macOf(live.ip) }
}

function moment(ms: number): string {
  return ms === 0 ? never : timestamp(ms)
}
