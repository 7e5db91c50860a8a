import { composeLabels, labels } from '../../api/v1/labels.ts'
import { consoleSize, type TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { EndpointBody } from '../types/container.ts'
import type { StringMap } from '../types/string-map.ts'
import { type SharedFrom, withSharedByName } from './anonymous-volumes.ts'
import type { WantedContainer } from './want.ts'

/** The kind in a one-off container's labels. */
export const ONE_OFF = 'OneOff'

/** Whether a container is a one-off, made for a single command, by its labels. */
export function isOneOff(own: Readonly<StringMap> | null | undefined): boolean {
  return own?.[labels.kind] === ONE_OFF
}

/** How a one-off container differs from a task's. */
export interface OneOffBody {
  /** Whether the engine removes it when it exits. */
  readonly remove: boolean
  /** Whether it answers to the service's network aliases. */
  readonly useAliases: boolean
  /** The initial size of its terminal; absent: set later, if it has one. */
  readonly terminalSize?: TerminalSize | undefined
  /** The containers of its `VolumesFrom`, in order: their volumes must not be removed with it. */
  readonly shared: readonly SharedFrom[]
}

/**
 * Turns a task's desired container into a one-off, without the task's identity. No loop finds it by task or service, so none adopts, counts
 * or removes it (S4); `docker compose ps -a` shows it as a one-off.
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
