import { match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'

/** A server that ends with 0 when it is told to, as nginx does, and a job that is done. */
const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
  migrate:
    image: busybox:1.36
    command: "true"
`

describe('a stop that nothing watched, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('is undone by the next apply, as its plan says, and no job runs again', async () => {
    const file = engine.cli.write('shop.yaml', SHOP)
    succeeds(await engine.cli.run('apply', '-f', file))
    await engine.docker('stop', 'shop-web-1')
    const plan = await engine.cli.run('plan', '-f', file)
    match(plan.out, /POST \/containers\/shop-web-1\/start +# it was stopped by hand(.|\n)*^1 call would change/m)
    const applied = await engine.cli.run('apply', '-f', file)
    succeeds(applied)
    match(applied.out, /Service\/shop\/web Ready AllReady: 1 of 1 ready/)
    match((await engine.cli.run('plan', '-f', file)).out, /^No changes/)
  })
})
