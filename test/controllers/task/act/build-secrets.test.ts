import { rejects } from 'node:assert/strict'
import { readBuildSecret } from '../../../../controllers/task/act/build-secrets.ts'
import type { SecretReader } from '../../../../controllers/task/act/pull-login.ts'

describe('a secret of a build that is not there', () => {
  it('is named with the command that makes it, as it stands', async () => {
    const reader = { store: { get: () => undefined } } as unknown as SecretReader
    const wanted = { image: 'web:1', node: 'local', stack: 'shop', template: {} }
    await rejects(readBuildSecret({ secret: 'npm', id: 'npm' }, wanted, reader), (error: Error) =>
      error.message.endsWith(
        'its build secret shop/npm: it is not there; declare it beside the service, or make it with `reconcile secret create npm -n shop --from-file FILE`',
      ),
    )
  })
})
