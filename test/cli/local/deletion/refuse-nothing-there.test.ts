import { deepEqual, equal, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apply } from '../../../../cli/local/apply.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { nothingThere, type OnHost } from '../../../../cli/local/deletion/refuse-nothing-there.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { aService } from '../../../support/builders.ts'
import { aCore, all, aRequest } from '../local-core.ts'
import { noneSet } from '../../../support/compose-variables.ts'

const of = (project: string, name: string): OnHost => ({ name, labels: { 'com.docker.compose.project': project } })
const ours = (project: string): OnHost => ({
  name: `${project}-web-1`,
  labels: { 'com.docker.compose.project': project, 'reconcile.dev/installation': 'default' },
})
const byHand = (name: string): OnHost => ({ name, labels: {} })

describe('what there is of a project that is to be adopted', () => {
  const rows: readonly [what: string, found: readonly OnHost[], answer: readonly string[] | undefined][] = [
    ['a container of it', [of('shop', 'anything')], undefined],
    ['only those of another', [of('blog', 'blog-web-1'), of('blog', 'blog_data')], ['blog']],
    ['what another project has under its names', [of('blog', 'shop-web-1')], ['blog']],
    ['something of its name that a person made', [byHand('shop_data')], undefined],
    ['something whose name begins alike', [byHand('shopping-1')], []],
    ['the container name of a service', [byHand('front')], undefined],
    ['what was applied', [ours('blog'), of('wiki', 'wiki-web-1')], ['wiki']],
    ['nothing', [], []],
  ]
  for (const [what, found, answer] of rows)
    it(what, () => {
      const objects = [aService({ containerName: 'front' })]
      deepEqual(nothingThere(found, { stack: 'shop', objects }), answer)
    })
})

describe('an adoption of a mistyped project', () => {
  const home = mkdtempSync(join(tmpdir(), 'reconcile-nothing-there-'))
  after(() => rmSync(home, { recursive: true }))
  const text = 'services: {web: {image: nginx}}\n'
  let warnings: readonly string[] = []
  beforeEach(() => {
    warnings = []
  })
  const engine = {
    node: 'local',
    listContainers: async () => [of('shop', 'shop-web-1')],
    listNetworks: async () => [],
    listVolumes: async () => ({ volumes: [], warnings }),
  } as unknown as Engine
  const asking = (stack: string) => {
    writeFileSync(join(home, 'a.yaml'), text)
    const core = { ...aCore(home), engines: async () => new Map([['local', engine]]) }
    return { core, request: { ...aRequest(home, text, noneSet), stack, project: stack, adopt: true } }
  }
  const refused = { exit: 2, message: 'no container, network or volume of project shopp is on local; there are: shop' }

  it('is none that is known of where a plugin could not list its volumes', async () => {
    warnings = ['list rclone: it does not answer']
    const { core, request } = asking('shopp')
    await all(apply(core, request))
    equal(core.store.list('Service').size, 1)
  })

  it('declares nothing', async () => {
    const { core, request } = asking('shopp')
    await rejects(all(apply(core, request)), refused)
    equal(core.store.list('Service').size, 0)
  })

  it('is none to plan either', async () => {
    const { core, request } = asking('shopp')
    await rejects(plan(core, request), refused)
  })

  it('is another where it is spelt as what runs', async () => {
    const { core, request } = asking('shop')
    await all(apply(core, request))
    equal(core.store.list('Service').size, 1)
  })
})
