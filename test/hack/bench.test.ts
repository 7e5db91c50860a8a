import { rejects } from 'node:assert/strict'
import { downPeer } from '../../hack/bench/peer.ts'
import { until } from '../../hack/bench/until.ts'

describe('the wait of a bench row', () => {
  it('ends with the command that fails', async () => {
    await rejects(
      until('never', async () => false, Promise.reject(new Error('exit 1'))),
      /exit 1/,
    )
  })
})

describe('the down of the peer in a bench', () => {
  const down = async (left: readonly object[]) => {
    const compose = () => Promise.reject(new Error('network peer_default has active endpoints'))
    const raw = { call: async () => left as unknown as { readonly Id: string }, close: () => undefined }
    await downPeer({ compose, raw })
  }
  it('counts where it gave up on its network alone', () => down([]))
  it('is none where it left a container', () => rejects(down([{ Id: 'c1' }]), /has active endpoints/))
})
