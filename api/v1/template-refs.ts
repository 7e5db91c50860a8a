import { isWithin } from './language/path-within.ts'
import { perTemplate } from './language/per-template.ts'

/** The Network resources that a template attaches to; the stack's `default` if it declares no networks and no network mode. */
export const networksOf = perTemplate(({ networks, networkMode }): readonly string[] => {
  if (networks !== undefined) return networks.map(({ network }) => network)
  return networkMode === undefined ? ['default'] : []
})

/** The services whose containers a template's containers refer to on the same engine: by shared namespaces, shared volumes, or links. */
export const sharedServices = perTemplate((template): readonly string[] => [
  ...new Set([...runningServices(template), ...volumeServices(template)]),
])

/** The services whose containers' volumes a template's containers share. */
export const volumeServices = perTemplate(({ volumesFrom = [] }): readonly string[] => volumesFrom.flatMap(serviceOf))

/** Those of the shared services that must run before a start. Volumes may also come from a container that does not run. */
export const runningServices = perTemplate((template): readonly string[] => [
  ...new Set([...sharedNamespaces(template), ...bridgeLinks(template).flatMap(serviceOf)]),
])

/** The links of a template on the engine's own bridge. There a link leads to one container, not to any container with that name. */
export const bridgeLinks = perTemplate(({ networkMode, links = [] }): readonly string[] =>
  networkMode === 'bridge' || networkMode === 'default' ? links : [],
)

/** The containers of other origin that a template names, to share something or by an external link. */
export const foreignContainers = perTemplate((template): readonly string[] => {
  const { volumesFrom = [], externalLinks = [] } = template
  const links = externalLinks.map((link) => link.split(':', 1)[0] ?? link)
  return [...joinedContainers(template), ...volumesFrom.flatMap(containerIn), ...links]
})

/** The containers whose namespaces a template shares by their names. */
export const joinedContainers = perTemplate(({ networkMode, pidMode, ipcMode }): readonly string[] => [
  ...new Set([networkMode, pidMode, ipcMode].flatMap(containerIn)),
])

/** The container in container:NAME or container:NAME:ro. */
function containerIn(reference: string | undefined): string[] {
  const [kind, name = ''] = reference?.split(':') ?? []
  return kind === 'container' ? [name] : []
}

/** The service in NAME, NAME:ALIAS or NAME:ro; none in container:NAME. */
function serviceOf(text: string): string[] {
  const [name = ''] = text.split(':', 1)
  return name === 'container' ? [] : [name]
}

/** The services whose namespaces a template shares. */
export const sharedNamespaces = perTemplate(({ networkMode, pidMode, ipcMode }): readonly string[] =>
  [networkMode, pidMode, ipcMode].flatMap((mode) =>
    mode?.startsWith('service:') ? [mode.slice('service:'.length)] : [],
  ),
)

/** The images that a template mounts, besides the one that it runs. */
export const mountedImages = perTemplate(({ mounts = [] }): readonly string[] =>
  mounts.flatMap(({ type, source }) => (type === 'Image' && source !== undefined ? [source] : [])),
)

/** The Volume resources that a template mounts. */
export const volumesOf = perTemplate(({ mounts = [] }): readonly string[] =>
  mounts.flatMap(({ type, source }) => (type === 'Volume' && source !== undefined ? [source] : [])),
)

/** The mounts of volumes and host paths that a template may write to. */
export const writtenMounts = perTemplate(({ mounts = [] }) =>
  mounts.filter(({ type, readOnly }) => (type === 'Volume' || type === 'Bind') && readOnly !== true),
)

/** The paths on its host that a template can write to, and that outlive a boot of the host. */
export const writtenPaths = perTemplate((template): readonly string[] =>
  writtenMounts(template).flatMap(({ type, source }) =>
    type === 'Bind' && source !== undefined && !VOLATILE.some((directory) => isWithin(source, directory))
      ? [source]
      : [],
  ),
)

/** Where a host has devices, sockets and the like, which it makes anew at each boot: no data is there. */
const VOLATILE = ['/dev', '/proc', '/run', '/sys', '/var/run'] as const
