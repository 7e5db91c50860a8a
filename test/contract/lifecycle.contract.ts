import assert from 'node:assert/strict'
import { checks, programs } from './programs.ts'
import { refuses, type Subject, speaks } from './subject.ts'

/** Starting, stopping and killing, and what inspect shows of it. */
export function lifecycleContract(get: () => Subject): void {
  describe("a container's life", () => {
    it('starts, and starting it again changes nothing', async () => {
      const { name, launch, inspect, engine, run } = get()
      const id = await launch(name('start'), { Cmd: [...programs.forever] })
      const first = await inspect(id)
      assert.equal(first.State.Status, 'running')
      assert.equal(first.State.Running, true)
      await engine.startContainer({ id }, run)
      assert.equal((await inspect(id)).State.StartedAt, first.State.StartedAt)
    })

    it('ends with the code of its process', async () => {
      const { name, launch, state } = get()
      const failed = await launch(name('exit'), { Cmd: [...programs.fails] })
      const done = await launch(name('exit'), { Cmd: [...programs.succeeds] })
      assert.equal((await state(failed, 'exited')).State.ExitCode, 3)
      const seen = await state(done, 'exited')
      assert.equal(seen.State.ExitCode, 0)
      // Does not compare it to the start: for a process that ends at once, 20.10 records an end before the start.
      assert.ok(Date.parse(seen.State.FinishedAt ?? '') > 0)
    })

    it('can be started again after its end', async () => {
      const { name, launchReady, state, engine, run } = get()
      const id = await launchReady(name('again'))
      await engine.stopContainer({ id, timeoutSeconds: 5 }, run)
      await engine.startContainer({ id }, run)
      assert.equal((await state(id, 'running')).State.ExitCode, 0)
    })

    it('stops by its stop signal, and the answer comes when it has stopped', async () => {
      const { name, launchReady, inspect, engine, run } = get()
      const id = await launchReady(name('stop'))
      await engine.stopContainer({ id, timeoutSeconds: 10 }, run)
      const { State: state } = await inspect(id)
      assert.deepEqual([state.Status, state.ExitCode], ['exited', 7])
    })

    it('is killed when the grace is over', async () => {
      const { name, launchReady, inspect, engine, run } = get()
      const id = await launchReady(name('grace'), { Cmd: [...programs.talks] })
      await engine.stopContainer({ id, timeoutSeconds: 1 }, run)
      const { State: state } = await inspect(id)
      assert.deepEqual([state.Status, state.ExitCode], ['exited', 137])
    })

    it('is stopped without complaint when it does not run', async () => {
      const { name, create, launchReady, engine, run } = get()
      const created = await create(name('idle'), { Cmd: [...programs.forever] })
      await engine.stopContainer({ id: created, timeoutSeconds: 1 }, run)
      const id = await launchReady(name('idle'))
      await engine.stopContainer({ id, timeoutSeconds: 5 }, run)
      await engine.stopContainer({ id, timeoutSeconds: 5 }, run)
    })

    it('is killed at once, and a kill of what does not run is a conflict', async () => {
      const { name, launch, state, engine, run } = get()
      const id = await launch(name('kill'), { Cmd: [...programs.forever] })
      await refuses(engine.killContainer({ id, signal: 'NOSUCH' }, run), 'Invalid', /invalid signal/i)
      await engine.killContainer({ id }, run)
      assert.equal((await state(id, 'exited')).State.ExitCode, 137)
      await refuses(engine.killContainer({ id }, run), 'Conflict', /is not running/)
    })

    it('goes on after a signal that it does not heed', async () => {
      const { name, launchReady, inspect, engine, run } = get()
      const id = await launchReady(name('signal'), { Cmd: [...programs.talks] })
      await engine.killContainer({ id, signal: 'TERM' }, run)
      assert.equal((await inspect(id)).State.Status, 'running')
    })

    it("that can't start says why, in the error and in its state", async () => {
      const { name, create, inspect, events, until, engine, run, under } = get()
      const id = await create(name('broken'), { Cmd: [...programs.missing] })
      const words = /no-such-program.*executable file not found/
      await refuses(engine.startContainer({ id }, run), 'Invalid', words)
      const { State: state } = await inspect(id)
      assert.deepEqual([state.Status, state.ExitCode], ['created', 127])
      assert.match(state.Error ?? '', words)
      const told = () => events.flatMap(({ action, attributes }) => (attributes['container'] === id ? action : []))
      await until('it to leave its network', () => told().includes('disconnect'))
      assert.deepEqual(told(), speaks(under, 44) ? ['disconnect'] : ['connect', 'disconnect'])
    })

    it("that is not paused can't be unpaused", async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('unpaused'), { Cmd: [...programs.forever] })
      await refuses(engine.unpauseContainer({ id }, run), 'Internal', /is not paused/)
    })

    it('with a check goes from starting to healthy, and is unhealthy once stopped', async () => {
      const { name, launchReady, inspect, until, actionsOf, engine, run } = get()
      const id = await launchReady(name('healthy'), { Healthcheck: checks.good })
      assert.equal((await inspect(id)).State.Health?.Status, 'starting')
      await until('health', async () => (await inspect(id)).State.Health?.Status === 'healthy')
      await until('its event', () => actionsOf(id).includes('health_status: healthy'))
      await engine.stopContainer({ id, timeoutSeconds: 5 }, run)
      assert.equal((await inspect(id)).State.Health?.Status, 'unhealthy')
    })

    it('with a failing check turns unhealthy after its retries', async () => {
      const { name, launch, inspect, until, actionsOf } = get()
      const id = await launch(name('unhealthy'), { Cmd: [...programs.forever], Healthcheck: checks.bad })
      const seen = await until('unhealthy', async () => {
        const { State: state } = await inspect(id)
        return state.Health?.Status === 'unhealthy' && state
      })
      assert.equal(seen.Status, 'running')
      assert.ok((seen.Health?.FailingStreak ?? 0) >= 2)
      assert.notEqual(seen.Health?.Log?.at(-1)?.ExitCode, 0)
      await until('its event', () => actionsOf(id).includes('health_status: unhealthy'))
    })

    it('is unhealthy while it is paused, without a word of it, and until its next check', async () => {
      const { name, launchReady, inspect, until, actionsOf, engine, run, under } = get()
      const id = await launchReady(name('paused'), { Healthcheck: checks.good })
      await until('health', async () => (await inspect(id)).State.Health?.Status === 'healthy')
      const health = async () => {
        const { Status, Health } = (await inspect(id)).State
        return [Status, Health?.Status, Health?.FailingStreak]
      }
      await under.pause(id)
      assert.deepEqual(await health(), ['paused', 'unhealthy', 0])
      await engine.unpauseContainer({ id }, run)
      // 28.5 calls it paused again for a moment where its own word of the pause comes after the unpause.
      const running = await until('it to run', async () => {
        const seen = await health()
        return seen[0] === 'running' && seen
      })
      assert.deepEqual(running, ['running', 'unhealthy', 0])
      await until('health', async () => (await inspect(id)).State.Health?.Status === 'healthy')
      const healthTold = () => actionsOf(id).filter((action) => action.startsWith('health_status'))
      await until('its event', () => healthTold().length > 1)
      assert.deepEqual(healthTold(), ['health_status: healthy', 'health_status: healthy'])
    })

    it('counts failing checks anew after a pause, and tells nobody', async () => {
      const { name, launch, inspect, until, actionsOf, engine, run, under } = get()
      const id = await launch(name('paused'), { Cmd: [...programs.forever], Healthcheck: checks.bad })
      await under.pause(id)
      await engine.unpauseContainer({ id }, run)
      const streak = async () => (await inspect(id)).State.Health?.FailingStreak ?? 0
      assert.ok((await streak()) < 2)
      await until('its checks to fail', async () => (await streak()) >= 2)
      assert.equal((await inspect(id)).State.Health?.Status, 'unhealthy')
      assert.deepEqual(
        actionsOf(id).filter((action) => action.startsWith('health_status')),
        [],
      )
    })

    it('without a check has no health', async () => {
      const { name, launch, inspect } = get()
      const id = await launch(name('checkless'), { Cmd: [...programs.forever], Healthcheck: { Test: ['NONE'] } })
      assert.equal((await inspect(id)).State.Health?.Status ?? 'none', 'none')
    })

    it('is told by the list as by the inspect', async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('up'), { Cmd: [...programs.forever] })
      const [row] = await engine.listContainers({ ids: [id] }, run)
      assert.match(row?.status ?? '', /^Up /)
    })
  })
}
