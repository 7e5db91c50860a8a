import type { V1Service } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { createWorld, type World } from '../../../plan/world.ts'

/** A simulated world whose nodes have the image of `service`. */
export function worldOf(nodes: number): World {
  const images = { 'web:1': { config: { Cmd: ['serve'] } } }
  const all = Array.from({ length: nodes }, (_, index) => ({ node: `node-${index}`, images }))
  return createWorld({ seed: 1, start: Date.UTC(2026, 0, 1), nodes: all })
}

/** Advances virtual time until nothing is in progress, for ten minutes at most. */
export async function quiet({ clock }: World): Promise<void> {
  await clock.runUntilQuiet({ until: clock.now() + 600_000, steps: Number.POSITIVE_INFINITY })
}

export function service(name: string, namespace: string, replicas: number): V1Service {
  const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name, namespace },
    spec: { replicas, template: { image: 'web:1', healthcheck } },
  }
}
