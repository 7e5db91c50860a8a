import { listNames } from '../../api/v1/language/list-names.ts'
import { byPlace } from '../../api/v1/validation/by-place.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { ManifestError } from '../../api/v1/provenance.ts'
import { type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import type { Context } from '../context.ts'
import { missingBuilds } from '../local/request/missing-build.ts'
import type { WholeReading } from '../local/request/read-request.ts'
import { readWhole } from '../local/request/read-whole.ts'
import { checkTogether } from '../local/request/check-together.ts'
import { junitLines } from '../output/junit.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import { noneTakesPart } from '../../store/source/reading/inactive.ts'
import type { FileReading } from '../../store/source/reading/reading.ts'
import { warningsIn } from '../../store/source/reading/warnings.ts'
import { usageError } from '../usage.ts'

export interface ValidateOptions extends ManifestOptions {
  readonly output: 'text' | 'json' | 'junit'
}

/** Validates manifests, each and together, without state or hosts. */
export async function validate(context: Context, options: ValidateOptions): Promise<number> {
  const named = { ...namedManifests(context, 'validate', options), stack: options.stack }
  const request = await manifestRequest(named, context)
  const reading = readWhole(request, context.env)
  const errors = [...reading.errors, ...(await missingBuilds(reading.files))]
  return show(context, { ...options, files: request.sources.map(({ file }) => file) }, { ...reading, errors })
}

interface ShowOptions extends ValidateOptions {
  readonly files: readonly string[]
}

function show({ terminal, cwd }: Context, options: ShowOptions, reading: WholeReading): number {
  const { output } = options
  const { files } = reading
  const errors = byPlace([...reading.errors, ...checkTogether(files)])
  const warnings = warningsIn(files)
  const count = files.reduce((sum, file) => sum + file.manifests.length, 0)
  if (output === 'junit') terminal.print(...junitLines({ files: options.files, errors, cwd }))
  else if (output === 'json') {
    const wordy = (kind: 'error' | 'warning') => (each: ManifestError) =>
      JSON.stringify({ type: kind, ...each.place, path: each.path, message: each.message })
    terminal.print(...errors.map(wordy('error')), ...warnings.map(wordy('warning')))
  } else {
    terminal.complain(...warnings.map((warning) => `warning: ${formatManifestError(warning)}`))
    terminal.complain(...errors.map(formatManifestError))
    if (errors.length === 0 && count > 0)
      terminal.print(`${count} ${count === 1 ? 'manifest is' : 'manifests are'} valid`)
    if (errors.length > 0)
      terminal.complain(
        `error: ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`,
        'next: correct them where they stand',
      )
  }
  if (errors.length === 0 && count === 0) throw nothingIn(files)
  return errors.length === 0 ? exits.converged : exits.usage
}

const MOST_NAMED = 3

/** The error where nothing was checked: nothing is declared, or profiles disable all services. */
function nothingIn(files: readonly FileReading[]): Error {
  const [off] = files.flatMap((file) => noneTakesPart(file) ?? [])
  const names = files.slice(0, MOST_NAMED).map(({ file }) => file)
  const more = files.length > names.length ? [`${files.length - names.length} more`] : []
  return off === undefined
    ? usageError(
        `nothing is declared in ${listNames([...names, ...more])}`,
        'declare a service or a manifest there, or name other files or directories with -f',
      )
    : usageError(`there is nothing to check: ${off}`, "enable the profile as it says; --profile '*' enables all")
}
