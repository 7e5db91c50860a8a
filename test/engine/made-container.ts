import type { WantedContainer } from '../../engine/container/want.ts'
import type { ContainerBody, ContainerInspect, HostConfigBody } from '../../engine/types/container.ts'

/** The id of a made container. */
export const ID = 'f'.repeat(64)

/** The inspect of the container that an engine makes from a wanted one, with changes. */
export function made(
  wanted: WantedContainer,
  {
    host,
    config,
    ...rest
  }: { host?: HostConfigBody; config?: Partial<ContainerBody> } & Partial<ContainerInspect> = {},
): ContainerInspect {
  const { HostConfig, NetworkingConfig: _networking, ...Config } = wanted.body
  const { Id = ID } = rest
  return {
    Id,
    Name: `/${wanted.name}`,
    Image: 'sha256:1',
    State: { Status: 'running' },
    Config: { ...Config, Hostname: Id.slice(0, 12), ...config },
    HostConfig: { ...HostConfig, ...host },
    NetworkSettings: {
      Networks: Object.fromEntries(
        wanted.networks.map(({ id, name, endpoint }) => [
          name,
          { ...endpoint, NetworkID: id, Aliases: [...(endpoint.Aliases ?? []), Id.slice(0, 12)] },
        ]),
      ),
    },
    ...rest,
  }
}
