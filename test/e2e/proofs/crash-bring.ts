import { deepEqual, equal } from 'node:assert/strict'
import type { Cli, Running } from '../../support/cli.ts'
import { look, SERVICES, standing, writeStack } from './crash-stack.ts'
import type { Ground } from './ground.ts'
import { converged, ended } from './serving.ts'

/** The command that brings the hosts to what `tree/shop.yaml` says: one that ends then, or one that goes on. */
export const COMMANDS = { apply: ['apply', '-f', 'tree/shop.yaml'], serve: ['serve', '--watch', 'tree'] } as const

export interface Bringing {
  readonly command: keyof typeof COMMANDS
  readonly cli: Cli
  readonly colour: string
  /** Starts the command so that it will be killed on its way, and says where. */
  readonly kill?: { readonly where: string; readonly start: (args: readonly string[]) => Running }
}

/**
 * Brings the stack to a colour: once to be killed on the way, then to the end. Fails unless the stack then stands as if nothing
 * had been (S6). Answers whether it was killed: it may have been too fast for that.
 */
export async function bring(ground: Ground, { command, cli, colour, kill }: Bringing): Promise<boolean> {
  const way = `on the way to ${colour} by ${command}${kill ? `, killed ${kill.where}` : ''}`
  writeStack(cli, colour)
  const wasKilled = kill !== undefined && (await isKilled(kill.start(COMMANDS[command]), { command, cli, colour }))
  ground.proxy.heal()
  ground.proxy.clear()
  const last = cli.start(...COMMANDS[command])
  if (command === 'serve') await untilConverged(last, { command, cli, colour })
  await ended(last)
  equal(last.child.exitCode, 0, `${way}: ${last.output()}`)
  deepEqual(await look(ground), standing(colour), way)
  return wasKilled
}

async function isKilled(victim: Running, bringing: Bringing): Promise<boolean> {
  const { command } = bringing
  if (command === 'serve') await Promise.race([ended(victim), untilConverged(victim, bringing)])
  await ended(victim)
  if (victim.child.signalCode !== 'SIGKILL') equal(victim.child.exitCode, 0, victim.output())
  return victim.child.signalCode === 'SIGKILL'
}

/** Waits until `serve` says that all is as declared, and ends it. */
async function untilConverged(running: Running, { cli, colour }: Bringing): Promise<void> {
  const fits = (services: unknown) => JSON.stringify(services).includes(`"${colour}"`)
  const stopped = () => running.child.signalCode !== null
  try {
    await converged(cli, SERVICES, { fits, stopped })
  } catch (cause) {
    throw new Error(`${String(cause)}: ${running.output()}`, { cause })
  }
  await running.stop()
}
