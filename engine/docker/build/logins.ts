import { credentialKey, parseImageReference } from '../../../api/v1/image-reference.ts'
import type { BuildArgs } from '../../types/build.ts'
import { hostOf } from '../../registry-auth.ts'
import type { Run } from '../../run.ts'
import type { Credentials, Logins } from '../credentials.ts'
import { credentialsError } from '../images.ts'
import { triedWords } from '../tried.ts'

/** The remedy when a registry refuses a build. */
const LOG_IN =
  'its base images are pulled with imagePullSecrets and the logins of this machine: log in with docker login'

/** The registry logins of a build, and the words for an error when a registry refuses it. */
export interface BuildLogins {
  readonly logins: Logins['auths']
  words(denial: string): string
}

/**
 * Returns a build's logins: those of its stack, then those of this machine. As in docker's command line, a failing credential helper only
 * matters to builds that need its registry.
 */
export async function buildLogins(
  node: string,
  credentials: Credentials,
  { args, run }: { args: BuildArgs; run: Run },
): Promise<BuildLogins> {
  try {
    const { auths, failed } = await credentials.all(run.signal)
    return {
      logins: { ...auths, ...brought(args) },
      words: (denial) => [LOG_IN, ...failuresFor(denial, failed)].join('; '),
    }
  } catch (cause) {
    throw credentialsError(node, triedWords('buildImage', args), { cause, cancelled: run.signal.aborted })
  }
}

function brought({ logins }: BuildArgs): Logins['auths'] {
  return logins === undefined ? {} : JSON.parse(Buffer.from(logins.reveal()).toString('utf8'))
}

/** The errors of helpers for the registry that a denial names; Docker Hub's images are named without it. */
function failuresFor(denial: string, failed: Logins['failed']): readonly string[] {
  const image = parseImageReference(/denied for ([^\s,]+)/.exec(denial)?.[1] ?? '')
  const own = image && hostOf(credentialKey(image))
  const isMeant = (host: string) => host === own || denial.includes(host.replace(/^index\.docker\.io$/, 'docker.io'))
  return [...failed].flatMap(([server, words]) => (isMeant(hostOf(server)) ? [words] : []))
}
