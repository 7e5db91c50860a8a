import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { ContainerBody } from '../../engine/types/container.ts'

/** What `docker compose up` of a project `shop` leaves on a simulated host. */
export interface ComposeProject {
  network(name?: string): void
  volume(name: string): void
  /** Answers the id. */
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

/** What `run` leaves of services, each as its stack and its name. */
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

/** Makes them as Compose 2.40 does. */
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
