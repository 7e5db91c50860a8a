import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PlanAnswer } from '../../../../api/v1/installation/plan-answer.ts'
import { askPlan } from '../../../../cli/plan/ask-plan.ts'
import type { Context } from '../../../../cli/context.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { acceptReading, rootState } from '../../../../store/source/acceptance/accept-reading.ts'
import { diskFiles } from '../../../../store/source/disk/disk-files.ts'
import { createRootReader } from '../../../../store/source/reading/read-root.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()
const NEVER = () => Promise.resolve(false)

describe('a plan of a watched directory', () => {
  let dir: string
  let root: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'plan-tree-'))
    root = join(dir, 'stacks')
    mkdirSync(root)
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  const link = (file: string, target: string) => symlinkSync(target, join(dir, file))

  const watched = (): Core => {
    const core = aCore(dir)
    core.store.putFact('root', root, { lost: [] })
    return core
  }
  /** As the command line asks: directories are read by whoever watches them, the rest here. */
  const asked = async (core: Core, ...directories: readonly string[]) => {
    const request = { sources: [], directories, unread: directories, cwd: dir, signal }
    const { planned } = await askPlan({ cwd: dir, env: {} } as Context, { plan: (given) => plan(core, given) }, request)
    return planned
  }
  const declared = ({ text }: Pick<Exclude<PlanAnswer, { needs: unknown }>, 'text'>) =>
    text
      .flatMap((line) => /^ {2}[+~-] (\S+)$/.exec(line)?.[1] ?? [])
      .filter((id) => id.startsWith('Service/'))
      .sort()

  const accept = async ({ store, clock, settings, variable }: Core): Promise<void> => {
    const options = { path: root, files: diskFiles, clock, readers, variable, treeEqualsHead: NEVER }
    const reading = await createRootReader(options).read(undefined)
    acceptReading(rootState(store, root), reading, {
      store,
      settings,
      now: clock.now(),
      steady: clock.steady(),
      mayDelete: true,
    })
  }
  /** What serve accepts of the tree as it stands. */
  const served = async (): Promise<readonly string[]> => {
    const core = aCore(dir)
    await accept(core)
    const { store } = core
    return [...store.list('Service').keys()].map((key) => `Service/${key}`).sort()
  }

  const trees: Readonly<Record<string, () => void>> = {
    'files in it and below': () => {
      write('stacks/shop/web.yaml', service('web'))
      write('stacks/shop/deep/er/db.yml', service('db', 'shop'))
      write('stacks/blog/compose.json', '{"services":{"wiki":{"image":"nginx"}}}')
    },
    'names that are never looked at': () => {
      write('stacks/shop/web.yaml', service('web'))
      for (const name of ['.hidden.yaml', 'web.yaml~', 'node_modules/dep/x.yaml', '.git/y.yaml', 'notes.txt'])
        write(`stacks/shop/${name}`, service('never'))
    },
    'an override file of Compose, and the YAML of others': () => {
      write('stacks/shop/compose.yaml', 'services: { web: { image: nginx } }')
      write('stacks/shop/compose.override.yaml', 'services: { web: { image: other }, more: { image: nginx } }')
      write('stacks/shop/chart.yaml', 'a: {{ .Values.a }}\n')
    },
    'links that go round in circles, and one to a file that stands beside it': () => {
      write('stacks/shop/web.yaml', service('web'))
      link('stacks/shop/again', '..')
      link('stacks/also.yaml', 'shop/web.yaml')
    },
    'a link to a directory of it that has other names': () => {
      write('stacks/.versions/2/shop.yaml', service('web', 'shop'))
      link('stacks/current', '.versions/2')
    },
  }
  for (const [what, grow] of Object.entries(trees))
    it(`has what serve reads: ${what}`, async () => {
      grow()
      const wanted = await served()
      ok(wanted.length > 0)
      const planned = await asked(watched(), root)
      deepEqual([declared(planned), planned.errors], [wanted, []])
    })

  it('has of a directory below it what links of the whole lead to', async () => {
    write('stacks/.versions/2/shop.yaml', service('web', 'shop'))
    write('stacks/blog/wiki.yaml', service('wiki', 'blog'))
    link('stacks/blog/current', '../.versions/2')
    deepEqual(declared(await asked(watched(), join(root, 'blog'))), ['Service/blog/wiki', 'Service/shop/web'])
  })

  describe('by the names of its files', () => {
    const WEB = 'services: { web: { image: nginx } }'
    const sent = (file: string) => ({ file: join(dir, file), text: readFileSync(join(dir, file), 'utf8') })
    const named = async (core: Core, ...files: readonly string[]) => {
      const [main = '', ...over] = files
      const sources = [sent(main), ...over.map((file) => ({ ...sent(file), over: true }))]
      const planned = await plan(core, { sources, cwd: dir, signal })
      ok('text' in planned)
      return planned
    }
    const declaredIn = ({ text }: { readonly text: readonly string[] }) =>
      text.filter((line) => /Declared|→/.test(line))

    it('reads one with the override file beside it, and where that is named as well', async () => {
      write('stacks/shop/compose.yaml', WEB)
      write('stacks/shop/compose.override.yaml', 'services: { web: { image: other } }')
      const core = watched()
      await accept(core)
      for (const more of [[], ['stacks/shop/compose.override.yaml']]) {
        const planned = await named(core, 'stacks/shop/compose.yaml', ...more)
        deepEqual([planned.errors, declaredIn(planned)], [[], []], more.join())
      }
    })

    it('reads what COMPOSE_FILE beside them names, and says as serve that it is lost (S1)', async () => {
      write('stacks/shop/docker-compose.yml', WEB)
      write('stacks/shop/docker-compose.prod.yml', 'services: { web: { user: prod } }')
      write('stacks/shop/.env', 'COMPOSE_FILE=docker-compose.yml:docker-compose.prod.yml')
      const core = watched()
      await accept(core)
      const first = await named(core, 'stacks/shop/docker-compose.yml')
      deepEqual([first.errors, declaredIn(first)], [[], []])
      rmSync(join(dir, 'stacks/shop/.env'))
      match((await named(core, 'stacks/shop/docker-compose.yml')).errors.join(), /COMPOSE_FILE, which made one project/)
    })

    it('reads one with the text that it is to have, and what is beside it from the disk', async () => {
      write('stacks/shop/compose.yaml', WEB)
      write('stacks/shop/compose.override.yaml', 'services: { web: { user: other } }')
      const core = watched()
      await accept(core)
      const sources = [{ ...sent('stacks/shop/compose.yaml'), text: WEB.replace('web:', 'db: { image: db }, web:') }]
      const planned = await plan(core, { sources, cwd: dir, signal })
      ok('text' in planned)
      deepEqual([planned.errors, declared(planned)], [[], ['Service/shop/db']])
    })

    it('reads one that is not looked at there by its text', async () => {
      write('stacks/shop/web.txt', service('web'))
      deepEqual(declared(await named(watched(), 'stacks/shop/web.txt')), ['Service/shop/web'])
    })
  })

  it('names what serve can not use, as serve does', async () => {
    write('elsewhere.yaml', service('web'))
    link('stacks/web.yaml', '../elsewhere.yaml')
    const { errors } = await asked(watched(), root)
    match(errors.join('\n'), /stacks\/web\.yaml.*leads out of its root/)
  })

  it('is none while the directory can not be read whole: nobody can say what is gone', async () => {
    const core = watched()
    rmSync(root, { recursive: true })
    const { errors } = await asked(core, root)
    match(errors.join('\n'), /not read completely/)
  })

  it('leaves a directory around it to who asks, but for the watched one', async () => {
    write('stacks/shop/web.yaml', service('web'))
    link('stacks/shop/again', '..') // who reads it otherwise goes round in circles
    write('other/db.yaml', service('db', 'blog'))
    deepEqual(declared(await asked(watched(), dir)), ['Service/blog/db', 'Service/shop/web'])
  })

  it('is asked for the texts of what nobody watches, once', async () => {
    write('other/db.yaml', service('db', 'blog'))
    const core = watched()
    const requests: number[] = []
    const planning = (given: Parameters<typeof plan>[1]) => {
      requests.push(given.sources.length)
      return plan(core, given)
    }
    const directories = [join(dir, 'other')]
    const request = { sources: [], directories, unread: directories, cwd: dir, signal }
    const { sources, watched: roots } = await askPlan({ cwd: dir, env: {} } as Context, { plan: planning }, request)
    deepEqual([requests.slice(0, 2), sources.length, roots], [[0, 1], 1, []])
    equal(core.store.list('Service').size, 0)
  })
})

function service(name: string, stack?: string): string {
  const metadata = stack === undefined ? `{ name: ${name} }` : `{ name: ${name}, namespace: ${stack} }`
  return `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: ${metadata}\nspec: { template: { image: nginx } }\n`
}
