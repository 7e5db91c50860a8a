import { sleepers, type BenchEngine } from './bench-engine.ts'

/** What names the peer's stack to Docker Compose. */
export const PEER = ['-f', 'peer/docker-compose.yml', '-p', 'peer']

/** Brings so many replicas of a sleep up with Docker Compose. */
export async function upPeer({ cli, compose }: BenchEngine, replicas: number): Promise<void> {
  cli.write('peer/docker-compose.yml', sleepers(replicas))
  await compose(...PEER, 'up', '-d', '--scale', `web=${replicas}`)
}

/**
 * Takes them down. 1.29 gives up on the network where 20.10 lets go of an endpoint late: its time counts all the same. One that
 * leaves a container has not done what it is measured by.
 */
export async function downPeer({ compose, raw }: Pick<BenchEngine, 'compose' | 'raw'>): Promise<void> {
  try {
    await compose(...PEER, 'down', '-t', '0')
  } catch (error) {
    const filters = encodeURIComponent(JSON.stringify({ label: ['com.docker.compose.project=peer'] }))
    const left: unknown = await raw.call('GET', `/containers/json?all=1&filters=${filters}`)
    if (!Array.isArray(left) || left.length > 0) throw error
  }
}
