import assert from 'node:assert/strict'
import { programs } from './programs.ts'
import { refuses, speaks, type Subject } from './subject.ts'

/** Sharing the IPC and PID namespaces of another container; network namespaces are tested elsewhere. */
export function namespacesContract(get: () => Subject): void {
  const Cmd = [...programs.forever]

  describe('namespaces', () => {
    it('of a container that is not there are refused at the create', async () => {
      const { name, create } = get()
      for (const mode of ['IpcMode', 'PidMode'])
        await refuses(
          create(name('none'), { Cmd, HostConfig: { [mode]: 'container:contract-no-such' } }),
          'Invalid',
          /No such container: contract-no-such/,
        )
    })

    it('of processes take one that runs', async () => {
      const { name, create, inspect, engine, run } = get()
      const own = name('owner')
      const owner = await create(own, { Cmd })
      const sharer = await create(name('sharer'), { Cmd, HostConfig: { PidMode: `container:${own}` } })
      assert.equal((await inspect(sharer)).HostConfig.PidMode, `container:${owner}`)
      await refuses(engine.startContainer({ id: sharer }, run), 'Internal', /container \w+ is not running/)
      await engine.startContainer({ id: owner }, run)
      await engine.startContainer({ id: sharer }, run)
      await engine.removeContainer({ id: owner, force: true }, run)
      await refuses(engine.startContainer({ id: sharer }, run), 'Internal', /No such container: \w+/)
    })

    it('of processes end with the first of them', async () => {
      const { name, launch, launchReady, state, inspect, until, actionsOf, engine, run } = get()
      const owner = await launchReady(name('owner'))
      const shares = { PidMode: `container:${owner}` }
      const sharer = await launch(name('sharer'), { Cmd, HostConfig: shares })
      const kept = { ...shares, RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }
      const restarted = await launch(name('restarted'), { Cmd, HostConfig: kept })
      await engine.stopContainer({ id: owner, timeoutSeconds: 5 }, run)
      assert.equal((await state(owner, 'exited')).State.ExitCode, 7)
      assert.equal((await state(sharer, 'exited')).State.ExitCode, 137)
      await until('the engine to give up', async () => (await inspect(restarted)).State.Error !== '')
      const { State: seen } = await state(restarted, 'exited')
      assert.match(seen.Error ?? '', /is not running/)
      for (const id of [sharer, restarted]) assert.deepEqual(actionsOf(id).slice(-2), ['start', 'die'])
    })

    it('of shared memory take one that shares it, and outlive that', async () => {
      const { name, create, launch, state, inspect, engine, run, under } = get()
      const isNew = speaks(under, 44)
      const own = await launch(name('private'), { Cmd })
      const shares = (id: string) => ({ Cmd, HostConfig: { IpcMode: `container:${id}` } })
      const vain = await create(name('vain'), shares(own))
      await refuses(engine.startContainer({ id: vain }, run), 'Invalid', /non-shareable IPC/)
      const owner = await launch(name('owner'), { Cmd, HostConfig: { IpcMode: 'shareable' } })
      const sharer = await launch(name('sharer'), shares(owner))
      await engine.killContainer({ id: owner }, run)
      await state(owner, 'exited')
      assert.equal((await inspect(sharer)).State.Status, 'running')
      await engine.killContainer({ id: sharer }, run)
      await state(sharer, 'exited')
      const starts = () => engine.startContainer({ id: sharer }, run)
      await refuses(starts(), isNew ? 'Conflict' : 'Internal', /container \w+ is not running/)
      await engine.removeContainer({ id: owner }, run)
      await refuses(starts(), isNew ? 'Invalid' : 'Internal', /No such container/)
    })
  })
}
