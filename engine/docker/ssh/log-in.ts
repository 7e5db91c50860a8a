import { errorCode } from '../../../api/v1/language/caught-error.ts'
import type { SshAddress } from '../../../api/v1/ssh-address.ts'
import { isBehindProxy, sshTrouble } from '../../../api/v1/ssh-trouble.ts'
import type { Clock } from '../../../clock/clock.ts'
import { pause } from '../../../clock/sleep.ts'
import { forwardArguments, loginArguments, trialArguments } from './arguments.ts'
import type { Places } from './places.ts'
import { runSsh, type SshRun } from './run-ssh.ts'
import { noSsh, notConnected } from './ssh-failure.ts'

export interface Host extends Omit<SshRun, 'args'> {
  readonly to: SshAddress
  /** The path of the engine's socket there. */
  readonly there: string
  readonly clock: Clock
}

/** After how long it is tried again where sshd drops it, ms: from ten logins under way on, one refuses some of them (MaxStartups). */
const AGAIN_MS = [300, 900, 2_700]

/** Logs in, and has the engine's socket forwarded. Rejects with an SshFailure. */
export async function logIn(host: Host, places: Places): Promise<void> {
  const { to, there, clock, signal } = host
  const login = async () => {
    const said = await failureOf(loginArguments(to, places.control), host)
    return said !== undefined && isBehindProxy(said) ? ((await failureOf(trialArguments(to), host)) ?? said) : said
  }
  let said = await login()
  for (const ms of AGAIN_MS) {
    if (said === undefined || sshTrouble(said) !== 'Dropped') break
    await pause(clock, ms * (0.5 + places.share), signal)
    said = await login()
  }
  said ??= await failureOf(forwardArguments(to, places.control, { here: places.here, there }), host)
  if (said !== undefined) throw notConnected(to, said)
}

/** What ssh says where it fails. */
async function failureOf(args: readonly string[], { to, env, signal }: Host): Promise<string | undefined> {
  const { exit, said } = await runSsh({ args, env, signal }).catch((error) => {
    throw errorCode(error) === 'ENOENT' ? noSsh(to) : error
  })
  return exit === 0 ? undefined : said
}
