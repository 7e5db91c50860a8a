import { composeLabels, labels } from '../../api/v1/labels.ts'
import { consoleSize, type TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { EndpointBody } from '../types/container.ts'
import type { StringMap } from '../types/string-map.ts'
import { type SharedFrom, withSharedByName } from './anonymous-volumes.ts'
import type { WantedContainer } from './want.ts'

/** The kind in a one-off container's labels. */
export const ONE_OFF = 'OneOff'

/** Whether labels say that a container was made for one command. */
export function isOneOff(own: Readonly<StringMap> | null | undefined): boolean {
  return own?.[labels.kind] === ONE_OFF
}

/** How a one-off container differs from a task's. */
export interface OneOffBody {
  /** The engine removes it at its end. */
  readonly remove: boolean
  /** It answers to the service's names. */
  readonly useAliases: boolean
  /** How large its terminal is at first; absent: it is told later, if it has one. */
  readonly terminalSize?: TerminalSize | undefined
  /** The containers of its `VolumesFrom`, in that order: what is theirs does not go with it. */
  readonly shared: readonly SharedFrom[]
}

/**
 * A task's container as a one-off: without what makes it that task's. No loop finds it by task or service, so that none adopts it,
 * counts it or takes it away (S4); `docker compose ps -a` shows it as one.
 */
export function oneOffContainer(wanted: WantedContainer, how: OneOffBody): WantedContainer {
  const { body } = wanted
  const own = ({ Aliases: _, ...endpoint }: EndpointBody): EndpointBody => endpoint
  const bare = (endpoint: EndpointBody) => (how.useAliases ? endpoint : own(endpoint))
  const endpoints = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {})
  return {
    ...wanted,
    body: {
      ...body,
      Labels: oneOffLabels(body.Labels),
      HostConfig: {
        ...withSharedByName(body.HostConfig ?? {}, how.shared),
        ...(how.remove ? { AutoRemove: true } : {}),
        ...(how.terminalSize && consoleSize(how.terminalSize)),
      },
      ...(endpoints.length === 0
        ? {}
        : {
            NetworkingConfig: {
              EndpointsConfig: Object.fromEntries(endpoints.map(([id, endpoint]) => [id, bare(endpoint)])),
            },
          }),
    },
    connectAfter: wanted.connectAfter.map(({ network, endpoint }) => ({ network, endpoint: bare(endpoint) })),
  }
}

function oneOffLabels(own: Readonly<StringMap> = {}): StringMap {
  const { [labels.task]: _task, [labels.name]: _name, [labels.createdByRevision]: _revision, ...rest } = own
  return {
    ...rest,
    [labels.kind]: ONE_OFF,
    [composeLabels.containerNumber]: '1',
    [composeLabels.oneoff]: 'True',
  }
}
