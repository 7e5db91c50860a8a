import assert from 'node:assert/strict'
import { readTar, writeTar } from '../../engine/tar.ts'
import { programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

/** Copying files of any size into and out of containers. */
export function copyContract(get: () => Subject): void {
  const Cmd = [...programs.forever]
  const entry = { mode: 0o640, uid: 0, gid: 0 }
  const file = (name: string, text: string) =>
    writeTar([{ ...entry, name, type: 'file', bytes: new TextEncoder().encode(text) }])
  async function* inPieces(tar: Uint8Array) {
    for (let at = 0; at < tar.length; at += 700) yield tar.slice(at, at + 700)
  }

  describe('copies', () => {
    it('go into a directory and out of it again, and are told what they are', async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('copies'), { Cmd })
      const text = 'x'.repeat(100_000)
      await engine.copyIn({ id, path: '/tmp', tar: inPieces(file('note', text)) }, run)
      assert.deepEqual(await engine.statPath({ id, path: '/tmp/note' }, run), {
        ...{ name: 'note', type: 'file', size: text.length },
      })
      assert.equal((await engine.statPath({ id, path: '/tmp' }, run))?.type, 'directory')
      for (const path of ['/tmp/note/below', '/tmp/note/far/below'])
        assert.equal(await engine.statPath({ id, path }, run), undefined)
      const chunks: Uint8Array[] = []
      const onBytes = async (bytes: Uint8Array) => void chunks.push(bytes)
      await engine.copyOut({ id, path: '/tmp/note', onBytes }, run)
      const [found] = readTar(new Uint8Array(Buffer.concat(chunks)))
      assert.deepEqual([found?.name, new TextDecoder().decode(found?.bytes)], ['note', text])
    })

    it('are of nothing where nothing is', async () => {
      const { name, create, engine, run } = get()
      const id = await create(name('nothing'), { Cmd })
      assert.equal(await engine.statPath({ id, path: '/no/such/place' }, run), undefined)
      assert.equal(await engine.statPath({ id: 'contract-none-such', path: '/' }, run), undefined)
      const out = engine.copyOut({ id, path: '/no/such/place', onBytes: () => {} }, run)
      await refuses(out, 'NotFound', /Could not find the file/)
      const into = engine.copyIn({ id, path: '/no/such/place', tar: inPieces(file('a', 'b')) }, run)
      await refuses(into, 'NotFound', /Could not find the file/)
    })

    it('put no file in the place of a directory', async () => {
      const { name, create, engine, run } = get()
      const id = await create(name('keeps'), { Cmd })
      await engine.copyIn({ id, path: '/tmp', tar: inPieces(file('kept/inside', 'a')) }, run)
      const over = engine.copyIn({ id, path: '/tmp', tar: inPieces(file('kept', 'b')) }, run)
      await assert.rejects(over, /cannot overwrite directory/)
      assert.equal((await engine.statPath({ id, path: '/tmp/kept/inside' }, run))?.type, 'file')
    })

    it('put one in the place of the other where that was asked for', async () => {
      const { name, create, engine, run } = get()
      const id = await create(name('replaces'), { Cmd })
      const put = (tar: Uint8Array) => engine.copyIn({ id, path: '/tmp', tar: inPieces(tar), replaces: true }, run)
      const directory = { ...entry, mode: 0o755, type: 'directory' as const, bytes: new Uint8Array() }
      const inside = { ...entry, name: 'one/inside', type: 'file' as const, bytes: new TextEncoder().encode('a') }
      await put(file('one', 'a'))
      await put(writeTar([{ ...directory, name: 'one/' }, inside]))
      assert.equal((await engine.statPath({ id, path: '/tmp/one/inside' }, run))?.type, 'file')
      await put(file('one', 'b'))
      assert.equal((await engine.statPath({ id, path: '/tmp/one' }, run))?.type, 'file')
    })

    it('fail with what their source fails with', async () => {
      const { name, create, engine, run } = get()
      const id = await create(name('breaks'), { Cmd })
      async function* breaks() {
        yield file('half', 'a').slice(0, 600)
        throw new Error('the disk is gone')
      }
      await assert.rejects(engine.copyIn({ id, path: '/tmp', tar: breaks() }, run), /the disk is gone/)
    })
  })
}
