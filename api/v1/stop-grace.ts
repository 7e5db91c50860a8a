/** What an engine gives a container to stop that says nothing of it, s. */
export const DEFAULT_GRACE_S = 10
