import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'

/** Throws (exit 2) where one root (absolute path) is inside another: both would claim each file there. Pure. */
export function refuseNested(roots: readonly string[]): void {
  for (const inner of roots) {
    const outer = roots.find((root) => inner !== root && inner.startsWith(root === '/' ? root : `${root}/`))
    if (outer !== undefined)
      throw new InstallationError(exits.usage, `watch ${inner}: it is inside of ${outer}, which is watched too`, {
        remedy:
          'watch one of them; to forget one that was watched before, add `--unwatch DIRECTORY`: what the other one declares stays',
      })
  }
}
