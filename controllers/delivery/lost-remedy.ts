import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { variableRemedy } from '../../store/contents/variable-remedy.ts'

/** How a person brings back bytes that a Secret or Config held before, or gives it good ones. */
export function lostRemedy(object: V1Secret | V1Config): string {
  const { metadata, spec } = object
  if (spec.file !== undefined) return backInto(spec.file)
  if (spec.environment !== undefined)
    return `give the variable ${spec.environment} that value again: ${variableRemedy(object)}`
  if (object.kind === 'Secret')
    return `give it to it again with \`reconcile secret create ${metadata.name} -n ${stackOf(object)} --replace --from-file FILE\``
  return backInto(metadata.annotations?.[annotations.source] ?? 'its file')
}

function backInto(file: string): string {
  return `put that back into ${file}, or correct what is there`
}
