import { isContent } from '../../../api/v1/kinds.ts'
import { contentKey, diskContents, type StagedContent, stageContent } from '../../../store/contents/disk.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading.ts'
import { type Core, keyFiles, secretsDirectory, settlingOf } from '../open/core.ts'

/** Writes the values of the variables that Secrets and Configs are made from, for when the manifests are accepted; one that is not set keeps what it had. */
export async function stageContents(
  core: Core,
  files: readonly FileReading[],
  variables: Readonly<Record<string, string | null>>,
): Promise<StagedContent> {
  const staged: StagedContent[] = []
  for (const object of contentsIn(files)) {
    const value = variables[object.spec.environment ?? '']
    if (typeof value === 'string')
      staged.push(await stageContent(secretsDirectory(core.home), object, Buffer.from(value)))
  }
  return {
    commit: () => staged.forEach((each) => each.commit()),
    drop: () => staged.forEach((each) => each.drop()),
  }
}

/** The hash that each Secret and Config of the files comes to now: where the manifests are the same, the bytes may be others. */
export async function expectedContents(
  core: Core,
  files: readonly FileReading[],
): Promise<ReadonlyMap<ResourceId, string>> {
  const objects = contentsIn(files)
  if (objects.length === 0) return new Map()
  const dir = secretsDirectory(core.home)
  const key = await contentKey(keyFiles(core.home), true)
  const contents = diskContents({ dir, key, variable: core.variable, settling: settlingOf(core) })
  const expected = new Map<ResourceId, string>()
  for (const object of objects) {
    const content = await contents.read(object)
    if (content.found)
      expected.set(`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, content.hash)
  }
  return expected
}

function contentsIn(files: readonly FileReading[]) {
  return files.flatMap(({ manifests }) => manifests.map(({ object }) => object)).filter(isContent)
}
