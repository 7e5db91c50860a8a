import { equal } from 'node:assert/strict'
import { buildCli, type Cli, startCli } from './cli.ts'
import { loadImages } from './images.ts'
import { type Lab, startLab } from './lab.ts'

/** Two real engines, and a command line that works on the first. */
export interface TwoEngines {
  readonly cli: Cli
  readonly hosts: Lab['hosts']
  /** Runs a command, which has to end with 0. Returns what it printed. */
  does(...args: readonly string[]): Promise<string>
}

/** Registers the hooks of a suite on two real engines that have only busybox. `as` wraps the command line, for inProcess. */
export function twoEngines(as = (cli: Cli): Cli => cli): TwoEngines {
  let lab: Lab
  let cli: Cli
  before(async () => {
    ;[lab] = await Promise.all([startLab({ engines: 2 }), buildCli()])
    await Promise.all(lab.hosts.map(({ socket }) => loadImages(socket, ['busybox:1.36'])))
    cli = as(startCli(lab.hosts[0].socket))
  })
  after(async () => {
    await cli.end()
    await lab.down()
  })
  return {
    get cli() {
      return cli
    },
    get hosts() {
      return lab.hosts
    },
    async does(...args) {
      const { exit, out, err } = await cli.run(...args)
      equal(exit, 0, out + err)
      return out
    },
  }
}
