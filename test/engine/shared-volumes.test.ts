import { deepEqual } from 'node:assert/strict'
import { withSharedByName } from '../../engine/container/anonymous-volumes.ts'
import type { HostConfigBody } from '../../engine/types/container.ts'

const [ONE, OTHER] = ['1'.repeat(64), '2'.repeat(64)]

function owner(mounts: Readonly<Record<string, string>>, { readOnly = false, RW = true } = {}) {
  const Mounts = Object.entries(mounts).map(([Destination, Name]) => ({ Type: 'volume', Name, Destination, RW }))
  return { owner: { Mounts }, readOnly }
}

function mounted(host: HostConfigBody, ...shared: readonly ReturnType<typeof owner>[]): readonly string[] {
  return (withSharedByName(host, shared).Mounts ?? []).map(
    ({ Source = '', Target, ReadOnly }) => `${Source.slice(0, 4)} at ${Target}${ReadOnly ? ', read only' : ''}`,
  )
}

describe('volumes that a container gets from others', () => {
  const HOST = { VolumesFrom: ['a', 'b'] }

  it('are mounted by the names that an engine gave them, and those with a name are left to it', () => {
    deepEqual(mounted(HOST, owner({ '/data/': ONE, '/named': 'shop_db' })), ['1111 at /data'])
  })

  it('are those of the last container that has something there, named or not', () => {
    deepEqual(mounted(HOST, owner({ '/data': ONE }), owner({ '/data': OTHER })), ['2222 at /data'])
    deepEqual(mounted(HOST, owner({ '/data': ONE }), owner({ '/data': 'shop_db' })), [])
  })

  it('are read only where the owner has them so, or where that was asked for', () => {
    deepEqual(mounted(HOST, owner({ '/data': ONE }, { RW: false })), ['1111 at /data, read only'])
    deepEqual(mounted(HOST, owner({ '/data': ONE }, { readOnly: true })), ['1111 at /data, read only'])
  })

  for (const host of [{ Mounts: [{ Type: 'volume', Target: '/data' }] }, { Binds: ['/x:/data'] }])
    it(`make way for what is its own: ${JSON.stringify(host)}`, () => {
      deepEqual(withSharedByName(host, [owner({ '/data': ONE })]), host)
    })
})
