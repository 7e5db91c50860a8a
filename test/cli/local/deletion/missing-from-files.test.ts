import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { writeMissing } from '../../../../store/source/facts/missing-facts.ts'
import { all, aRequest, eachHome, serviceText } from '../local-core.ts'

const { signal } = new AbortController()
const HELD = 'Service/shop/web'

describe('deleting what is in no file of a watched directory any more, and waits for an approval', () => {
  let core: Core
  eachHome(async (made) => {
    core = made
    await all(apply(core, aRequest(core.home, serviceText('web'), {})))
    const origin = core.store.fact('source', HELD) as object
    core.store.putFact('source', HELD, { ...origin, root: '/srv/stacks' })
    missing('')
  })

  const missing = (heir: string) => writeMissing(core.store, '/srv/stacks', new Map([[HELD, heir]]))
  const deleted = async (purpose: Core['purpose'], named: object) =>
    await all(remove({ ...core, purpose }, { ...named, volumes: false, wait: false, signal }))

  for (const [it_, named] of [
    ['by its stack', { stack: 'shop' }],
    ['by its name', { refs: [{ kind: 'Service', namespace: 'shop', name: 'web' }] }],
  ] as const)
    it(`is its own approval (S3): ${it_}`, async () => {
      const [gone] = await deleted('serve', named)
      deepEqual(gone, { type: 'resource', object: HELD, change: 'deleted' })
      equal(core.store.list('Service').size, 0)
    })

  it('is left to a running serve, which knows what the files have', async () => {
    await rejects(deleted('act', { stack: 'shop' }), ({ message, remedy }: InstallationError) => {
      match(message, /^Service\/shop\/web was gone from \S+a\.yaml as serve read that last/)
      match(remedy ?? '', /^start `reconcile serve`.*then give this command again/)
      return true
    })
  })

  it('is refused as ever where it is in a file', async () => {
    writeMissing(core.store, '/srv/stacks', new Map())
    await rejects(deleted('serve', { stack: 'shop' }), /is declared in a watched directory/)
  })

  it('is refused where a file of another watched directory declares it as well', async () => {
    missing('/srv/more/a.yaml')
    await rejects(deleted('serve', { stack: 'shop' }), ({ message, remedy }: InstallationError) => {
      match(message, /^Service\/shop\/web is gone from \S+a\.yaml, and \/srv\/more\/a\.yaml declares it as well$/)
      match(remedy ?? '', /^take it out of \/srv\/more\/a\.yaml, too/)
      return true
    })
    equal(core.store.list('Service').size, 1)
  })
})
