import type { Context } from '../../context.ts'

/**
 * The variables of this process as files of watched directories see them. Where it was started says nothing of those: without PWD each
 * project has its own directory in it, as where docker compose is run there.
 */
export function variableOf(env: Context['env']): (name: string) => string | undefined {
  return (name) => (name === 'PWD' ? undefined : env[name])
}
