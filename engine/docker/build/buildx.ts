import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { atLeast } from '../../container/api-version.ts'
import { NOT_HERE } from '../../build/without-buildx.ts'
import { fieldsOf, readBytes, textsOf } from '../answer.ts'
import { inTime } from '../in-time.ts'
import { readText } from '../read-text.ts'

/** docker buildx on this machine. Hosts don't need it: their engines have BuildKit. */
export interface Buildx {
  /** Finds the program as docker's command line would; undefined where there is none, or where the search takes too long. */
  find(): Promise<string | undefined>
  /** The environment of its process. */
  readonly env: Readonly<Record<string, string>>
}

export interface BuildxInputs {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Docker's configuration directory. */
  readonly configDirectory: string
  readonly patienceMs?: number
}

/** Time limits for the search, and for the program to print its version, ms: a directory may be on a dead network file system. */
const PATIENCE = { find: 2_000, version: 30_000 }

/** The first version whose `bake` requires `--allow` for entitlements. */
const OLDEST = '0.17'

/** Where packages install plugins of docker's command line. */
const pluginDirectories = ['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map(
  (directory) => `${directory}/docker/cli-plugins`,
)

/** The variables that its process gets from our environment: for programs, keys and the network. */
const passedOn = /^(PATH|HOME|USER|LOGNAME|TMPDIR|LANG|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|(HTTPS?|NO|ALL|FTP)_PROXY)$/i

/** Looks for buildx where docker's command line does, and on the PATH. */
export function buildxOf({ env, configDirectory, patienceMs = PATIENCE.find }: BuildxInputs): Buildx {
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((directory) => directory.startsWith('/'))
  const search = async () => {
    const extra = await extraDirectories(join(configDirectory, 'config.json'))
    const directories = [...extra, join(configDirectory, 'cli-plugins'), ...pluginDirectories, ...onPath]
    for (const directory of directories) {
      const path = join(directory, 'docker-buildx')
      if (await isProgram(path)) return path
    }
    return undefined
  }
  return {
    find: () => inTime(`buildx of ${configDirectory} on ${onPath.join(delimiter)}`, search, patienceMs),
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        value !== undefined && passedOn.test(name) ? [[name, value]] : [],
      ),
    ),
  }
}

/** A usable program, or in words why there is none. */
export type UsableBuildx =
  | { readonly path: string; readonly version: string }
  | { readonly path?: undefined; readonly why: string; readonly cause?: unknown }

/** Finds buildx and checks its version. */
export async function usableBuildx(
  buildx: Buildx | undefined,
  signal: AbortSignal,
  patienceMs = PATIENCE.version,
): Promise<UsableBuildx> {
  const path = await buildx?.find()
  if (path === undefined) return { why: NOT_HERE }
  const late = AbortSignal.timeout(patienceMs)
  try {
    const version = await versionOf(path, AbortSignal.any([signal, late]))
    if (atLeast(version, OLDEST)) return { path, version }
    return { why: `is too old: ${path} is ${version}, and ${OLDEST} is the first that will do` }
  } catch (cause) {
    const said = late.aborted ? `did not tell its version within ${patienceMs / 1000} s` : errorText(cause)
    return { why: `does not run (${path}: ${said})`, cause }
  }
}

/** The program's version, such as `0.29.1`. Throws where it prints none. */
async function versionOf(path: string, signal: AbortSignal): Promise<string> {
  const child = spawn(path, ['version'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {},
    signal,
    killSignal: 'SIGKILL',
  })
  const failed = new Promise<never>((_, reject) => child.on('error', reject))
  // With too many files open, it has no output.
  const read = child.pid === undefined ? failed : readBytes(child.stdout, 64 * 1024)
  const text = (await Promise.race([read, failed])).toString('utf8')
  const [, version] = /\bv?(\d+\.\d+\.\d+)/.exec(text) ?? []
  if (version === undefined) throw new Error(`it does not tell its version: ${text.trim().slice(0, 100)}`)
  return version
}

async function extraDirectories(path: string): Promise<readonly string[]> {
  try {
    return textsOf(fieldsOf(JSON.parse((await readText(path)) || '{}'))['cliPluginsExtraDirs'])
  } catch {
    return [] // reading its logins will report the error
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
