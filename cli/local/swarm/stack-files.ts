import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { SwarmStack } from '../../../api/v1/swarm-stack.ts'
import { convertStack } from '../../../compose/swarm/convert-stack.ts'

/** A swarm's stack as files of manifests. */
export interface StackFiles {
  readonly files: readonly StackFile[]
  readonly services: readonly string[]
  /** What differs here, or has to be done first. */
  readonly notes: readonly string[]
  /** What can't be expressed; the files are then incomplete. */
  readonly refusals: readonly string[]
  /** The services with a refusal. */
  readonly refused: ReadonlySet<string>
}

export interface StackFile {
  readonly name: string
  readonly objects: readonly ObjectOf[]
}

/** One file for each service of a swarm's stack, and one for each kind that they use. Pure. */
export function stackFiles(stack: SwarmStack): StackFiles {
  const { objects, ...said } = convertStack(stack)
  const names = [...new Set(objects.map(fileName))]
  const services = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name)
  return {
    files: names.map((name) => ({ name, objects: objects.filter((object) => fileName(object) === name) })),
    services: services.sort(),
    ...said,
  }
}

function fileName({ kind, metadata }: ObjectOf): string {
  return kind === 'Service' ? `service-${metadata.name}.yaml` : `${kind.toLowerCase()}s.yaml`
}

/** The files of services without a refusal, to be shown although others are incomplete. Pure. */
export function servicesSaid({ files, refused }: Pick<StackFiles, 'files' | 'refused'>): readonly StackFile[] {
  return files.filter(({ objects }) =>
    objects.every(({ kind, metadata }) => kind === 'Service' && !refused.has(metadata.name)),
  )
}
