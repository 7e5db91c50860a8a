import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { unlessGone } from '../../engine/errors.ts'
import { because, type Run } from '../../engine/run.ts'
import { readTar } from '../../engine/tar.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Ports } from '../runtime/ports.ts'
import { deliveredDirectory, type Reference, referencesOf } from './path.ts'

/** A container that is not ours yet, and the template that it is compared with. */
export interface Found {
  readonly node: string
  readonly id: string
  readonly stack: string
  readonly template: V1TaskTemplate
}

/**
 * The directories of a container's Secrets and Configs, by their path in it, if each has the present bytes. Such a container was made with
 * another hash key, and need not be replaced. Undefined where one differs. The bytes are read and compared, never kept (S9). Throws the
 * engine's errors.
 */
export async function keptPaths(
  { node, id, stack, template }: Found,
  ports: Ports,
  run: Run,
): Promise<Readonly<Record<string, string>> | undefined> {
  const { Mounts: mounts = [] } = ports.inventory.host(node)?.containers.get(id) ?? {}
  const paths: Record<string, string> = {}
  for (const reference of referencesOf(template)) {
    const source = mounts.find(({ Destination }) => Destination === reference.target)?.Source ?? ''
    const directory = deliveredDirectory(source, reference, { installation: ports.installation, stack })
    if (directory === undefined || !(await hasBytesOfNow({ node, id, stack, reference }, ports, run))) return undefined
    paths[reference.target] = directory
  }
  return paths
}

type Mounted = Omit<Found, 'template'> & { readonly reference: Reference }

async function hasBytesOfNow({ node, id, stack, reference }: Mounted, ports: Ports, run: Run): Promise<boolean> {
  const object = ports.store.get(reference.kind, keyFor(stack, reference.name))
  const content = object && (await ports.contents.read(object))
  if (!content?.found) return false
  const reason = because(run, `whether its ${reference.kind} ${reference.name} holds the bytes of now`)
  const tar = await unlessGone(engineOf(node, ports).getArchive({ id, path: reference.target }, reason))
  const file = tar && readTar(tar).find(({ type }) => type === 'file')
  return file !== undefined && Buffer.from(content.bytes).equals(file.bytes)
}
