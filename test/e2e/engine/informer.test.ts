import assert from 'node:assert/strict'
import { realClock } from '../../../clock/real.ts'
import { realRandom } from '../../../clock/random.ts'
import { createInventory } from '../../../engine/informer/create-inventory.ts'
import { startInformer } from '../../../engine/informer/informer.ts'
import type { ContainerState } from '../../../engine/types/container.ts'
import { wrapEngine } from '../../../engine/wrap.ts'
import { handAt } from '../../support/hand.ts'
import { until } from '../../support/until.ts'
import { newest } from '../../support/lab.ts'
import { anyRun, type LabEngine, runShell, startLabEngine } from './lab-engine.ts'

for (const release of newest) {
  describe(`the informer over ${release}`, function () {
    this.timeout(180_000)
    let lab: LabEngine
    const calls: string[] = []
    const inventory = createInventory({ installation: 'default' })
    let stop = () => {}
    const labels = (task: string) => ({ 'reconcile.dev/installation': 'default', 'reconcile.dev/task': task })
    const of = (task: string) => inventory.containersOf(task)[0]?.container
    const reaches = (task: string, status: ContainerState) =>
      until(`${task} is ${status}`, () => of(task)?.State.Status === status)

    /** Waits until the informer has heard of a volume made now, and so of all that happened before. */
    const heardUntil = async (name: string) => {
      await lab.engine.createVolume({ body: { Name: name } }, anyRun)
      await until(`the volume ${name} is known`, () => inventory.host('local')?.volumes.has(name))
    }

    before(async () => {
      lab = await startLabEngine(release)
      await runShell(lab.engine, { name: 'early-1', line: 'sleep 1000', Labels: labels('early') })
      await runShell(lab.engine, { name: 'foreign-1', line: 'sleep 1000' })
      const engine = wrapEngine(lab.engine, ({ verb }, next) => {
        calls.push(verb)
        return next()
      })
      const settings = { relistMs: 300_000, heartbeatMs: 1_000, nodeGraceMs: 40_000 }
      const informer = startInformer({
        engine,
        clock: realClock,
        random: realRandom,
        settings,
        installation: 'default',
        ownerOf: () => undefined,
        isAlone: true,
        inventory,
      })
      stop = informer.stop
      await until('the first list is in', () => inventory.host('local')?.synced)
    })
    after(async () => {
      stop()
      await lab.end()
    })

    it('knows what ran before, its networks, and no foreign container', () => {
      assert.deepEqual(
        [...(inventory.host('local')?.containers.values() ?? [])].map(({ Name }) => Name),
        ['/early-1'],
      )
      assert.equal(inventory.networksNamed('local', 'bridge').length, 1)
      assert.equal(of('early')?.NetworkSettings.Networks['bridge']?.IPAddress?.split('.').length, 4)
    })

    it('sees a container that others start, end, and remove', async () => {
      const id = await runShell(lab.engine, { name: 'other-1', line: 'sleep 1000', Labels: labels('other') })
      await reaches('other', 'running')
      assert.ok(of('other')?.NetworkSettings.Networks['bridge']?.IPAddress)
      await lab.engine.killContainer({ id }, anyRun)
      await reaches('other', 'exited')
      assert.equal(of('other')?.State.ExitCode, 137)
      assert.equal(inventory.stoppedByHand('local', id), true)
      await lab.engine.removeContainer({ id }, anyRun)
      await until('it is gone', () => of('other') === undefined)
    })

    it('sees the engine restart a container, and its end by itself', async () => {
      await runShell(lab.engine, {
        name: 'again-1',
        line: 'sleep 0.3; exit 5',
        Labels: labels('again'),
        HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } },
      })
      await until(
        'it has ended for good',
        () => of('again')?.State.Status === 'exited' && of('again')?.RestartCount === 2,
      )
      assert.equal(of('again')?.State.ExitCode, 5)
      assert.equal(inventory.stoppedByHand('local', of('again')?.Id ?? ''), false)
    })

    it('sees health', async () => {
      const Healthcheck = { Test: ['CMD', 'test', '-e', '/ok'], Interval: 200e6, Retries: 1, Timeout: 5e9 }
      const id = await runShell(lab.engine, {
        name: 'health-1',
        line: 'sleep 1; touch /ok; sleep 1000',
        Labels: labels('health'),
        Healthcheck,
      })
      await until('it is unhealthy', () => of('health')?.State.Health?.Status === 'unhealthy')
      await until('it says why', () => of('health')?.State.Health?.Log?.at(-1)?.ExitCode === 1)
      await until('it is healthy', () => of('health')?.State.Health?.Status === 'healthy')
      await lab.engine.removeContainer({ id, force: true }, anyRun)
    })

    it('sees that volumes are pruned', async () => {
      const { call } = handAt(lab.host.socket)
      const { Name } = (await call('POST', '/volumes/create', {})) as { Name: string }
      await until('it is known', () => inventory.host('local')?.volumes.has(Name))
      await call('POST', '/volumes/prune')
      await until('it is gone', () => inventory.host('local')?.volumes.has(Name) === false)
    })

    it('asks next to nothing about what it was told by our own writes', async () => {
      const body = { Image: 'busybox:1.36', Cmd: ['sleep', '1000'], Labels: labels('own') }
      const { id } = await lab.engine.createContainer({ name: 'own-1', body }, anyRun)
      inventory.putContainer('local', await lab.engine.inspectContainer({ id }, anyRun))
      await lab.engine.startContainer({ id }, anyRun)
      inventory.putContainer('local', await lab.engine.inspectContainer({ id }, anyRun))
      await heardUntil('started')
      calls.length = 0
      inventory.expectStop('local', id)
      await lab.engine.stopContainer({ id, timeoutSeconds: 0 }, anyRun)
      await reaches('own', 'exited')
      await lab.engine.removeContainer({ id }, anyRun)
      inventory.dropContainer('local', id)
      await heardUntil('removed')
      // Six events or more. That it is none at all is told in virtual time: a busy machine may answer late.
      assert.ok(calls.filter((verb) => !['info', 'inspectVolume'].includes(verb)).length <= 2, calls.join())
    })

    it('sees what happened while the engine was away, and says that it is', async () => {
      const id = of('early')?.Id ?? ''
      await lab.host.stop()
      await until('the host is unreachable', () => inventory.host('local')?.unreachable)
      assert.match(inventory.host('local')?.unreachable ?? '', /no engine listens on unix:/)
      await lab.host.start()
      await until('it answers', () => inventory.host('local')?.unreachable === undefined)
      assert.equal(inventory.host('local')?.containers.get(id)?.State.Status, 'exited')
      await lab.engine.startContainer({ id }, anyRun)
      await reaches('early', 'running')
    })
  })
}
