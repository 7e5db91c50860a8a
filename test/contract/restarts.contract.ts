import assert from 'node:assert/strict'
import { writeTar } from '../../engine/tar.ts'
import { programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

/** Docker's own restarts in place. */
export function restartsContract(get: () => Subject): void {
  const policy = (Name: string, MaximumRetryCount = 0) => ({ RestartPolicy: { Name, MaximumRetryCount } })

  describe('restart policies', () => {
    for (const name of ['always', 'unless-stopped', 'on-failure']) {
      it(`${name}: a process that fails runs again, in the same container, and is counted`, async () => {
        const subject = get()
        const id = await subject.launch(subject.name('restarts'), {
          Cmd: [...programs.fails],
          HostConfig: policy(name),
        })
        await subject.until('two restarts', async () => ((await subject.inspect(id)).RestartCount ?? 0) >= 2)
        const starts = await subject.until('their events', () => {
          const actions = subject.actionsOf(id).filter((action) => action === 'start' || action === 'die')
          return actions.length >= 4 && actions
        })
        assert.deepEqual(starts.slice(0, 4), ['start', 'die', 'start', 'die'])
      })
    }

    it('show the wait between two runs as restarting', async () => {
      const { name, launch, state } = get()
      const id = await launch(name('waits'), { Cmd: [...programs.fails], HostConfig: policy('always') })
      const { State: seen } = await state(id, 'restarting')
      assert.deepEqual([seen.Running, seen.Restarting, seen.ExitCode], [true, true, 3])
    })

    it('on-failure leaves a success alone', async () => {
      const { name, launch, state } = get()
      const id = await launch(name('success'), { Cmd: [...programs.succeeds], HostConfig: policy('on-failure') })
      const seen = await state(id, 'exited')
      assert.deepEqual([seen.State.ExitCode, seen.RestartCount], [0, 0])
    })

    it('on-failure gives up after its retries', async () => {
      const { name, launch, until, inspect } = get()
      const id = await launch(name('gives-up'), { Cmd: [...programs.fails], HostConfig: policy('on-failure', 2) })
      const seen = await until('the end', async () => {
        const one = await inspect(id)
        return one.State.Status === 'exited' && one
      })
      assert.deepEqual([seen.RestartCount, seen.State.ExitCode], [2, 3])
    })

    for (const how of ['stop', 'kill'] as const) {
      it(`count no ${how}, and leave what it ended, with restarts left as well`, async () => {
        const { name, launchReady, state, engine, run } = get()
        const body = { Cmd: [...programs.failsOnce], HostConfig: policy('on-failure', 3) }
        const id = await launchReady(name('left'), body)
        if (how === 'stop') await engine.stopContainer({ id, timeoutSeconds: 0 }, run)
        else await engine.killContainer({ id }, run)
        const { State: ended, RestartCount: count } = await state(id, 'exited')
        assert.deepEqual([ended.ExitCode, count], [137, 1])
      })

      it(`do not bring back what a ${how} has ended`, async () => {
        const { name, launch, launchReady, state, inspect, engine, run } = get()
        const id = await launchReady(name('ended'), { HostConfig: policy('always') })
        if (how === 'stop') await engine.stopContainer({ id, timeoutSeconds: 5 }, run)
        else await engine.killContainer({ id }, run)
        await state(id, 'exited')
        const other = await launch(name('meanwhile'), { Cmd: [...programs.fails] })
        await state(other, 'exited')
        assert.equal((await inspect(id)).State.Status, 'exited')
      })
    }

    it('end with a stop, also in the wait between two runs', async () => {
      const { name, launch, state, engine, run } = get()
      const id = await launch(name('stopped'), { Cmd: [...programs.fails], HostConfig: policy('always') })
      await state(id, 'restarting')
      await engine.stopContainer({ id, timeoutSeconds: 1 }, run)
      await state(id, 'exited')
    })

    it('give back what a connect gave in the wait between two runs', async () => {
      const { name, launch, engine, run, until, inspect, actionsOf, under } = get()
      const { id: network } = await engine.createNetwork({ body: { Name: name('between') } }, run)
      const id = await launch(name('port'), {
        Cmd: [...programs.fails],
        ExposedPorts: { '80/tcp': {} },
        HostConfig: {
          ...policy('always'),
          NetworkMode: network,
          PortBindings: { '80/tcp': [{ HostPort: '38085' }] },
        },
      })
      const before = await until('a wait that is long enough', async () => {
        const { State: now, RestartCount: count = 0 } = await inspect(id)
        return now.Restarting && count >= 4 && count
      })
      const connected = engine.connectNetwork({ id: network, container: id, endpoint: {} }, run)
      if (under.apiVersion === '1.41') await connected
      else await assert.rejects(connected, /network sandbox for container \w+ not found/)
      const { State: seen } = await until('the next run', async () => {
        const one = await inspect(id)
        return (one.RestartCount ?? 0) >= before + 1 && one
      })
      assert.equal(seen.Error, '')
      await until('the wait after it', async () => (await inspect(id)).State.Restarting)
      const exec = engine.exec({ id, command: ['true'], onOutput: () => {} }, run)
      await refuses(exec, 'Conflict', /is restarting, wait until the container is running/)
      await engine.killContainer({ id }, run)
      assert.equal((await inspect(id)).State.Status, 'exited')
      assert.ok(!actionsOf(id).includes('kill'), 'there is nothing to kill')
    })

    it('unless-stopped takes any signal for a stop, once it ends; always only the one that stops it', async () => {
      const { name, launchReady, until, inspect, state, engine, run } = get()
      const body = (Name: string) => ({ StopSignal: 'INT', HostConfig: policy(Name) })
      const stays = await launchReady(name('signalled'), body('unless-stopped'))
      const returns = await launchReady(name('signalled'), body('always'))
      for (const id of [stays, returns]) await engine.killContainer({ id, signal: 'TERM' }, run)
      await until('its restart', async () => (await inspect(returns)).RestartCount === 1)
      const { State: seen, RestartCount: count } = await state(stays, 'exited')
      assert.deepEqual([seen.ExitCode, count], [7, 0])
    })

    it('are given up without an event where the engine refuses the start', async () => {
      const { name, launch, launchReady, until, inspect, state, actionsOf, engine, run } = get()
      const owner = await launchReady(name('owner'))
      const HostConfig = { ...policy('always'), NetworkMode: `container:${owner}` }
      const id = await launch(name('sharer'), { Cmd: [...programs.fails], HostConfig })
      await until('a wait that is long enough', async () => {
        const { State: now, RestartCount: count = 0 } = await inspect(id)
        return now.Restarting && count >= 3
      })
      await engine.removeContainer({ id: owner, force: true }, run)
      const { State: seen } = await state(id, 'exited')
      assert.match(seen.Error ?? '', /No such container|remov|non running/) // or it is still on its way out
      assert.equal(actionsOf(id).at(-1), 'die')
    })

    it('count on after an update that allows more, or begins to count', async () => {
      const { name, launch, until, inspect, engine, run } = get()
      const ends = async (id: string) =>
        until('its end', async () => {
          const { State: now, RestartCount: count } = await inspect(id)
          return now.Status === 'exited' && [now.ExitCode, count]
        })
      const Cmd = [...programs.failsWhenTold]
      const go = writeTar([{ name: 'go', type: 'file', mode: 0o444, uid: 0, gid: 0, bytes: new Uint8Array() }])
      const more = await launch(name('more'), { Cmd, HostConfig: policy('on-failure', 1) })
      const begins = await launch(name('begins'), { Cmd, HostConfig: policy('no') })
      await engine.updateContainer({ id: more, body: policy('on-failure', 2) }, run)
      await engine.updateContainer({ id: begins, body: policy('on-failure', 1) }, run)
      for (const id of [more, begins]) await engine.putArchive({ id, path: '/tmp', tar: go }, run)
      assert.deepEqual(await ends(more), [3, 2])
      assert.deepEqual(await ends(begins), [3, 1])
      await engine.updateContainer({ id: more, body: policy('on-failure', 5) }, run)
      assert.deepEqual(await ends(more), [3, 2])
    })

    it('start to count anew with a start by hand', async () => {
      const { name, launch, until, inspect, actionsOf, engine, run } = get()
      const id = await launch(name('anew'), { Cmd: [...programs.fails], HostConfig: policy('on-failure', 1) })
      const endsAfter = (runs: number) =>
        until(`its end after ${runs} runs`, async () => {
          const isOver = actionsOf(id).filter((action) => action === 'die').length === runs
          return isOver && (await inspect(id)).State.Status === 'exited'
        })
      await endsAfter(2)
      await engine.startContainer({ id }, run)
      await endsAfter(4)
      assert.equal((await inspect(id)).RestartCount, 1)
    })
  })
}
