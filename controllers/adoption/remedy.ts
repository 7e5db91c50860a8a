/** What to do about what docker compose made under the names of a stack, after `that`; undefined where it is of another project, or of none. */
export function adoptRemedy(stack: string | undefined, project: string | undefined): string | undefined {
  if (stack === undefined || project !== stack) return undefined
  return `docker compose made for its project ${project}: \`reconcile adopt ${project}\` takes it over`
}

/** The project of docker compose that a message says to adopt; undefined where it says something else. */
export function projectToAdopt(message: string): string | undefined {
  return /docker compose made for its project (\S+): `reconcile adopt \1`/.exec(message)?.[1]
}
