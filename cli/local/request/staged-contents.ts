import { isContent } from '../../../api/v1/kinds.ts'
import {
  contentKey,
  diskContents,
  keepContent,
  type StagedContent,
  stageContent,
} from '../../../store/contents/disk.ts'
import { originIn } from '../../../store/source/origins.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading.ts'
import { type Core, keyFiles, secretsDirectory, settlingOf } from '../open/core.ts'

/** Writes the values of the variables that Secrets and Configs are made from, for when the manifests are accepted; one that is not set keeps what it had. */
export async function stageContents(
  core: Core,
  files: readonly FileReading[],
  variables: Readonly<Record<string, string | null>>,
): Promise<StagedContent> {
  const staged: StagedContent[] = []
  for (const { object, content } of files.flatMap(({ manifests }) => manifests)) {
    if (!isContent(object)) continue
    const bytes = content?.reveal() ?? bytesOf(variables[object.spec.environment ?? ''])
    if (bytes) staged.push(await stageContent(secretsDirectory(core.home), object, bytes))
  }
  return {
    commit: () => staged.forEach((each) => each.commit()),
    drop: () => staged.forEach((each) => each.drop()),
  }
}

function bytesOf(value: string | null | undefined): Uint8Array | undefined {
  return typeof value === 'string' ? Buffer.from(value) : undefined
}

/** The same for a file of a watched directory: its bytes count as it is read, as those of a Secret's own file do, and not where another file has the name. */
export async function keepContents(
  { home, store }: Pick<Core, 'home' | 'store'>,
  { manifests, file }: FileReading,
): Promise<void> {
  for (const { id, object, content } of manifests) {
    if (!content || !isContent(object) || (originIn(store, id)?.file ?? file) !== file) continue
    await keepContent(secretsDirectory(home), object, content.reveal())
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
