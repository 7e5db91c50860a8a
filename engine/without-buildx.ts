/** Why buildx is not to be had where there is none. */
export const NOT_HERE = 'is not on the machine that reconcile runs on'

/** What to do where buildx would be needed: what of the build asks for it, and why it is not to be had. */
export function withoutBuildx(need: string, why: string): string {
  const packages = 'docker-buildx, or docker-buildx-plugin of Docker; hosts need nothing'
  const remedy = `install it there (${packages}), write the build without, or build the image elsewhere and name it with \`image\``
  return `${need} takes BuildKit, and docker buildx ${why}: ${remedy}`
}
