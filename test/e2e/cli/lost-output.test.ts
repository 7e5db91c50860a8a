import { deepEqual, equal, match } from 'node:assert/strict'
import { ended } from '../proofs/serving.ts'
import { engineForEach } from '../../support/engine-for-each.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    deploy: { replicas: 3, update_config: { parallelism: 1, monitor: 0s } }
`

describe('a command whose output nobody takes', function () {
  this.timeout(180_000)
  const engine = engineForEach()
  const under = async (line: string, ...args: readonly string[]) => {
    const running = engine.cli.startUnder(['sh', '-c', line], ...args)
    await ended(running)
    return { exit: running.child.exitCode, output: running.output() }
  }
  const runs = async () => {
    const found = await engine.docker('ps', '--filter', 'name=shop-web', '--format', '{{.Names}}')
    return found.trim().split('\n').sort()
  }

  it('goes on to the end of what it does, though its reader leaves', async () => {
    const file = engine.cli.write('shop.yaml', SHOP)
    equal((await under('"$0" "$@" | head -1', 'apply', '-f', file)).exit, 0)
    deepEqual(await runs(), ['shop-web-1', 'shop-web-2', 'shop-web-3'])
    const before = await engine.docker('ps', '-q')
    equal((await under('"$0" "$@" | head -1', 'restart', 'service/web')).exit, 0)
    equal((await runs()).length, 3)
    const after = (await engine.docker('ps', '-q')).split('\n')
    deepEqual(
      after.filter((id) => id !== '' && before.includes(id)),
      [],
    )
  })

  it('goes on where that is full, and says so', async () => {
    const file = engine.cli.write('shop.yaml', SHOP)
    const { exit, output } = await under('"$0" "$@" >/dev/full', 'apply', '-f', file)
    equal(exit, 0, output)
    match(output, /standard output can't be written: .*ENOSPC/)
    deepEqual(await runs(), ['shop-web-1', 'shop-web-2', 'shop-web-3'])
  })

  it('ends where it only shows something: without an error for its reader, with one for a full disk', async () => {
    equal((await under('"$0" "$@" | true', 'get', 'services')).exit, 0)
    const { exit, output } = await under('"$0" "$@" >/dev/full', 'get', 'services')
    equal(exit, 1)
    match(output, /standard output can't be written: .*ENOSPC/)
  })
})
