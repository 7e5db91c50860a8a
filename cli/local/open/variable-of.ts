import { ownValue } from '../../../api/v1/language/own-value.ts'
import type { Context } from '../../context.ts'

/**
 * Looks up environment variables for files of watched directories. PWD is undefined, as serve's own says nothing about them: each project
 * gets its own directory, as if docker compose ran there.
 */
export function variableOf(env: Context['env']): (name: string) => string | undefined {
  return (name) => (name === 'PWD' ? undefined : ownValue(env, name))
}
