import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { ContainerBody } from '../../engine/types/container.ts'

/** Creates on a simulated host what `docker compose up` of the project `shop` would. */
export interface ComposeProject {
  network(name?: string): void
  volume(name: string): void
  /** Returns the container's id. */
  container(service: string, more?: ComposeContainer): string
}

export interface ComposeContainer {
  readonly number?: number
  readonly name?: string
  readonly oneoff?: boolean
  readonly isStarted?: boolean
  readonly project?: string
  readonly body?: Partial<ContainerBody>
}

/** Creates the one-off containers that `reconcile run` of these services leaves. */
export function oneOffsOf({ byHand }: SimulatedHost, services: readonly (readonly [stack: string, service: string])[]) {
  for (const [stack, service] of services)
    byHand.run(`${stack}-${service}-run-1`, {
      Image: 'nginx',
      Labels: {
        ...{ 'reconcile.dev/installation': 'default', 'reconcile.dev/stack': stack, 'reconcile.dev/kind': 'OneOff' },
        ...{ 'com.docker.compose.project': stack, 'com.docker.compose.service': service },
      },
    })
}

const labelled = (more: Record<string, string>) => ({ 'com.docker.compose.project': 'shop', ...more })

/** A project whose objects are created as by Compose 2.40. */
export function composeProject({ byHand }: SimulatedHost): ComposeProject {
  return {
    network(name = 'default') {
      byHand.createNetwork({
        Name: `shop_${name}`,
        Driver: 'bridge',
        Labels: labelled({ 'com.docker.compose.network': name }),
      })
    },
    volume(name) {
      byHand.createVolume({
        Name: `shop_${name}`,
        Driver: 'local',
        Labels: labelled({ 'com.docker.compose.volume': name }),
      })
    },
    container(
      service,
      {
        number = 1,
        name = `shop-${service}-${number}`,
        oneoff = false,
        isStarted = true,
        project = 'shop',
        body = {},
      } = {},
    ) {
      return byHand[isStarted ? 'run' : 'create'](name, {
        Image: 'nginx',
        AttachStdout: true,
        ...body,
        Labels: {
          ...body.Labels,
          'com.docker.compose.project': project,
          'com.docker.compose.service': service,
          'com.docker.compose.container-number': String(number),
          'com.docker.compose.oneoff': oneoff ? 'True' : 'False',
          'com.docker.compose.config-hash': 'c0ffee',
        },
        HostConfig: { NetworkMode: 'shop_default', RestartPolicy: { Name: 'always' }, ...body.HostConfig },
        NetworkingConfig: body.NetworkingConfig ?? {
          EndpointsConfig: { shop_default: { Aliases: name.includes('_') ? [service] : [name, service] } },
        },
      })
    },
  }
}
