import { equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstallationError } from '../../../api/v1/installation.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/core.ts'
import { readers, readSideFile } from '../../../cli/local/read-request.ts'
import { scale } from '../../../cli/local/scale.ts'
import { acceptSaved } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/read-applied.ts'
import { all, aCore, aRequest } from './local-core.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]

describe('scaling a service', () => {
  let home = ''
  let core: Core
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'scaling-'))
    core = aCore(home)
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const applied = async (spec: string) => {
    const head = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'
    await all(apply(core, aRequest(home, `${head}spec: ${spec}\n`, {})))
    equal(core.store.get('Service', 'shop/web')?.spec.replicas ?? 1, 1)
  }
  const refusal = async (replicas: number) =>
    await all(scale(core, { refs, replicas, wait: false, signal })).then(
      () => undefined,
      (error: unknown) => error as InstallationError,
    )

  it('is refused where a fixed host port has room for one task, in the words of a plan', async () => {
    await applied('{ template: { image: nginx, ports: [{ containerPort: 80, hostPort: 8080 }] } }')
    const error = await refusal(2)
    equal(error?.exit, 2)
    match(
      error?.message ?? '',
      /spec\.template\.ports\[0\]\.hostPort: is taken by the first of 2 replicas: set replicas/,
    )
    equal(core.store.get('Service', 'shop/web')?.spec.replicas ?? 1, 1)
  })

  it('is refused where the container has a name of its own', async () => {
    await applied('{ containerName: only, template: { image: nginx } }')
    match((await refusal(2))?.message ?? '', /containerName: is one name, and there are 2 replicas/)
  })

  it('is not refused for what the number of replicas does not break', async () => {
    await applied('{ template: { image: nginx, ports: [{ containerPort: 80 }] } }')
    equal(await refusal(3), undefined)
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 3)
  })

  describe('of a watched directory', () => {
    const HEAD = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'
    const watched = (text: string) => {
      const file = join(home, 'compose.yaml')
      writeFileSync(file, text)
      core.store.putFact('root', home, { lost: [] })
      const context = { variable: () => undefined, readFile: readSideFile }
      const files = [readText({ file, text }, context, readers)]
      const { store, settings, clock } = core
      equal(acceptSaved({ store, settings, now: clock.now(), files }, home).errors.length, 0)
      return file
    }

    for (const { it: sentence, text, edit } of [
      {
        it: 'a manifest',
        text: `${HEAD}spec:\n  replicas: 2\n  template: { image: a }\n`,
        edit: 'set spec.replicas to 5 in FILE:5',
      },
      {
        it: 'a manifest without replicas',
        text: `${HEAD}spec:\n  template: { image: a }\n`,
        edit: 'add replicas: 5 to the spec in FILE:4',
      },
      {
        it: 'a Compose file',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    deploy:\n      replicas: 2\n',
        edit: 'set services.web.deploy.replicas to 5 in FILE:6',
      },
      {
        it: 'a Compose file that says scale',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    scale: 2\n',
        edit: 'set services.web.scale to 5 in FILE:5',
      },
      {
        it: 'a Compose file without replicas, with an env file',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    env_file: web.env\n',
        edit: 'add deploy.replicas: 5 to services.web in FILE:3',
      },
    ])
      it(`names the field and the line to edit in ${sentence}`, async () => {
        writeFileSync(join(home, 'web.env'), 'A=1\n')
        const file = watched(text)
        const error = await refusal(5)
        equal(error?.exit, 2)
        equal(error?.remedy, `${edit.replace('FILE', file)}; serve acts on it at once`)
      })

    it('names the line as the file is now, saved or not', async () => {
      const text = `${HEAD}spec:\n  replicas: 2\n  template: { image: a }\n`
      const file = watched(text)
      writeFileSync(file, `# a note\n${text}`)
      equal((await refusal(5))?.remedy, `set spec.replicas to 5 in ${file}:6; serve acts on it at once`)
    })
  })
})
