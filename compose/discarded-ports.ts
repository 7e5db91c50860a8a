import type { Context } from './context.ts'
import type { ServiceDraft } from './service-draft.ts'

/** Warns of ports that no engine publishes: those of a container that is on the host's network, or on none. */
export function tellDiscarded(services: readonly ServiceDraft[], context: Context): void {
  for (const { spec, node } of services) {
    const { networkMode = '', ports = [] } = spec.template
    if (!['host', 'none'].includes(networkMode) || ports.length === 0) continue
    const why =
      networkMode === 'host' ? "what listens in the container listens on the host's ports" : 'nothing reaches it'
    const message = `publishes nothing: with network_mode ${networkMode} ${why}; take one of the two out`
    context.warn(context.ledger.origin(spec.template, 'ports') ?? node, message)
  }
}
