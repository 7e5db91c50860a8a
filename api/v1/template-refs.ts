import type { V1TaskTemplate } from './generated/types.ts'

/** The Network resources that a template attaches to; without a word on networks it is the stack's `default`. */
export function networksOf(template: V1TaskTemplate): readonly string[] {
  if (template.networks !== undefined) return template.networks.map(({ network }) => network)
  return template.networkMode === undefined ? ['default'] : []
}

/** The services whose namespaces or volumes a template shares: `service:NAME` in its modes, and volumesFrom. */
export function sharedServices(template: V1TaskTemplate): readonly string[] {
  const volumes = (template.volumesFrom ?? []).filter((from) => !from.startsWith('container:'))
  return [...new Set([...sharedNamespaces(template), ...volumes.map((from) => from.split(':')[0] ?? from)])]
}

/** The services whose namespaces a template shares. */
export function sharedNamespaces({ networkMode, pidMode, ipcMode }: V1TaskTemplate): readonly string[] {
  return [networkMode, pidMode, ipcMode].flatMap((mode) =>
    mode?.startsWith('service:') ? [mode.slice('service:'.length)] : [],
  )
}

/** The Volume resources that a template mounts. */
export function volumesOf({ mounts = [] }: V1TaskTemplate): readonly string[] {
  return mounts.flatMap(({ type, source }) => (type === 'Volume' && source !== undefined ? [source] : []))
}
