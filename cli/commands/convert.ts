import { byPlace } from '../../api/v1/validation/by-place.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { redactObject } from '../../api/v1/redact/object.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import { asWritten } from '../../store/source/reading/shared-builds.ts'
import { type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import type { Context } from '../context.ts'
import { readWhole } from '../local/request/read-whole.ts'
import { shownValues } from '../output/shown-values.ts'
import { yamlText } from '../output/yaml-text.ts'

export interface ConvertOptions extends ManifestOptions {
  readonly output: 'yaml' | 'json'
  readonly showValues?: boolean
}

/** Prints Compose files and other manifests as manifests of reconcile.dev/v1; contacts no host. */
export async function convert(context: Context, options: ConvertOptions): Promise<number> {
  const named = { ...namedManifests(context, 'convert', options), stack: options.stack }
  const { files, errors } = readWhole(await manifestRequest(named, context), context.env)
  const { terminal } = context
  terminal.complain(...files.flatMap((file) => file.warnings.map((each) => `warning: ${formatManifestError(each)}`)))
  if (errors.length > 0) {
    terminal.complain(...byPlace(errors).map(formatManifestError), 'next: correct them where they stand')
    return exits.usage
  }
  const values = shownValues(options.showValues)
  const objects = files.flatMap(({ manifests }) => manifests.map((each) => values.show(asWritten(each), redactObject)))
  if (options.output === 'json')
    terminal.print(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, 2))
  else terminal.print(objects.map((object) => yamlText(object)).join('\n---\n'))
  terminal.complain(...values.said())
  return exits.converged
}
