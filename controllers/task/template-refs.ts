import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'

/** The Network resources that a template attaches to; without a word on networks it is the stack's `default`. */
export function networksOf(template: V1TaskTemplate): readonly string[] {
  if (template.networks !== undefined) return template.networks.map(({ network }) => network)
  return template.networkMode === undefined ? ['default'] : []
}

/** The services whose namespaces or volumes a template shares: `service:NAME` in its modes, and volumesFrom. */
export function sharedServices(template: V1TaskTemplate): readonly string[] {
  const modes = [template.networkMode, template.pidMode, template.ipcMode]
  const shared = modes.flatMap((mode) => (mode?.startsWith('service:') ? [mode.slice('service:'.length)] : []))
  const volumes = (template.volumesFrom ?? [])
    .filter((from) => !from.startsWith('container:'))
    .map((from) => from.split(':')[0] ?? from)
  return [...new Set([...shared, ...volumes])]
}
