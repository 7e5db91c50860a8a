/** What to do about an engine that does not answer, by why it does not: one that refuses this user runs already. */
export function engineRemedy(because: string): string {
  const other = 'or choose another one with DOCKER_HOST or a Docker context'
  return /permission denied/i.test(because)
    ? `run this as a user who may use its socket, ${other}`
    : `start the engine, ${other}`
}
