import { deepEqual, equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'

describe('what can not be changed under its containers, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const declare = (network: string, volume: string) =>
    engine.cli.write(
      'compose.yaml',
      `name: shop\n${SERVICE}\nnetworks: { front: ${network} }\nvolumes: { data: ${volume} }\n`,
    )
  const subnet = (third: number) => `{ ipam: { config: [{ subnet: 10.77.${third}.0/24 }] } }`

  /** Runs what the last line of a command says in its backquotes, and the apply that it asks for. */
  async function heed(err: string, file: string): Promise<void> {
    const next = err.split('\n').find((line) => line.startsWith('next: ')) ?? ''
    for (const [, command = '', apply] of next.matchAll(/`reconcile ([^`]+)`|(apply again, and)/g)) {
      const words = apply === undefined ? command.split(' ') : ['apply', '-f', file]
      succeeds(await engine.cli.run(...words))
    }
  }

  it('is made anew by what the last line says: a network', async () => {
    succeeds(await engine.cli.run('apply', '-f', declare(subnet(1), '{}')))
    const file = declare(subnet(2), '{}')
    const { exit, err } = await engine.cli.run('apply', '-f', file)
    equal(exit, 1)
    match(
      err,
      /error: Network shop\/front: it has the subnet 10\.77\.1\.0\/24, declared 10\.77\.2\.0\/24 \(.*\nnext: a network can't/,
    )
    await heed(err, file)
    succeeds(await engine.cli.run('apply', '-f', file))
    match(await engine.docker('network', 'inspect', 'shop_front'), /10\.77\.2\.0/)
  })

  it('is made anew by what the last line says: a volume', async () => {
    succeeds(await engine.cli.run('apply', '-f', declare('{}', '{}')))
    const file = declare('{}', '{ driver_opts: { type: tmpfs, device: tmpfs } }')
    const { exit, err } = await engine.cli.run('apply', '-f', file)
    equal(exit, 1)
    match(err, /error: Volume shop\/data: its option type is not as declared \(.*\nnext: a volume can't be changed: /)
    await heed(err, file)
    succeeds(await engine.cli.run('apply', '-f', file))
    const [made] = JSON.parse(await engine.docker('volume', 'inspect', 'shop_data')) as { Options: object }[]
    deepEqual(made?.Options, { type: 'tmpfs', device: 'tmpfs' })
  })

  it('is made anew by what the last line says: a volume of a watched directory', async () => {
    declare('{}', '{}')
    succeeds(await engine.cli.run('serve', '--watch', '.', '--once'))
    declare('{}', '{ driver_opts: { type: tmpfs, device: tmpfs } }')
    const { exit, err } = await engine.cli.run('serve', '--once')
    equal(exit, 1)
    const [, ...said] = (err.split('\nnext: ')[1] ?? '').split('`').filter((_, index) => index % 2 === 1 || index === 0)
    const commands = said.map((command) => command.replace('reconcile ', '').split(' '))
    const [stop = [], rm = [], start = [], approve = []] = commands
    succeeds(await engine.cli.run(...stop))
    await engine.docker(...rm.slice(1))
    equal((await engine.cli.run(...start)).exit, 6)
    succeeds(await engine.cli.run(...approve))
    succeeds(await engine.cli.run('serve', '--once'))
    const [made] = JSON.parse(await engine.docker('volume', 'inspect', 'shop_data')) as { Options: object }[]
    deepEqual(made?.Options, { type: 'tmpfs', device: 'tmpfs' })
  })
})

const SERVICE = `services:
  web:
    image: busybox:1.36
    command: [sleep, "100000"]
    stop_grace_period: 0s
    networks: [front]
    volumes: ["data:/data"]`
