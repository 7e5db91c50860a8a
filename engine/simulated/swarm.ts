import { refuse } from './refusal.ts'

/** A simulated engine manages no swarm: services are taken over from one before anything is simulated. */
export function refuseSwarm(): never {
  refuse(
    503,
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  )
}
