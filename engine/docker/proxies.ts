import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PROXY_VARIABLES } from '../proxies.ts'
import type { StringMap } from '../types/string-map.ts'
import { fieldsOf, textOf } from './answer.ts'
import { inTime } from './in-time.ts'

/** How long the file may take to be read, ms: its directory may be of a server that is gone. */
const PATIENCE_MS = 2_000

/**
 * The variables that docker's command line gives new containers and builds of an engine, by `proxies` of the config.json in
 * `directory`: under the engine's address, else under `default`. Undefined where there are none; who reads its logins says what is
 * wrong with the file.
 */
export async function proxiesFor(host: string, directory: string): Promise<Readonly<StringMap> | undefined> {
  const path = join(directory, 'config.json')
  const text = await inTime(`proxies of ${path}`, () => readFile(path, 'utf8').catch(() => '{}'), PATIENCE_MS)
  const { [host]: own, default: usual } = proxiesIn(text ?? '{}')
  const proxies = fieldsOf(own ?? usual)
  const variables: StringMap = {}
  for (const [key, name] of Object.entries(PROXY_VARIABLES)) {
    const value = textOf(proxies[key])
    if (value !== '') Object.assign(variables, { [name]: value, [name.toLowerCase()]: value })
  }
  return Object.keys(variables).length === 0 ? undefined : variables
}

function proxiesIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(fieldsOf(JSON.parse(text))['proxies'])
  } catch {
    return {}
  }
}
