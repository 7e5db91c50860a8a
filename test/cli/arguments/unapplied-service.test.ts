import { deepEqual, equal } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { orUnapplied } from '../../../cli/arguments/unapplied-service.ts'
import type { Context } from '../../../cli/context.ts'

describe('a service that is named and not there', () => {
  let cwd: string
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'unapplied-'))))
  afterEach(() => rmSync(cwd, { recursive: true }))

  const missing = new InstallationError(exits.failed, 'no service web in shop', { reason: 'NotFound' })
  const asked = (
    verb: 'run' | 'exec',
    applied: readonly string[],
    { error = missing, env = {} }: { readonly error?: unknown; readonly env?: Context['env'] } = {},
  ) => {
    const items = applied.map((name) => ({ metadata: { name } }))
    const installation = { list: () => Promise.resolve({ items }) } as unknown as Installation
    const sought = { named: { name: 'web' }, stack: 'shop', verb, error }
    return orUnapplied({ cwd, env } as unknown as Context, installation, sought)
  }
  const words = (error: unknown) => {
    const { message, remedy } = error as InstallationError
    return [message, remedy]
  }

  for (const verb of ['run', 'exec'] as const) {
    it(`is said to be of a stack of which nothing is applied, by ${verb}`, async () => {
      deepEqual(words(await asked(verb, [])), [
        'no service web in shop: nothing of it is applied',
        'apply it, and run this again: reconcile apply -f FILE -n shop',
      ])
    })

    it(`is said to be declared here, by ${verb}`, async () => {
      writeFileSync(
        join(cwd, 'compose.yaml'),
        'name: shop\nservices: { web: { image: nginx }, db: { image: nginx } }\n',
      )
      const [message] = words(await asked(verb, ['db']))
      equal(message, 'there is no service web in stack shop: compose.yaml has it, and it was not applied')
    })

    it(`is nowhere where the environment names another project than the one here, by ${verb}`, async () => {
      writeFileSync(join(cwd, 'compose.yaml'), 'name: shop\nservices: { web: { image: nginx } }\n')
      equal(await asked(verb, ['db'], { env: { COMPOSE_PROJECT_NAME: 'blog' } }), missing)
    })

    it(`is nowhere, by ${verb}`, async () => equal(await asked(verb, ['db']), missing))
  }

  it('is told as it is where the stack was misspelt, or another one has it', async () => {
    const misspelt = new InstallationError(exits.failed, 'no service web in shpo; did you mean shop?', {
      reason: 'NotFound',
    })
    equal(await asked('exec', [], { error: misspelt }), misspelt)
  })

  it('is no matter of another failure', async () => {
    const other = new Error('no engine listens')
    equal(await asked('exec', [], { error: other }), other)
  })
})
