/** The engine's default grace period for stopping a container, seconds. */
export const DEFAULT_GRACE_S = 10
