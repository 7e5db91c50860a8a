import type { V1Service, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { withDefaults } from '../../api/v1/validation/defaults.ts'
import type { Random } from '../../clock/random.ts'
import { between, chance, pick } from './draw.ts'
import { declaredOf, type Declared } from './generate.ts'
import { servicesOf, withService } from './generate-change.ts'

/** Draws a stack of services that reserve much of hosts with 8 CPUs each, and mostly start their new tasks beside the old ones. */
export function tightStack(random: Random): Declared {
  const names = ['api', 'web', 'worker'].slice(0, between(random, 1, 3))
  return declaredOf(
    names.map((name) => tightService(random, name)),
    new Map(),
  )
}

function tightService(random: Random, name: string): V1Service {
  const spec: V1ServiceSpec = {
    replicas: between(random, 1, 4),
    template: {
      image: 'app:1',
      stopGracePeriodSeconds: 1,
      resources: { reservations: { cpus: pick(random, [2, 3]) } },
      ...(chance(random, 0.5) ? { healthcheck: { test: ['CMD', 'true'], intervalSeconds: 5 } } : {}),
    },
    updateStrategy: {
      parallelism: between(random, 0, 3),
      order: chance(random, 0.8) ? 'StartFirst' : 'StopFirst',
      monitorSeconds: between(random, 0, 2),
    },
  }
  return withDefaults({ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'shop' }, spec })
}

/** Draws an update of most services at once: another image, and of some other replicas or reservations. */
export function tightChange(
  random: Random,
  declared: Declared,
): { readonly words: string; readonly declared: Declared; readonly sort?: undefined } {
  const words: string[] = []
  let next = declared
  for (const service of servicesOf(declared)) {
    if (!chance(random, 0.7)) continue
    const { spec } = service
    const image = spec.template.image === 'app:1' ? 'app:2' : 'app:1'
    const replicas = chance(random, 0.3) ? between(random, 1, 4) : (spec.replicas ?? 1)
    const resources = chance(random, 0.2)
      ? { reservations: { cpus: between(random, 1, 3) } }
      : (spec.template.resources ?? {})
    words.push(`${service.metadata.name}: ${replicas} of ${image} with ${resources.reservations?.cpus} CPUs`)
    next = withService(next, {
      ...service,
      spec: { ...spec, replicas, template: { ...spec.template, image, resources } },
    })
  }
  return { words: words.join(', '), declared: next }
}
