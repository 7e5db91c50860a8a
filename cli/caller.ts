import { userInfo } from 'node:os'
import type { Caller, Person } from '../api/v1/installation/caller.ts'
import type { Context } from './context.ts'

/** The user who runs this command. */
export function commandCaller({ env }: Pick<Context, 'env'>): Extract<Caller, { kind: 'user' }> {
  return { kind: 'user', ...person(env) }
}

/** Who pushed, as the program that serves the repository names them: gitolite, git-http-backend, else sshd's user. */
export function pushCaller({ env }: Pick<Context, 'env'>): Caller {
  const name = env['GL_USER'] || env['REMOTE_USER']
  const from = env['SSH_CONNECTION']?.split(' ')[0] || env['REMOTE_ADDR']
  return { kind: 'push', ...person(env), ...(name ? { name } : {}), ...(from ? { from } : {}) }
}

function person(env: Context['env']): Person {
  const sudo = env['SUDO_USER']
  const uid = process.getuid?.()
  const name = nameOf()
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(name === undefined ? {} : { name }),
    ...(sudo ? { sudo } : {}),
  }
}

/** Undefined where the uid has no name, as in many containers. */
function nameOf(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return undefined
  }
}
