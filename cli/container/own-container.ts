import { nameOf } from '../../engine/container/name.ts'
import type { Engine } from '../../engine/engine.ts'
import { unlessGone } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { MountInfo } from './mount-info.ts'

/** A mount of our own container: a path of the host, or a volume. */
export interface OwnMount {
  readonly type: string
  /** The path on the host, or the volume's name. */
  readonly source: string
  readonly destination: string
}

/** The container that this process runs in, as inspected. */
export interface OwnContainer {
  readonly id: string
  readonly name: string
  readonly labels: Readonly<StringMap>
  readonly mounts: readonly OwnMount[]
}

export interface Finding {
  readonly engine: Pick<Engine, 'inspectContainer'>
  readonly run: Run
  /** Resolves links in a path, as mountinfo does. */
  readonly real: (path: string) => string
}

/**
 * Finds our own container. Undefined if the engine has none of the ids in mountinfo: it is then on another host, where our paths do not
 * apply.
 */
export async function findOwnContainer(info: MountInfo, finding: Finding): Promise<OwnContainer | undefined> {
  const found = await Promise.all(
    info.ids.map((id) => unlessGone(finding.engine.inspectContainer({ id }, finding.run))),
  )
  const known = found.filter((each) => each !== undefined)
  const own = known.find((each) => isOurs(each, info, finding))
  if (own || known.length === 0) return own && readOwn(own)
  const [other] = known
  throw new InstallationError(
    exits.usage,
    `which container this is can't be told: its network is that of ${other && nameOf(other)}, and the mounts are not`,
    { remedy: 'take `network_mode: container:` or `service:` out; serve needs no network but for builds and --listen' },
  )
}

/** Compares the mounts, as a container that shares another's network has that one's id in its mountinfo. */
function isOurs({ Mounts = [] }: ContainerInspect, { points }: MountInfo, { real }: Finding): boolean {
  return Mounts.length > 0 && Mounts.every(({ Destination }) => points.has(real(Destination)))
}

function readOwn(found: ContainerInspect): OwnContainer {
  return { id: found.Id, name: nameOf(found), labels: found.Config.Labels ?? {}, mounts: mountsOf(found) }
}

/** The mounts of a container; volumes by name. */
export function mountsOf({ Mounts = [] }: ContainerInspect): readonly OwnMount[] {
  return Mounts.map(({ Type, Name, Source = '', Destination }) => ({
    type: Type,
    source: Type === 'volume' ? (Name ?? Source) : Source,
    destination: Destination,
  }))
}
