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

  it('are mounted by name where one of them has none but what an engine gave it, in the place of all lines', () => {
    const all = withSharedByName(HOST, [owner({ '/data/': ONE, '/named': 'shop_db' })])
    deepEqual(all.VolumesFrom, undefined)
    deepEqual(mounted(HOST, owner({ '/data/': ONE, '/named': 'shop_db' })), ['1111 at /data', 'shop at /named'])
  })

  it('are left to the engine where all have names', () => {
    deepEqual(withSharedByName(HOST, [owner({ '/named': 'shop_db' })]), HOST)
  })

  it('are those of the last container that has something there, named or not', () => {
    deepEqual(mounted(HOST, owner({ '/data': ONE }), owner({ '/data': OTHER })), ['2222 at /data'])
    deepEqual(mounted(HOST, owner({ '/data': ONE }), owner({ '/data': 'shop_db' })), ['shop at /data'])
  })

  it('are binds as well', () => {
    const bind = { Type: 'bind', Source: '/srv', Destination: '/www', RW: true }
    const { Mounts = [] } = owner({ '/data': ONE }).owner
    const shared = [{ owner: { Mounts: [...Mounts, bind] }, readOnly: true }]
    deepEqual(withSharedByName(HOST, shared).Mounts?.[1], {
      Type: 'bind',
      Source: '/srv',
      Target: '/www',
      ReadOnly: true,
    })
  })

  it('are mounted as their owner has them declared: within a volume, of an image, with its propagation', () => {
    const declared = [
      { Type: 'volume', Source: 'shop_db', Target: '/part/', VolumeOptions: { Subpath: 'a' } },
      { Type: 'image', Source: 'app:1', Target: '/assets' },
      { Type: 'bind', Source: '/srv', Target: '/www', BindOptions: { Propagation: 'rslave', NonRecursive: true } },
    ]
    const Mounts = [
      { Type: 'volume', Name: ONE, Destination: '/data', RW: true },
      { Type: 'volume', Name: 'shop_db', Source: '/var/lib/shop_db', Destination: '/part', RW: true },
      { Type: 'image', Name: 'app:1', Source: '/var/lib/layer', Destination: '/assets', RW: false },
      { Type: 'bind', Source: '/srv', Destination: '/www', RW: true, Propagation: 'rslave' },
      { Type: 'tmpfs', Source: '', Destination: '/memory', RW: true },
    ]
    const shared = [{ owner: { Mounts, HostConfig: { Mounts: declared } }, readOnly: false }]
    deepEqual(withSharedByName(HOST, shared).Mounts, [
      { Type: 'volume', Source: ONE, Target: '/data', VolumeOptions: { NoCopy: true } },
      { Type: 'volume', Source: 'shop_db', Target: '/part', VolumeOptions: { Subpath: 'a', NoCopy: true } },
      { Type: 'image', Source: 'app:1', Target: '/assets', ReadOnly: true },
      { Type: 'bind', Source: '/srv', Target: '/www', BindOptions: { Propagation: 'rslave', NonRecursive: true } },
    ])
  })

  it('are read only where the owner has them so, or where that was asked for', () => {
    deepEqual(mounted(HOST, owner({ '/data': ONE }, { RW: false })), ['1111 at /data, read only'])
    deepEqual(mounted(HOST, owner({ '/data': ONE }, { readOnly: true })), ['1111 at /data, read only'])
  })

  for (const host of [{ Mounts: [{ Type: 'volume', Target: '/data' }] }, { Binds: ['/x:/data'] }])
    it(`make way for what is its own: ${JSON.stringify(host)}`, () => {
      deepEqual(withSharedByName({ ...HOST, ...host }, [owner({ '/data': ONE })]), host)
    })
})
