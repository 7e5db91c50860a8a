/** Whether an id is that of a swarm's network: 25 digits and letters. A network of a host's own has 64 hexadecimal digits. */
export function isOfSwarm(id: string): boolean {
  return SWARM_ID.test(id)
}

const SWARM_ID = /^[0-9a-z]{25}$/
