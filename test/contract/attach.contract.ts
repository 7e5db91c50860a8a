import assert from 'node:assert/strict'
import type { ContainerBody } from '../../engine/types/container.ts'
import { programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

/** Attaching to the process of a container. */
export function attachContract(get: () => Subject): void {
  describe('a process', () => {
    const attached = async (
      body: Partial<ContainerBody>,
      type: (said: () => string, id: string) => AsyncIterable<string>,
    ) => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('attached'), body)
      let output = ''
      const onOutput = (stream: string, bytes: Uint8Array) => {
        output += `${stream}: ${new TextDecoder().decode(bytes)}`
      }
      const stdin = (async function* () {
        for await (const text of type(() => output, id)) yield new TextEncoder().encode(text)
      })()
      const terminal = { size: () => ({ columns: 91, rows: 17 }), onResize: () => () => {} }
      await engine.attach({ id, stdin, onOutput, ...(body.Tty ? { terminal } : {}) }, run)
      return { id, output }
    }

    it('is typed into, and says what it writes from then on, until the input ends', async () => {
      const { until, inspect } = get()
      const { id, output } = await attached({ Cmd: [...programs.repeats], OpenStdin: true }, async function* (said) {
        yield 'one\n'
        await until('it to be said', () => said() === 'stdout: one\n')
        yield 'two\n'
        await until('more to be said', () => said().includes('two'))
      })
      assert.equal(output, 'stdout: one\nstdout: two\n')
      assert.equal((await inspect(id)).State.Running, true)
    })

    it('is left when it ends', async () => {
      const { until, engine, run } = get()
      const Cmd = [...programs.repeats]
      const { output } = await attached({ Cmd, OpenStdin: true }, async function* (said, id) {
        yield 'one\n'
        await until('it to be said', () => said().includes('one'))
        await engine.killContainer({ id }, run)
        await new Promise(() => {})
      })
      assert.equal(output, 'stdout: one\n')
    })

    it('has its terminal made as large as it is to be', async () => {
      const { until } = get()
      const body = { Cmd: [...programs.sizes], OpenStdin: true, Tty: true }
      await attached(body, async function* (said) {
        await until('the size', () => said().includes('stdout: 17 91\r\n'))
      })
    })

    it('is heard from its start and ends with its code, also where its container goes with it', async () => {
      const { name, create, until, engine, run } = get()
      for (const AutoRemove of [false, true]) {
        const id = await create(name('heard'), { Cmd: [...programs.speaks], HostConfig: { AutoRemove } })
        const begun: string[] = []
        let output = ''
        const onOutput = (stream: string, bytes: Uint8Array) =>
          void (output += `${stream}: ${new TextDecoder().decode(bytes)}`)
        const attached = engine.attach({ id, onOutput, onBegin: () => begun.push('attach') }, run)
        const ended = engine.waitContainer({ id, onBegin: () => begun.push('wait') }, run)
        await until('both to have begun', () => begun.length === 2)
        await engine.startContainer({ id }, run)
        const [, { exitCode }] = await Promise.all([attached, ended])
        assert.deepEqual([output, exitCode], ['stdout: one\n', 3])
        const left = async () => (await engine.listContainers({ ids: [id] }, run)).length
        if (AutoRemove) await until('it to be gone', async () => (await left()) === 0)
        else assert.equal(await left(), 1)
      }
    })

    it('is attached to by who is still there, and where there is one', async () => {
      const { name, launch, engine, run } = get()
      const abort = new AbortController()
      const id = await launch(name('left'), { Cmd: [...programs.forever] })
      const left = refuses(engine.attach({ id, onOutput: () => {} }, { ...run, signal: abort.signal }), 'Cancelled')
      abort.abort()
      await left
      await refuses(engine.attach({ id: 'nothing', onOutput: () => {} }, run), 'NotFound', /No such container/)
    })
  })
}
