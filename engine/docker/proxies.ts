import { join } from 'node:path'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { PROXY_VARIABLES } from '../proxies.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { StringMap } from '../types/string-map.ts'
import { fieldsOf, textOf } from './answer.ts'
import { inTime } from './in-time.ts'
import { readText } from './read-text.ts'

/** How long reading the file may take, ms; a dead network file system never answers. */
const PATIENCE_MS = 2_000

/**
 * The proxy variables that docker's command line gives new containers and builds of an engine, from `proxies` in the config.json in
 * `directory`: the entry of the engine's address, else `default`. An entry of the address replaces the default entirely, even if it is
 * null. Empty where there are none; `proxiesUnread` says why they are unknown.
 */
export async function proxiesFor(
  host: string,
  directory: string,
  read: (path: string) => Promise<string | undefined> = readText,
): Promise<Pick<EngineInfo, 'proxies' | 'proxiesUnread'>> {
  const path = join(directory, 'config.json')
  const reading = () =>
    read(path).then(
      (text) => proxiesIn(text || '{}', path),
      (error: unknown) => errorText(error),
    )
  const found = await inTime(`proxies of ${path}`, reading, PATIENCE_MS)
  if (found === undefined) return { proxiesUnread: `${path} was not read within ${PATIENCE_MS / 1_000} s` }
  if (typeof found === 'string') return { proxiesUnread: found }
  const variables = variablesOf(fieldsOf(Object.hasOwn(found, host) ? found[host] : found['default']))
  return Object.keys(variables).length === 0 ? {} : { proxies: variables }
}

function variablesOf(proxies: Readonly<Record<string, unknown>>): Readonly<StringMap> {
  const variables: StringMap = {}
  for (const [key, name] of Object.entries(PROXY_VARIABLES)) {
    const value = textOf(proxies[key])
    if (value !== '') Object.assign(variables, { [name]: value, [name.toLowerCase()]: value })
  }
  return variables
}

/** The `proxies` in the text; or what is wrong, without quoting it (S9). */
function proxiesIn(text: string, path: string): Readonly<Record<string, unknown>> | string {
  try {
    return fieldsOf(fieldsOf(JSON.parse(text))['proxies'])
  } catch {
    return `read ${path}: it is not JSON`
  }
}
