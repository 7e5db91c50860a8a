/** Why buildx is not available where it is not installed. */
export const NOT_HERE = 'is not on the machine that reconcile runs on'

/** Says that a build needs buildx, which is not available, and what to do. `need`: what of the build needs it. */
export function withoutBuildx(need: string, why: string): string {
  const packages = 'docker-buildx, or docker-buildx-plugin of Docker; hosts need nothing'
  const remedy = `install it there (${packages}), write the build without, or build the image elsewhere and name it with \`image\``
  return `${need} takes BuildKit, and docker buildx ${why}: ${remedy}`
}
