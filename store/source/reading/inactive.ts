import { keyFor } from '../../../api/v1/names.ts'
import { DESIRED } from '../acceptance/accepted.ts'
import type { FileReading, ResourceId } from './reading.ts'

/** By id, the services that files declare but leave out, as all their profiles are off, with those profiles. */
export function inactiveIn(files: Iterable<FileReading>): ReadonlyMap<ResourceId, readonly string[]> {
  const all = [...files].flatMap(({ inactive = [] }) => inactive)
  return new Map(all.map(({ stack, name, profiles }) => [`Service/${keyFor(stack, name)}`, profiles]))
}

/** Says that no service of a file takes part, as its profiles are off; undefined where none is left out for that. */
export function noneTakesPart({ inactive = [] }: Pick<FileReading, 'inactive'>): string | undefined {
  const [off] = inactive
  return off && `none of its services takes part (${off.name}: ${offWords(DESIRED, off.profiles)})`
}

/** Says that profiles are off and how to turn one on: for a watched directory there is no command line. */
export function offWords(root: string, profiles: readonly string[]): string {
  const [first = ''] = profiles
  const off = profiles.length === 1 ? `its profile ${first} is off` : `its profiles ${profiles.join(', ')} are off`
  const variable = `COMPOSE_PROFILES=${first} in .env`
  return `${off}: ${root === DESIRED ? `--profile ${first}, or ${variable},` : variable} keeps it`
}
