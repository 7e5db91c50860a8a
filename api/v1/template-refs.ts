import { perTemplate } from './per-template.ts'

/** The Network resources that a template attaches to; without a word on networks it is the stack's `default`. */
export const networksOf = perTemplate(({ networks, networkMode }): readonly string[] => {
  if (networks !== undefined) return networks.map(({ network }) => network)
  return networkMode === undefined ? ['default'] : []
})

/** The services whose namespaces or volumes a template shares: `service:NAME` in its modes, and volumesFrom. */
export const sharedServices = perTemplate((template): readonly string[] => {
  const volumes = (template.volumesFrom ?? []).filter((from) => !from.startsWith('container:'))
  return [...new Set([...sharedNamespaces(template), ...volumes.map((from) => from.split(':')[0] ?? from)])]
})

/** The services whose namespaces a template shares. */
export const sharedNamespaces = perTemplate(({ networkMode, pidMode, ipcMode }): readonly string[] =>
  [networkMode, pidMode, ipcMode].flatMap((mode) =>
    mode?.startsWith('service:') ? [mode.slice('service:'.length)] : [],
  ),
)

/** The Volume resources that a template mounts. */
export const volumesOf = perTemplate(({ mounts = [] }): readonly string[] =>
  mounts.flatMap(({ type, source }) => (type === 'Volume' && source !== undefined ? [source] : [])),
)
