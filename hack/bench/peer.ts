import { sleepers, type BenchEngine } from './bench-engine.ts'

/** The arguments that select the peer's project for Docker Compose. */
export const PEER = ['-f', 'peer/docker-compose.yml', '-p', 'peer']

/** Brings up this many replicas of `sleep` with Docker Compose. */
export async function upPeer({ cli, compose }: BenchEngine, replicas: number): Promise<void> {
  cli.write('peer/docker-compose.yml', sleepers(replicas))
  await compose(...PEER, 'up', '-d', '--scale', `web=${replicas}`)
}

/**
 * Takes the peer's project down. Compose 1.29 fails on the network where engine 20.10 releases an endpoint late; that is accepted, and its
 * time counts. A run that leaves a container behind is an error.
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
