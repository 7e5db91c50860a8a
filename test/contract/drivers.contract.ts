import { refuses, type Subject } from './subject.ts'

/**
 * Drivers that do not exist. Real engines look for them for 15 s, so the calls are made first; `check` registers the suite that checks
 * them, late.
 */
export function driversContract(get: () => Subject): { readonly check: () => void } {
  let refusals: Promise<void>[] = []
  before(() => {
    const { create, engine, run } = get()
    const odd = { Name: 'contract-odd', Driver: 'no-such-driver' }
    refusals = [
      refuses(engine.createNetwork({ body: odd }, run), 'NotFound', /no-such-driver/),
      refuses(engine.createVolume({ body: odd }, run), 'NotFound', /no-such-driver/),
      refuses(
        engine.createNetwork({ body: { Name: 'contract-odd', IPAM: { Driver: 'no-such-addresses' } } }, run),
        'NotFound',
        /no-such-addresses/,
      ),
      refuses(
        create('contract-odd', { Cmd: ['true'], HostConfig: { LogConfig: { Type: 'nope' } } }),
        'Invalid',
        /plugin nope/,
      ),
    ]
    for (const refusal of refusals) refusal.catch(() => {})
  })
  return {
    check() {
      describe('drivers', () => {
        it('that are not there are refused', () => Promise.all(refusals))
      })
    },
  }
}
