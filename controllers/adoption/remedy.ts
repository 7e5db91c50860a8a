/** What to do about what docker compose made under the names of a stack, after `that`; undefined where it is of another project, or of none. */
export function adoptRemedy(stack: string | undefined, project: string | undefined): string | undefined {
  if (stack === undefined || project !== stack) return undefined
  return remedyOf(project)
}

function remedyOf(project: string): string {
  return `docker compose made for its project ${project}: \`reconcile adopt ${project}\` takes it over`
}

/** Whether a message says that docker compose has a name of the stack. */
export function saysToAdopt(message: string, stack: string): boolean {
  return message.includes(remedyOf(stack))
}
