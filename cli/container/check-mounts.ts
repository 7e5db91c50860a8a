import { isWithin } from '../../api/v1/language/path-within.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { OwnContainer, OwnMount } from './own-container.ts'

interface Named {
  /** What the directory is, for the message. */
  readonly what: string
  /** What else may mend it, after the mount that is missing. */
  readonly also?: string
}

/**
 * Throws unless a directory has the same path on the host. Manifests in it name bind mounts and build contexts by their path in this
 * container, and the engine resolves them on the host.
 */
export function refuseOtherPath(path: string, { what, also = '' }: Named, own: OwnContainer): void {
  const mount = mountOf(path, own.mounts)
  const there = mount && hostPath(path, mount)
  if (mount?.type === 'bind' && there === path) return
  const words =
    mount === undefined ? 'is of this container alone' : `is ${there ?? `in the volume ${mount.source}`} on the host`
  throw new InstallationError(
    exits.usage,
    `${what} ${path} ${words}; the engine resolves the bind mounts and builds of what is declared on the host, at that path`,
    { remedy: `${remedyFor(path, mount)}${also}` },
  )
}

/** The mount that contains a path: the one with the longest matching destination. */
export function mountOf(path: string, mounts: readonly OwnMount[]): OwnMount | undefined {
  const [longest] = mounts
    .filter(({ destination }) => isWithin(path, destination))
    .sort((a, b) => b.destination.length - a.destination.length)
  return longest
}

/** The volume that our home is in; undefined where it is in none. */
export function homeVolume({ mounts }: OwnContainer, home: string): string | undefined {
  const mount = mountOf(home, mounts)
  return mount?.type === 'volume' ? mount.source : undefined
}

function hostPath(path: string, { type, source, destination }: OwnMount): string | undefined {
  return type === 'bind' ? `${source}${path.slice(destination.length)}` : undefined
}

function remedyFor(path: string, mount: OwnMount | undefined): string {
  const there = mount && hostPath(path, mount)
  if (there === undefined)
    return `write \`- ${path}:${path}\` under \`volumes:\` of this container, with the path that the directory has on the host, here and in the command`
  return `write \`- ${there}:${there}\` under \`volumes:\` of this container, and ${there} in place of ${path}`
}
