import assert from 'node:assert/strict'
import { programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

/** What an engine does at its start with containers whose restarts it counts. */
export function rebootContract(get: () => Subject): void {
  const retries = (MaximumRetryCount: number) => ({
    HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount } },
  })

  describe('a reboot', () => {
    it('starts again, and counts anew, what had a restart left, and nothing else', async () => {
      const { name, launch, launchReady, until, inspect, state, engine, run, under } = get()
      const seen = async (id: string) => {
        const { State: now, RestartCount: count } = await inspect(id)
        return [now.Status, count] as const
      }
      const is = (id: string, status: string, count: number) =>
        until(`${status} after ${count} restarts`, async () => (await seen(id)).join() === `${status},${count}`)
      const gaveUp = await launch(name('gave-up'), { Cmd: [...programs.fails], ...retries(1) })
      const lastRun = await launch(name('last-run'), { Cmd: [...programs.failsOnce], ...retries(1) })
      const hasLeft = await launch(name('has-left'), { Cmd: [...programs.failsOnce], ...retries(2) })
      const stopped = await launchReady(name('stopped'), retries(1))
      await engine.stopContainer({ id: stopped, timeoutSeconds: 5 }, run)
      await state(stopped, 'exited')
      await is(gaveUp, 'exited', 1)
      await is(lastRun, 'running', 1)
      await is(hasLeft, 'running', 1)
      const leaves = await launch(name('leaves'), { Cmd: [...programs.forever], HostConfig: { AutoRemove: true } })
      await under.reboot()
      await is(hasLeft, 'running', 0)
      await is(stopped, 'running', 0)
      await refuses(inspect(leaves), 'NotFound')
      assert.deepEqual(await Promise.all([gaveUp, lastRun].map(seen)), [
        ['exited', 1],
        ['exited', 1],
      ])
    })
  })
}
