import { deepEqual, equal, rejects } from 'node:assert/strict'
import type { Attachable, Installation } from '../../../../api/v1/installation/installation.ts'
import type { ObjectWrites } from '../../../../api/v1/installation/object-writes.ts'
import { type Told, toldInstallation } from '../../../../cli/local/audit/told-installation.ts'
import { toldWords } from '../../../../cli/local/audit/told-words.ts'

const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const
const WEB = 'Task/shop/web-1'

describe('what people do in tasks', () => {
  const told: Told[] = []
  const fresh = () => told.splice(0)
  const doing = (run: () => Promise<number>) =>
    toldInstallation(
      { exec: run, attach: async () => void (await run()) } as unknown as Installation & ObjectWrites & Attachable,
      (each) => told.push(each),
    )
  const asked = (signal: AbortSignal) => ({ ref, command: ['psql', 'PASSWORD=x'], onOutput: () => {}, signal })
  const { signal } = new AbortController()

  it('is told once it is over, with the command and how it ended', async () => {
    equal(await doing(async () => 3).exec(asked(signal)), 3)
    deepEqual(fresh(), [{ verb: 'exec', object: WEB, change: 'executed', details: ['psql PASSWORD=***', 'exit 3'] }])
    await doing(async () => 0).attach(asked(signal))
    deepEqual(fresh(), [{ verb: 'attach', object: WEB, change: 'attached' }])
  })

  it('is told of who leaves before the end', async () => {
    const abort = new AbortController()
    const leave = doing(async () => {
      abort.abort()
      throw new Error('no longer wanted')
    })
    await rejects(leave.exec(asked(abort.signal)), /no longer wanted/)
    await rejects(leave.attach(asked(abort.signal)), /no longer wanted/)
    deepEqual(fresh(), [
      { verb: 'exec', object: WEB, change: 'executed', details: ['psql PASSWORD=***', 'left before its end'] },
      { verb: 'attach', object: WEB, change: 'attached', details: ['left before its end'] },
    ])
  })

  it('is told of what is copied out with the first of it, and not where nothing is', async () => {
    const copying = (error?: Error) =>
      toldInstallation(
        {
          async *copyOut() {
            if (error) throw error
            yield Buffer.from('a')
            yield Buffer.from('b')
          },
        } as unknown as Installation & ObjectWrites & Attachable,
        (each) => told.push(each),
      ).copyOut({ ref, path: '/etc', signal })
    for await (const _ of copying()) break
    deepEqual(fresh(), [{ verb: 'cp', object: WEB, change: 'copied', details: ['from /etc'] }])
    await rejects(async () => {
      for await (const _ of copying(new Error('no container of it runs')));
    }, /no container/)
    deepEqual(fresh(), [{ verb: 'cp', object: WEB, refused: 'no container of it runs' }])
  })

  it('is told where it is refused, and is no line of the log', async () => {
    const refused = doing(async () => {
      throw new Error('no container of it runs')
    })
    await rejects(refused.attach(asked(signal)), /no container/)
    deepEqual(fresh(), [{ verb: 'attach', object: WEB, refused: 'no container of it runs' }])
    equal(toldWords({ verb: 'attach', object: WEB, change: 'attached' }), undefined)
  })
})
