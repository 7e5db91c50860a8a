import { familiarName, parseImageReference } from '../api/v1/image-reference.ts'
import { keyOf } from '../api/v1/names.ts'
import { buildTag } from '../controllers/service/target.ts'
import { pathsLeftBy } from '../controllers/task/act/left-volumes.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * Where an image is taken to have volumes that is not on a host yet: where those of its repository have them that containers run now, or
 * had them whose containers are gone, as versions of one program do. What is in these goes on to the next container, so that its create
 * names them.
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

/** What is kept of volumes does not tell the image: a service counts that never had one of another repository. */
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
