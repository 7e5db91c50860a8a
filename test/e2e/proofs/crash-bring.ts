import { deepEqual, equal } from 'node:assert/strict'
import type { Cli, Running } from '../../support/cli.ts'
import { look, SERVICES, standing, writeStack } from './crash-stack.ts'
import type { Ground } from './ground.ts'
import { converged, ended } from './serving.ts'

/** The commands that bring the hosts to what `tree/shop.yaml` declares: one ends then, the other goes on. */
export const COMMANDS = { apply: ['apply', '-f', 'tree/shop.yaml'], serve: ['serve', '--watch', 'tree'] } as const

export interface Bringing {
  readonly command: keyof typeof COMMANDS
  readonly cli: Cli
  readonly colour: string
  /** Starts the command so that it will be killed on its way; `where` says where. */
  readonly kill?: { readonly where: string; readonly start: (args: readonly string[]) => Running }
}

/**
 * Brings the stack to a colour: first with a command that is killed on its way, then to the end. Fails unless the stack then is as if
 * nothing had happened (S6). Returns whether the command was killed: it may have been too fast for that.
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

/** Waits until `serve` reports that all is as declared, and ends it. */
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
