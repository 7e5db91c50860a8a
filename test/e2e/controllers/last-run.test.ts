import { handAt } from '../../support/hand.ts'
import { loadImages } from '../../support/images.ts'
import { type Lab, newest, startLab } from '../../support/lab.ts'
import { type RealInstallation, startReal } from '../../support/real.ts'

/** Fails twice, and runs on. */
const runs = 'echo >>/runs; [ $(wc -l </runs) -gt 2 ] && exec sleep 100000; exit 3'
const restartPolicy = { condition: 'OnFailure', maxAttempts: 2 } as const
const template = { image: 'busybox:1.36', args: ['sh', '-c', runs], stopGracePeriodSeconds: 0, restartPolicy }
const names = ['stopped', 'killed', 'rebooted'] as const

for (const release of newest)
  describe(`the last run that a real engine allows (${release})`, function () {
    this.timeout(180_000)
    let lab: Lab
    let real: RealInstallation

    before(async () => {
      lab = await startLab({ release })
      await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
      real = await startReal(lab.hosts[0].socket)
      for (const name of names) real.service(name, { template })
      await real.until('all are in it', () => names.every((name) => seen(name) === 'running 2'))
    })
    after(async () => {
      await real?.stop()
      await lab?.down()
    })

    /** A service's container as its loop sees it. */
    function seen(name: string): string {
      const task = real.tasks().find(({ spec }) => spec.service === name)
      const [found] = real.ports.inventory.containersOf(task?.metadata.name ?? '')
      return `${found?.container.State.Status} ${found?.container.RestartCount}`
    }

    for (const [name, path] of [
      ['stopped', 'stop?t=0'],
      ['killed', 'kill'],
    ] as const)
      it(`is no failure where it is ${name} by hand: it is started again, and counted anew`, async () => {
        await handAt(lab.hosts[0].socket).call('POST', `/containers/shop-${name}-1/${path}`)
        await real.until('it runs again', () => seen(name) === 'running 0')
      })

    it('is none either where its engine ends', async () => {
      await lab.hosts[0].restart()
      await real.until('it runs again', () => seen('rebooted') === 'running 0', 60_000)
      await real.until('it has come up', () => real.tasks().every(({ status }) => status?.phase === 'Running'))
    })
  })
