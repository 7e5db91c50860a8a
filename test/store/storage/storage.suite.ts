import assert from 'node:assert/strict'
import type { Storage, StorageErrorCode } from '../../../store/storage/storage.ts'
import { StorageError } from '../../../store/storage/storage.ts'

/** A disk under test. */
export interface DiskUnderTest {
  /** Opens it as a new process would; a writer that is still open is taken over. */
  readonly open: () => Promise<Storage>
  /** Lets no write through until told otherwise. */
  readonly refuse: (code: 'Full' | undefined) => void
  /** Lets time pass until the promise is settled. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>
}

/** What every storage promises. */
export function storageSuite(name: string, make: () => Promise<DiskUnderTest>): void {
  describe(`the ${name} storage`, () => {
    it('has what was acknowledged when it is opened again', async () => {
      const { open, settle } = await make()
      const first = await open()
      await settle(
        first.write([
          { key: '/a', value: 1 },
          { key: '/b', value: { deep: ['x', null, 'ü\u2028\ud800'] } },
        ]),
      )
      await settle(first.write([{ key: '/a' }]))
      await settle(first.close())
      const found = await (await open()).load()
      assert.deepEqual([...found], [['/b', { deep: ['x', null, 'ü\u2028\ud800'] }]])
    })

    it('keeps batches in the order of the calls', async () => {
      const { open, settle } = await make()
      const storage = await open()
      await settle(Promise.all(Array.from({ length: 50 }, (_, i) => storage.write([{ key: '/last', value: i }]))))
      assert.equal((await (await open()).load()).get('/last'), 49)
    })

    it('takes an empty batch', async () => {
      const { open, settle } = await make()
      await settle((await open()).write([]))
    })

    it('refuses what it can not keep, whole, and goes on when it can', async () => {
      const { open, refuse, settle } = await make()
      const storage = await open()
      await settle(storage.write([{ key: '/kept', value: 1 }]))
      refuse('Full')
      await settle(
        assertRefused(
          storage.write([
            { key: '/a', value: 1 },
            { key: '/b', value: 2 },
          ]),
          'Full',
        ),
      )
      await settle(assertRefused(storage.write([{ key: '/c', value: 3 }]), 'Full'))
      refuse(undefined)
      await settle(storage.write([{ key: '/d', value: 4 }]))
      assert.deepEqual([...(await (await open()).load()).keys()].sort(), ['/d', '/kept'])
    })

    it('is Fenced once another writer opened it', async () => {
      const { open, settle } = await make()
      const old = await open()
      await settle(old.write([{ key: '/a', value: 'old' }]))
      const next = await open()
      await settle(next.write([{ key: '/a', value: 'next' }]))
      await settle(assertRefused(old.write([{ key: '/a', value: 'too late' }]), 'Fenced'))
      await settle(assertRefused(old.write([{ key: '/a', value: 'too late again' }]), 'Fenced'))
      assert.equal((await (await open()).load()).get('/a'), 'next')
    })

    it('waits on close for what was written, and takes nothing after it', async () => {
      const { open, settle } = await make()
      const storage = await open()
      const written = storage.write([{ key: '/a', value: 1 }])
      await settle(storage.close())
      await settle(written)
      await settle(assertRefused(storage.write([{ key: '/b', value: 2 }]), 'Closed'))
      assert.deepEqual([...(await (await open()).load()).keys()], ['/a'])
    })
  })
}

/** Expects a StorageError of this code. */
export async function assertRefused(promise: Promise<unknown>, code: StorageErrorCode): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof StorageError, String(error))
    assert.equal(error.code, code, error.message)
    return true
  })
}
