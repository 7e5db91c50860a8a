import type { Container } from './state.ts'

/** The engine's words for a container's state, such as `Up 3 seconds (healthy)`. */
export function describeStatus(container: Container, now: number): string {
  const up = `Up ${duration(now - container.startedAt)}`
  const ended = `(${container.exitCode}) ${duration(now - container.finishedAt)} ago`
  switch (container.state) {
    case 'running': {
      const health = container.health?.status
      return health === undefined ? up : `${up} (${health === 'starting' ? 'health: starting' : health})`
    }
    case 'paused':
      return `${up} (Paused)`
    case 'restarting':
      return `Restarting ${ended}`
    case 'exited':
      return `Exited ${ended}`
    case 'dead':
      return 'Dead'
    default:
      return 'Created'
  }
}

function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 1) return 'Less than a second'
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'About a minute' : `${minutes} minutes`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return hours === 1 ? 'About an hour' : `${hours} hours`
  return `${Math.floor(hours / 24)} days`
}
