import { Agent } from 'node:http'
import type { Socket } from 'node:net'

/** Keeps connections for the next requests of a command, where it is dear to make one. */
export function keepingAlive(connect: () => Socket): Agent {
  const agent = new Agent({ keepAlive: true })
  agent.createConnection = connect
  return agent
}
