import { deepEqual, equal } from 'node:assert/strict'
import { loadImages } from '../../support/images.ts'
import { type Lab, newest, startLab } from '../../support/lab.ts'
import { type EngineProxy, startProxy } from '../../support/proxy.ts'
import { type RealInstallation, startReal } from '../../support/real.ts'

/** Ends well when it is told to, as most servers do. */
const server = {
  image: 'busybox:1.36',
  args: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
}
/** An engine that ends waits for it, and has ended the others long before. */
const slow = {
  image: 'busybox:1.36',
  args: ['sh', '-c', 'trap "sleep 3; exit 0" TERM; while :; do sleep 0.1; done'],
}
const once = { image: 'busybox:1.36', args: ['sleep', '1'] }

for (const release of newest)
  describe(`a real engine that is restarted (${release})`, function () {
    this.timeout(180_000)
    let lab: Lab
    let proxy: EngineProxy
    let real: RealInstallation

    before(async () => {
      lab = await startLab({ release })
      const engine = lab.hosts[0].socket
      await loadImages(engine, ['busybox:1.36'])
      proxy = await startProxy({ socket: `${engine}.proxy`, engine })
      real = await startReal(`${engine}.proxy`)
      real.service('once', { template: once })
      await real.until('the one-shot is done', () => phaseOf('once') === 'Completed')
      real.service('web', { template: server })
      await real.until('the server runs', () => phaseOf('web') === 'Running')
    })
    after(async () => {
      await real?.stop()
      await proxy?.close()
      await lab?.down()
    })

    function taskOf(service: string) {
      return real.tasks().find(({ spec }) => spec.service === service)
    }
    function phaseOf(service: string): string | undefined {
      return taskOf(service)?.status?.phase
    }
    function runsAgain(before: string | undefined): boolean {
      const { phase, startedAt = '' } = taskOf('web')?.status ?? {}
      return phase === 'Running' && startedAt > (before ?? '')
    }

    it('has its server up again, though no event of its end came through, and no one-shot', async () => {
      const started = taskOf('web')?.status?.startedAt
      const lift = proxy.inject({ on: ({ path }) => path.startsWith('/events'), do: 'hang' })
      equal(proxy.dropEventStreams(), 1)
      await lab.hosts[0].restart()
      lift()
      proxy.heal()
      await real.until('the server runs again', () => runsAgain(started), 60_000)
      deepEqual([taskOf('web')?.status?.restarts, taskOf('web')?.status?.failures ?? 0], [0, 0])
      equal(phaseOf('once'), 'Completed')
      equal(proxy.writes().filter(({ path }) => path.includes('/start')).length, 3)
    })

    it('says that it was stopped with its engine where the kills of that came through', async () => {
      const started = taskOf('web')?.status?.startedAt
      const said = new Set<string | undefined>()
      await lab.hosts[0].restart()
      await real.until(
        'the server runs again',
        () => said.add(taskOf('web')?.status?.message) && runsAgain(started),
        60_000,
      )
      // What takes more than a moment, such as the start, is said after it.
      const first = new Set([...said].flatMap((message) => message?.split('; ')[0] ?? []))
      deepEqual(
        [...first].filter((words) => words.startsWith('it was stopped')),
        ['it was stopped with its engine'],
      )
    })

    it('has it up again when it was restarted while nobody watched', async () => {
      const started = taskOf('web')?.status?.startedAt
      await real.stop()
      await lab.hosts[0].restart()
      real = await startReal(`${lab.hosts[0].socket}.proxy`)
      real.service('web', { template: server })
      await real.until('the server runs again', () => runsAgain(started), 60_000)
    })

    it('is asked to start nothing while it ends, and nobody is said to have stopped anything', async () => {
      await real.stop()
      real = await startReal(lab.hosts[0].socket)
      real.service('web', { template: server })
      real.service('slow', { template: slow })
      await real.until('both run', () => [phaseOf('web'), phaseOf('slow')].every((phase) => phase === 'Running'))
      const started = taskOf('web')?.status?.startedAt
      const said = new Set<string>()
      const note = real.ports.store.watch('Task').subscribe(({ after }) => {
        if (after?.spec.service === 'web') said.add(`${after.status?.reason}: ${after.status?.message}`)
      })
      await lab.hosts[0].restart()
      await real.until('the server runs again', () => runsAgain(started), 60_000)
      note.unsubscribe()
      deepEqual(
        [...said].filter((words) => /StoppedByHand|EngineFailing|StartFailed/.test(words)),
        [],
      )
    })
  })
