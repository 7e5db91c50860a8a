import { familiarName, parseImageReference } from '../api/v1/image-reference.ts'
import { keyOf } from '../api/v1/names.ts'
import { buildTag } from '../controllers/service/target.ts'
import { pathsLeftBy } from '../controllers/task/act/left-volumes.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * Returns the paths at which an image that is not on a host yet is assumed to declare volumes: those of images of its repository that
 * containers run now, or whose volumes are recorded for removed containers. Versions of one program usually agree. The contents are carried
 * over to the next container, so its create names these volumes.
 */
export function expectedVolumes(store: Store, observed: readonly Observed[]): (reference: string) => readonly string[] {
  const expected = new Map<string, Set<string>>()
  const expect = (repository: string, paths: readonly string[]) =>
    expected.set(repository, new Set([...(expected.get(repository) ?? []), ...paths]))
  for (const { containers, images } of observed) {
    const volumes = new Map(images.map(({ Id, Config }) => [Id, Object.keys(Config?.Volumes ?? {})]))
    for (const { Config, Image } of containers) expect(repositoryOf(Config.Image), volumes.get(Image) ?? [])
  }
  for (const [repository, paths] of left(store)) expect(repository, paths)
  return (reference) => [...(expected.get(repositoryOf(reference)) ?? [])].sort()
}

/**
 * Recorded volumes of removed containers, by repository. The record does not name the image, so only services that always used one
 * repository count.
 */
function left(store: Store): readonly (readonly [string, readonly string[]])[] {
  if (store.facts('carried').size === 0) return []
  return [...store.list('Service').values()].flatMap((service) => {
    const templates = [...store.by('Revision', 'service', keyOf(service)).values()].map(({ spec }) => spec.template)
    const images = [service.spec.template, ...templates].map(({ build, image = '' }) =>
      build ? buildTag(service) : image,
    )
    const [repository = '', ...others] = new Set(images.map(repositoryOf))
    return others.length > 0 ? [] : [[repository, pathsLeftBy(keyOf(service), store)] as const]
  })
}

function repositoryOf(name: string): string {
  const reference = parseImageReference(name)
  return reference === undefined ? name : familiarName(reference)
}
