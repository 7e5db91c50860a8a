import { equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { waysToServe } from '../../support/share.ts'
import { succeeds } from '../../support/succeeds.ts'

describe('what is asked of a service whose newest revision failed, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)
  const declare = (version: string, failureAction: string) =>
    engine.cli.write('shop.yaml', shop(version, failureAction))
  const run = (...words: string[]) => engine.cli.run(...words)

  for (const served of waysToServe(false))
    it(`ends by what became of that, and no more ${served ? 'with a serve' : 'without serve'}`, async () => {
      if (served) await engine.cli.start('serve').says('serving the installation')
      succeeds(await run('apply', '-f', declare('good', 'Rollback')))
      const bad = declare('bad', 'Rollback')
      equal((await run('apply', '-f', bad)).exit, 1)

      const scaled = await run('scale', 'web=3')
      succeeds(scaled)
      match(
        scaled.out,
        /converged: 1 service; Service shop\/web runs \w+, as its newest revision failed before: .*exited/,
      )
      match(scaled.out, /next: .*reconcile rollout retry web -n shop/)
      succeeds(await run('rollout', 'restart', 'web'))
      succeeds(await run('stop', 'web'))
      succeeds(await run('start', 'shop'))
      match((await run('get', 'services')).out, /web +Replicated +3 +3 .*RolledBack/)

      // What the files ask for still fails, whatever was done beside.
      const again = await run('apply', '-f', bad)
      equal(again.exit, 1, again.out + again.err)
      match(again.err, /was rolled back to/)
      equal((await run('rollout', 'retry', 'web')).exit, 1)
      equal((await run('rollout', 'status', 'web')).exit, 1)
      succeeds(await run('apply', '-f', declare('good', 'Rollback')))
    })

  it('is not done where a slot lacks what made way for the failed one', async () => {
    succeeds(await run('apply', '-f', declare('good', 'Pause')))
    equal((await run('apply', '-f', declare('bad', 'Pause'))).exit, 1)
    const scaled = await run('scale', 'web=3')
    equal(scaled.exit, 1, scaled.out + scaled.err)
    match(scaled.out, /web-3-\w+ Running/)
    match(scaled.err, /Service shop\/web failed/)
  })

  it('is told as stopped where an apply leaves it so', async () => {
    const file = declare('good', 'Pause')
    succeeds(await run('apply', '-f', file))
    succeeds(await run('stop', 'web'))
    const applied = await run('apply', '-f', file)
    succeeds(applied)
    match(
      applied.out,
      /converged: 1 service; Service shop\/web is stopped\nnext: start it with `reconcile start web -n shop`/,
    )
  })
})

/** A service whose good version runs, and whose bad one ends at once. */
function shop(version: string, failureAction: string): string {
  const command = version === 'good' ? '[sleep, "100000"]' : '["false"]'
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  updateStrategy: { failureAction: ${failureAction}, monitorSeconds: 1 }
  rollbackStrategy: { monitorSeconds: 0 }
  template:
    image: busybox:1.36
    command: ${command}
    env: [{ name: VERSION, value: ${version} }]
    stopGracePeriodSeconds: 0
`
}
