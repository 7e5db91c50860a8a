import { fullName } from '../api/v1/image-reference.ts'
import type { V1Service } from '../api/v1/generated/types.ts'
import { labels } from '../api/v1/labels.ts'
import { keyFor, keyOf } from '../api/v1/names.ts'
import { buildTag } from '../controllers/service/target.ts'
import type { Observed } from '../engine/simulated/seed.ts'

/**
 * Where an image is taken to have volumes that is not on a host yet: where those have them that its services run now, as most versions
 * of one program do. What is in these goes on to the next container, so that its create names them.
 */
export function expectedVolumes(
  services: readonly V1Service[],
  observed: readonly Observed[],
): (reference: string) => readonly string[] {
  const now = runningVolumes(observed)
  const expected = new Map<string, Set<string>>()
  for (const service of services) {
    const name = fullName(imageOf(service))
    const paths = expected.get(name) ?? new Set()
    for (const path of now.get(keyOf(service)) ?? []) paths.add(path)
    expected.set(name, paths)
  }
  return (reference) => [...(expected.get(fullName(reference)) ?? [])].sort()
}

/** The image that a service declares: the tag that its build is to have, where it has one. */
export function imageOf(service: V1Service): string {
  const { template } = service.spec
  return template.build ? buildTag(service) : (template.image ?? '')
}

/** Where the images of a service's containers have volumes, by `stack/service`. */
function runningVolumes(observed: readonly Observed[]): ReadonlyMap<string, ReadonlySet<string>> {
  const running = new Map<string, Set<string>>()
  for (const { containers, images } of observed) {
    const volumes = new Map(images.map(({ Id, Config }) => [Id, Object.keys(Config?.Volumes ?? {})]))
    for (const { Config, Image } of containers) {
      const { [labels.stack]: stack, [labels.name]: name = '' } = Config.Labels ?? {}
      const key = keyFor(stack, name)
      const paths = running.get(key) ?? new Set()
      for (const path of volumes.get(Image) ?? []) paths.add(path)
      running.set(key, paths)
    }
  }
  return running
}
