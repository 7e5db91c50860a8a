import { ownValue } from '../../../api/v1/language/own-value.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { isContent } from '../../../api/v1/kinds.ts'
import { bytesOfVariable } from '../../../api/v1/variable-bytes.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { keepContent, type StagedContent, stageContent } from '../../../store/contents/disk.ts'
import {
  type FileReading,
  objectsIn,
  type ReadManifest,
  type ResourceId,
  resourceIdOf,
} from '../../../store/source/reading/reading.ts'
import { contentsOf } from '../open/contents.ts'
import { type Core, secretsDirectory } from '../open/core.ts'

/**
 * Stages the values of variables for Secrets and Configs, to be committed when the manifests are accepted. An unset variable keeps the
 * previous content.
 */
export async function stageContents(
  core: Core,
  files: readonly FileReading[],
  variables: Readonly<Record<string, string | null>>,
): Promise<StagedContent> {
  const staged: StagedContent[] = []
  for (const { object, content } of files.flatMap(({ manifests }) => manifests)) {
    if (!isContent(object)) continue
    const bytes = bytesOfVariable(object, content?.reveal() ?? ownValue(variables, object.spec.environment ?? ''))
    if (bytes) staged.push(await stageContent(secretsDirectory(core.home), object, bytes))
  }
  return {
    commit: () => staged.forEach((each) => each.commit()),
    drop: () => staged.forEach((each) => each.drop()),
  }
}

/** Stores the contents of accepted manifests of a watched directory (S1, S3). A failure is logged and retried at the next reading. */
export function keepContents({ home }: Pick<Core, 'home'>, manifests: readonly ReadManifest[], log: Log): void {
  for (const { id, object, content } of manifests) {
    const bytes = isContent(object) ? bytesOfVariable(object, content?.reveal()) : undefined
    if (!bytes || !isContent(object)) continue
    try {
      keepContent(secretsDirectory(home), object, bytes)
    } catch (error) {
      log(`error: ${id} has the bytes that it had, as the new ones can't be kept: ${errorText(error)}`, { object: id })
    }
  }
}

/** The present content hash of each Secret and Config of the files. The content may change without its manifest. */
export async function expectedContents(
  core: Core,
  files: readonly FileReading[],
): Promise<ReadonlyMap<ResourceId, string>> {
  const objects = objectsIn(files).filter(isContent)
  if (objects.length === 0) return new Map()
  const contents = await contentsOf(core, { makesKey: true })
  const expected = new Map<ResourceId, string>()
  for (const object of objects) {
    const content = await contents.read(object)
    if (content.found) expected.set(resourceIdOf(object), content.hash)
  }
  return expected
}
