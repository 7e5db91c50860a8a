import { doesNotThrow, throws } from 'node:assert/strict'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { refuseLostFiles } from '../../../../cli/local/undo/refuse-lost-files.ts'
import type { Rollback } from '../../../../cli/local/undo/rollback.ts'
import { aRevision, aService } from '../../../support/builders.ts'
import { storeInVirtualTime } from '../../../store/objects/samples.ts'

/** An undo to a revision that mounts the secret `key`, which is read from this file. */
async function undoing(file: string): Promise<() => void> {
  const { store } = await storeInVirtualTime()
  const metadata = { namespace: 'shop', name: 'key' }
  store.create('Secret', { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file } })
  const service = aService({ template: { image: 'a', secrets: [{ secret: 'key' }] } })
  const wanted = { service, wanted: service, revision: aRevision('r1') }
  const rollback: Rollback = { key: 'shop/web', ...wanted, hasTemplate: false, isThere: false }
  return () => refuseLostFiles({ store }, rollback)
}

describe('an undo to a revision that mounts a secret', () => {
  it('is refused where its file is gone, as with the checkout of a pipeline', async () => {
    throws(await undoing('/gone/key.txt'), ({ message, remedy = '' }: InstallationError) => {
      const isTold =
        /^Service shop\/web: Secret\/shop\/key, which revision \d+ mounts, is read from \/gone\/key\.txt/.test(message)
      return isTold && /^put it back, or apply the files that declare shop\/key/.test(remedy)
    })
  })

  it('goes on where that is there', async () => {
    doesNotThrow(await undoing('/etc/hostname'))
  })
})
