import { sleepers, type BenchEngine } from './bench-engine.ts'

/** What names the peer's stack to Docker Compose. */
export const PEER = ['-f', 'peer/docker-compose.yml', '-p', 'peer']

/** Brings so many replicas of a sleep up with Docker Compose. */
export async function upPeer({ cli, compose }: BenchEngine, replicas: number): Promise<void> {
  cli.write('peer/docker-compose.yml', sleepers(replicas))
  await compose(...PEER, 'up', '-d', '--scale', `web=${replicas}`)
}

/** Takes them down. 1.29 gives up where 20.10 lets go of an endpoint late: its time counts all the same. */
export async function downPeer({ compose }: BenchEngine): Promise<void> {
  await compose(...PEER, 'down', '-t', '0').catch(() => undefined)
}
