import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { SwarmStack } from '../../../api/v1/swarm-stack.ts'
import { convertStack } from '../../../compose/swarm/convert-stack.ts'
import { yamlText } from '../../output/yaml-text.ts'

/** A stack of a swarm as files of manifests. */
export interface StackFiles {
  readonly files: readonly StackFile[]
  readonly services: readonly string[]
  /** What is otherwise here, or must be done first. */
  readonly notes: readonly string[]
  /** What can't be said here: there is no file then that is whole. */
  readonly refusals: readonly string[]
}

export interface StackFile {
  readonly name: string
  readonly text: string
}

/** A file for each service of a swarm's stack, and one for each kind of what they use. Pure. */
export function stackFiles(stack: SwarmStack): StackFiles {
  const { objects, notes, refusals } = convertStack(stack)
  const names = [...new Set(objects.map(fileName))]
  const textOf = (name: string) =>
    objects
      .filter((object) => fileName(object) === name)
      .map((object) => yamlText(object))
      .join('\n---\n')
  const services = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name)
  return {
    files: names.map((name) => ({ name, text: `${textOf(name)}\n` })),
    services: services.sort(),
    ...{ notes, refusals },
  }
}

function fileName({ kind, metadata }: ObjectOf): string {
  return kind === 'Service' ? `service-${metadata.name}.yaml` : `${kind.toLowerCase()}s.yaml`
}
