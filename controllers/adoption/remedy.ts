/** What to do about what docker compose made under the names of a stack, after `that`; undefined where it is of another project, or of none. */
export function adoptRemedy(stack: string | undefined, project: string | undefined): string | undefined {
  if (stack === undefined || project !== stack) return undefined
  return `docker compose made for its project ${project}: take that over as it runs with \`reconcile adopt ${project}\` and the same files (\`reconcile plan --adopt\` says how), or end it with \`docker compose -p ${project} down\``
}
