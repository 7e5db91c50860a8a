import { basename } from 'node:path'
import { didYouMean } from '../api/v1/validation/nearest.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import { isManifestName } from '../store/source/disk/file-names.ts'
import { shellWord } from '../api/v1/language/shell-word.ts'

/** An invalid command line: exit 2, with what to write instead. */
export function usageError(message: string, remedy: string): InstallationError {
  return new InstallationError(exits.usage, message, { remedy })
}

/** A service that files were asked for and don't declare: exit 1, as for everything that is not found. */
export function noSuchService(name: string, known: readonly string[], remedy: string): InstallationError {
  const message = `there is no service ${name}${didYouMean(name, known)}`
  return new InstallationError(exits.failed, message, { reason: 'NotFound', remedy: behindF(name) ?? remedy })
}

/** The hint to use -f where a file was given instead of a service; undefined if the name is no manifest's. */
export function behindF(name: string): string | undefined {
  return isManifestName(basename(name)) ? `files are named with -f: -f ${shellWord(name)}` : undefined
}
