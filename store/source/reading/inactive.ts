import { keyFor } from '../../../api/v1/names.ts'
import { DESIRED } from '../acceptance/accepted.ts'
import type { FileReading, ResourceId } from './reading.ts'

/** The profiles, all off, of the services that files have and that do not take part for that. */
export function inactiveIn(files: Iterable<FileReading>): ReadonlyMap<ResourceId, readonly string[]> {
  const all = [...files].flatMap(({ inactive = [] }) => inactive)
  return new Map(all.map(({ stack, name, profiles }) => [`Service/${keyFor(stack, name)}`, profiles]))
}

/** That no service of a file takes part, as its profiles are off; undefined where none is left out for that. */
export function noneTakesPart({ inactive = [] }: Pick<FileReading, 'inactive'>): string | undefined {
  const [off] = inactive
  return off && `none of its services takes part (${off.name}: ${offWords(DESIRED, off.profiles)})`
}

/** That profiles are off, and what keeps a service of theirs: a watched directory has no command line. */
export function offWords(root: string, profiles: readonly string[]): string {
  const [first = ''] = profiles
  const off = profiles.length === 1 ? `its profile ${first} is off` : `its profiles ${profiles.join(', ')} are off`
  const variable = `COMPOSE_PROFILES=${first} in .env`
  return `${off}: ${root === DESIRED ? `--profile ${first}, or ${variable},` : variable} keeps it`
}
