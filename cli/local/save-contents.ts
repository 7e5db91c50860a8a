import { saveContent } from '../../store/contents/disk.ts'
import type { FileReading } from '../../store/source/reading.ts'

/** Keeps the values of the variables that Secrets and Configs are made from; one that is not set keeps what it had. */
export async function saveContents(
  dir: string,
  files: readonly FileReading[],
  variables: Readonly<Record<string, string | null>>,
): Promise<void> {
  for (const { object } of files.flatMap(({ manifests }) => manifests)) {
    if (object.kind !== 'Secret' && object.kind !== 'Config') continue
    const value = variables[object.spec.environment ?? '']
    if (typeof value === 'string') await saveContent(dir, object, Buffer.from(value))
  }
}
