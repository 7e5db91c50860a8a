import { familiarName, parseImageReference } from '../api/v1/image-reference.ts'
import type { Observed } from '../engine/simulated/seed.ts'

/**
 * Where an image is taken to have volumes that is not on a host yet: where those of its repository have them that containers run now, as
 * versions of one program do. What is in these goes on to the next container, so that its create names them.
 */
export function expectedVolumes(observed: readonly Observed[]): (reference: string) => readonly string[] {
  const expected = new Map<string, Set<string>>()
  for (const { containers, images } of observed) {
    const volumes = new Map(images.map(({ Id, Config }) => [Id, Object.keys(Config?.Volumes ?? {})]))
    for (const { Config, Image } of containers) {
      const repository = repositoryOf(Config.Image)
      const paths = expected.get(repository) ?? new Set()
      for (const path of volumes.get(Image) ?? []) paths.add(path)
      expected.set(repository, paths)
    }
  }
  return (reference) => [...(expected.get(repositoryOf(reference)) ?? [])].sort()
}

function repositoryOf(name: string): string {
  const reference = parseImageReference(name)
  return reference === undefined ? name : familiarName(reference)
}
