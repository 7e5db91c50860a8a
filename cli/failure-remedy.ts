import { errorCode } from '../api/v1/language/caught-error.ts'
import { exitOf, exits, isInstallationError } from '../api/v1/installation/installation-error.ts'
import { engineRemedy, type Unreached } from './engine-remedy.ts'

/** The remedy for an error that ended a command: the error's own, else one for its exit code. */
export function failureRemedy(error: unknown): string | undefined {
  if (isInstallationError(error) && error.remedy !== undefined) return error.remedy
  const exit = exitOf(error)
  if (exit === exits.usage) return 'see what can be said with --help'
  if (exit === exits.unreachable) return isEngines(error) ? engineRemedy(error, error.node) : engineRemedy({})
  return exit === exits.failed ? `${mendOf(error) ?? ASK_DOCTOR}, then ${AGAIN}` : undefined
}

/** By its name: its class is loaded with the engines only. */
function isEngines(error: unknown): error is Error & Unreached & { readonly node: string } {
  return error instanceof Error && error.name === 'EngineError'
}

/** The remedy for an error of a `doctor` check. Does not say to run it again, as people do anyway. */
export function lookRemedy(error: unknown): string {
  return isInstallationError(error) && error.remedy !== undefined ? error.remedy : (mendOf(error) ?? REPORT)
}

const AGAIN = 'run the same command again'

/** What mends errors of this kind; undefined where the kind does not tell. */
function mendOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return REPORT
  const ofSystem = error.message.startsWith('listen ') ? undefined : SYSTEM_ERRORS[errorCode(error)]
  if (ofSystem !== undefined) return ofSystem
  // Messages of a StorageError end with the remedy.
  if (error.name === 'StorageError') return 'do what the message says'
  if (error.name === 'EngineError' && ['Invalid', 'Denied'].includes(errorCode(error))) return 'correct what it says'
  if (ENGINE_FAULTS.has(errorCode(error)) && error.name === 'EngineError') return SEE_LOG
  return FAULTS.has(error.name) ? REPORT : undefined
}

const ASK_DOCTOR = 'see what `reconcile doctor` finds on this machine'
const REPORT = 'report this fault of reconcile with what `reconcile version` and `reconcile doctor` print'

/** Codes of an EngineError that mean a fault of the engine, not a refusal of the request. */
const ENGINE_FAULTS: ReadonlySet<string> = new Set(['Internal', 'Unavailable', 'Timeout'])
const SEE_LOG = 'see what that engine wrote to its log, as with `journalctl -u docker` there'

/** Errors that no input should cause, so a bug of ours. */
const FAULTS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError', 'AssertionError'])

const DISK_FULL = 'free some space on that disk'
const NO_RIGHTS = 'let this user read and write there, or run this as the user who may'
const NO_FILES_LEFT = 'let this user open more files, as with `ulimit -n 65536`'

/** Remedies by Node's code of a system error. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EACCES: NO_RIGHTS,
  EPERM: NO_RIGHTS,
  EROFS: 'choose a place that can be written to, as with RECONCILE_HOME',
  EMFILE: NO_FILES_LEFT,
  ENFILE: NO_FILES_LEFT,
  ENOENT: 'put back what is missing, or correct its path',
  ENOTDIR: 'correct that path, or take away the file that stands in it for a directory',
  EIO: 'check that disk',
}
