import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { readers } from '../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { scale } from '../../../cli/local/scale.ts'
import { setPause } from '../../../controllers/holds/pause.ts'
import { acceptSaved } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { all, aRequest, eachHome } from './local-core.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]

const HEAD = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'

/** A directory below this one so deep that a file of this name there has a longer path than any may have. */
function deepHome(home: string, name: string): string {
  const TOO_LONG = 4096
  let deep = home
  while (deep.length + name.length < TOO_LONG)
    deep = join(deep, 'd'.repeat(Math.min(200, TOO_LONG - deep.length - name.length - 1)))
  mkdirSync(deep, { recursive: true })
  return deep
}

describe('scaling a service', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const applied = async (spec: string) => {
    await all(apply(core, aRequest(home, `${HEAD}spec: ${spec}\n`, {})))
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
      /spec\.template\.ports\[0\]\.hostPort: \d+ is taken by the first of 2 replicas: have 1,/,
    )
    equal(core.store.get('Service', 'shop/web')?.spec.replicas ?? 1, 1)
  })

  it('is kept for the end of a pause, and says so', async () => {
    await applied('{ template: { image: nginx } }')
    setPause(core.store, 'shop/web', { reason: 'audit' })
    const events = await all(scale(core, { refs, replicas: 2, wait: true, signal }))
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 2)
    deepEqual(
      events.map((event) => ('message' in event ? event.message : event.type)),
      [
        'resource',
        'Service shop/web is scaled once its pause ends: paused: audit; `reconcile resume service/web -n shop` ends it',
        'done',
      ],
    )
    const [last] = events.slice(-1)
    equal(last?.type === 'outcome' && last.exit, 0)
  })

  it('changes nothing where it has that many already', async () => {
    await applied('{ replicas: 1, template: { image: nginx } }')
    const before = core.store.get('Service', 'shop/web')
    const [scaled] = await all(scale(core, { refs, replicas: 1, wait: false, signal }))
    deepEqual(scaled, { type: 'resource', object: 'Service/shop/web', change: 'unchanged' })
    deepEqual(core.store.get('Service', 'shop/web'), before)
  })

  it('is refused where a range of host ports has room for fewer tasks, with how many', async () => {
    const port = '{ containerPort: 80, hostPort: 8080, hostPortEnd: 8082 }'
    await applied(`{ template: { image: nginx, ports: [${port}] } }`)
    const error = await refusal(4)
    match(error?.message ?? '', /8080 begins a range of 3 ports, and there are 4 replicas: have 3 or fewer/)
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

  it('is done, and warns, where that can not be kept beside what was applied', async () => {
    const deep = { ...core, home: deepHome(home, '/desired/.shop.new/api-Service.shop.web.yaml') }
    await all(apply(deep, aRequest(home, `${HEAD}spec: { template: { image: nginx } }\n`, {})))
    const events = await all(scale(deep, { refs, replicas: 2, wait: false, signal }))
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 2)
    deepEqual(
      events.map(({ type }) => type),
      ['resource', 'warning', 'outcome'],
    )
    const said = events.flatMap((event) => (event.type === 'warning' ? event.message : []))
    match(
      said.join(),
      /^it is done, and was not kept in .*\/desired\/shop, .*: ENAMETOOLONG.* next: .*a lost state comes back without this change$/,
    )
    const last = events.at(-1)
    equal(last?.type === 'outcome' && last.exit, 0)
  })

  it('is not refused for what was accepted before there was a rule', async () => {
    await applied('{ template: { image: nginx } }')
    core.store.update('Service', 'shop/web', (draft) => {
      draft.spec.template.image = 'nginx:'
    })
    equal(await refusal(0), undefined)
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 0)
  })

  for (const { it: sentence, spec, change, said, isScaled } of [
    {
      it: 'stays, and who set it, where the next apply says no number',
      spec: '{ template: { image: nginx } }',
      ...{ change: 'unchanged', said: /^$/, isScaled: true },
    },
    {
      it: 'is the number of the file where that says the same number by then',
      spec: '{ template: { image: nginx }, replicas: 3 }',
      ...{
        change: 'configured',
        said: /^replicas 3, as before: by the file from now on, no more by scale, \w{3} \d\d:\d\d$/,
        isScaled: false,
      },
    },
  ] as const)
    it(`${sentence}, and no change has nothing to say`, async () => {
      await applied('{ template: { image: nginx } }')
      equal(await refusal(3), undefined)
      const events = await all(apply(core, aRequest(home, `${HEAD}spec: ${spec}\n`, {})))
      const [event] = events.flatMap((each) => (each.type === 'resource' ? [each] : []))
      equal(event?.change, change)
      match(event?.details?.join('; ') ?? '', said)
      const live = core.store.get('Service', 'shop/web')
      equal(live?.spec.replicas, 3)
      equal(live?.metadata.annotations?.[annotations.scaled] !== undefined, isScaled)
    })

  describe('of a watched directory', () => {
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

    for (const { it: sentence, text, becomes, line } of [
      {
        it: 'a manifest',
        text: `${HEAD}spec:\n  replicas: 2 # two\n  template: { image: a }\n`,
        becomes: (text: string) => text.replace('replicas: 2 #', 'replicas: 5 #'),
        line: 5,
      },
      {
        it: 'a manifest without replicas',
        text: `${HEAD}spec:\n  template: { image: a }\n`,
        becomes: (text: string) => `${text}  replicas: 5\n`,
        line: 6,
      },
      {
        it: 'a List',
        text: `apiVersion: v1\nkind: List\nitems:\n- ${HEAD.trim().replaceAll('\n', '\n  ')}\n  spec: { template: { image: a } }\n`,
        becomes: (text: string) => text.replace('image: a } }', 'image: a }, replicas: 5 }'),
        line: 7,
      },
      {
        it: 'a Compose file',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    deploy:\n      replicas: 2\n',
        becomes: (text: string) => text.replace('replicas: 2', 'replicas: 5'),
        line: 6,
      },
      {
        it: 'a Compose file that says scale, in quotes',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    scale: "2"\n',
        becomes: (text: string) => text.replace('"2"', '"5"'),
        line: 5,
      },
      {
        it: 'a Compose file without replicas, with an env file',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    env_file: web.env\n',
        becomes: (text: string) => `${text}    deploy:\n      replicas: 5\n`,
        line: 7,
      },
      {
        it: 'the service of a Compose file that extends another one, not that one',
        text: 'name: shop\nservices:\n  base:\n    image: a\n  web:\n    extends: base\n',
        becomes: (text: string) => `${text}    deploy:\n      replicas: 5\n`,
        line: 8,
      },
      {
        it: 'a Compose file with a deploy of its own beside a merge key',
        text: 'name: shop\nx-a: &a\n  image: a\nservices:\n  web:\n    <<: *a\n    deploy: { mode: replicated }\n',
        becomes: (text: string) => text.replace('replicated }', 'replicated, replicas: 5 }'),
        line: 7,
      },
    ])
      it(`writes the number into ${sentence}, and nothing else`, async () => {
        writeFileSync(join(home, 'web.env'), 'A=1\n')
        const file = watched(text)
        const events = await all(scale(core, { refs, replicas: 5, wait: false, signal }))
        equal(readFileSync(file, 'utf8'), becomes(text))
        equal(core.store.get('Service', 'shop/web')?.spec.replicas, 5)
        const [scaled] = events.flatMap((event) => (event.type === 'resource' ? [event] : []))
        equal(scaled?.change, 'scaled')
        equal(scaled?.details?.at(-1), `in ${file}:${line}`)
        // The state knows the file as it is: the next command may edit it again.
        equal(await refusal(6), undefined)
        equal(readFileSync(file, 'utf8'), becomes(text).replace(/5(?=[^5]*$)/, '6'))
      })

    it('is refused where the file leaves no room, with where it says so, and what mends it there', async () => {
      const file = watched('name: shop\nservices:\n  web:\n    image: a\n    ports:\n      - 8700:80\n')
      const error = await refusal(2)
      match(error?.message ?? '', /hostPort: 8700 is taken by the first of 2 replicas: .*\(\S+compose\.yaml:6\)$/)
      equal(error?.message.includes(`(${file}:6)`), true)
      equal(
        error?.remedy,
        'correct the file, which is taken up as it is saved, or give another value; nothing was changed',
      )
    })

    it('leaves the file as it is where what it builds from is gone', async () => {
      const text = 'name: shop\nservices:\n  web:\n    build: ./app\n'
      const file = watched(text)
      match((await refusal(2))?.message ?? '', /app/)
      equal(readFileSync(file, 'utf8'), text)
    })

    it('counts in the moment in which the file says it, before anybody else can change that', async () => {
      mkdirSync(join(home, 'app'))
      writeFileSync(join(home, 'app', 'Dockerfile'), 'FROM scratch\n')
      const file = watched('name: shop\nservices:\n  web:\n    build: ./app\n')
      let replicas: number | undefined
      const look = () => {
        if (!readFileSync(file, 'utf8').includes('replicas: 2')) return setImmediate(look)
        replicas = core.store.get('Service', 'shop/web')?.spec.replicas
        return undefined
      }
      look()
      equal(await refusal(2), undefined)
      equal(replicas, 2)
    })

    it('leaves the file as it is where it says so already', async () => {
      const file = watched('name: shop\nservices:\n  web:\n    image: a\n    scale: 2\n')
      const { ino } = statSync(file)
      const [scaled] = await all(scale(core, { refs, replicas: 2, wait: false, signal }))
      deepEqual(scaled, {
        type: 'resource',
        object: 'Service/shop/web',
        change: 'unchanged',
        details: [`in ${file}:5`],
      })
      equal(statSync(file).ino, ino)
    })

    it('writes the number into the file of the project in which it stands', async () => {
      const more = join(home, 'compose.override.yaml')
      writeFileSync(more, 'services:\n  web:\n    deploy:\n      replicas: 2 # two\n')
      const base = 'name: shop\nservices:\n  web:\n    image: a\n'
      const file = watched(base)
      equal(core.store.get('Service', 'shop/web')?.spec.replicas, 2)
      const events = await all(scale(core, { refs, replicas: 5, wait: false, signal }))
      equal(readFileSync(more, 'utf8'), 'services:\n  web:\n    deploy:\n      replicas: 5 # two\n')
      equal(readFileSync(file, 'utf8'), base)
      equal(core.store.get('Service', 'shop/web')?.spec.replicas, 5)
      const [scaled] = events.flatMap((event) => (event.type === 'resource' ? [event] : []))
      equal(scaled?.details?.at(-1), `in ${more}:4`)
      equal(await refusal(6), undefined)
    })

    it('counts as far as it is written, where a file of the project can not be', async () => {
      const more = join(home, 'compose.override.yaml')
      writeFileSync(more, 'services:\n  web:\n    scale: 2\n')
      chmodSync(more, 0o444)
      const file = watched('name: shop\nservices:\n  web:\n    image: a\n  api:\n    image: a\n    scale: 1\n')
      const both = [...refs, { kind: 'Service', namespace: 'shop', name: 'api' } as const]
      await rejects(all(scale(core, { refs: both, replicas: 5, wait: false, signal })), /is read-only/)
      match(readFileSync(file, 'utf8'), /scale: 5/)
      const replicas = ['web', 'api'].map((name) => core.store.get('Service', `shop/${name}`)?.spec.replicas)
      deepEqual(replicas, [2, 5])
    })

    for (const { it: sentence, text, message, remedy } of [
      {
        it: 'is made from a variable',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    scale: ${REPLICAS:-1}\n',
        message: /Service\/shop\/web: FILE:5: spec\.replicas is made from a variable: scale: \$\{REPLICAS:-1\}/,
        remedy: /\.env beside the file.* or write 5 in its place/,
      },
      {
        it: 'is shared by an anchor',
        text: 'name: shop\nx-d: &d { replicas: 2 }\nservices:\n  web:\n    image: a\n    deploy: *d\n',
        message: /Service\/shop\/web: FILE:6: spec\.replicas: the value is shared: it is what the anchor &d names/,
        remedy: /write services\.web\.deploy\.replicas: 5 in FILE:6/,
      },
      {
        it: 'is shared by an anchor with the service that it extends',
        text: 'name: shop\nx-d: &d { replicas: 1 }\nservices:\n  a: &a { image: a, deploy: *d }\n  web: { extends: a }\n',
        message: /Service\/shop\/web: FILE:4: spec\.replicas: the value is shared: it is what the anchor &d names/,
        remedy: /write services\.web\.deploy\.replicas: 5 in FILE:5/,
      },
      {
        it: 'is made from a variable in the service that it extends',
        text: 'name: shop\nservices:\n  a: { image: a, scale: "${N:-1}" }\n  web:\n    extends: a\n',
        message: /Service\/shop\/web: FILE:3: spec\.replicas is made from a variable/,
        remedy: /^write services\.web\.scale: 5 in FILE:4/,
      },
      {
        it: 'is the value of the service that it extends',
        text: 'name: shop\nservices:\n  a:\n    image: a\n    deploy: { replicas: 1 }\n  web: { extends: a }\n',
        message: /Service\/shop\/web: FILE: setting spec\.replicas there would change more than that: Service\/shop\/a/,
        remedy: /write services\.web\.deploy\.replicas: 5 in FILE:6/,
      },
      {
        it: 'is what another service takes that extends it',
        text: 'name: shop\nservices:\n  web:\n    image: a\n    deploy: { replicas: 1 }\n  b: { extends: web }\n',
        message: /Service\/shop\/web: FILE: setting spec\.replicas there would change more than that: Service\/shop\/b/,
        remedy:
          /^give Service\/shop\/b a spec\.replicas of its own first, and then this command again; or edit the file/,
      },
      {
        it: 'is in a file that a program writes',
        text: '# Code generated by make. DO NOT EDIT.\nname: shop\nservices:\n  web:\n    image: a\n    scale: 1\n',
        message: /Service\/shop\/web: FILE:1: says that the file is generated/,
        remedy: /edit what it is made from/,
      },
    ])
      it(`is refused where it ${sentence}`, async () => {
        const file = watched(text)
        const error = await refusal(5)
        equal(error?.exit, 2)
        match(error?.message.replaceAll(file, 'FILE') ?? '', message)
        match(error?.remedy?.replaceAll(file, 'FILE') ?? '', remedy)
        equal(readFileSync(file, 'utf8'), text)
      })

    const TEXT = `${HEAD}spec:\n  replicas: 2\n  template: { image: a }\n`

    for (const [what, text, line, words] of [
      ['the file', TEXT, 5, 'spec.replicas: 5'],
      ['a Compose file', 'name: shop\nservices:\n  web:\n    image: a\n', 3, 'services.web.deploy.replicas: 5'],
    ] as const)
      it(`is refused where nobody may write ${what}`, async () => {
        chmodSync(watched(text), 0o444)
        const error = await refusal(5)
        equal(error?.exit, 2)
        match(error?.message ?? '', new RegExp(`compose\\.yaml:${line}: .* is read-only \\(mode 444\\)`))
        ok(error?.remedy?.endsWith(`(${words})`), error?.remedy)
        equal(core.store.get('Service', 'shop/web')?.spec.replicas, text === TEXT ? 2 : 1)
      })

    it('is refused where the file is not as it was accepted', async () => {
      const file = watched(TEXT)
      writeFileSync(file, `# a note\n${TEXT}`)
      const error = await refusal(5)
      match(error?.message ?? '', /compose\.yaml was changed, and is not accepted as it is now/)
      match(error?.remedy ?? '', /once a running serve has accepted it, .*; `reconcile status` shows what it finds/)
      equal(readFileSync(file, 'utf8'), `# a note\n${TEXT}`)
    })

    it('is refused while git is at work there', async () => {
      const file = watched(TEXT)
      mkdirSync(join(home, '.git'))
      writeFileSync(join(home, '.git/index.lock'), '')
      match((await refusal(5))?.message ?? '', /is not edited while git is writing the work tree/)
      equal(readFileSync(file, 'utf8'), TEXT)
    })

    it('edits one file for two services at once', async () => {
      const text = 'name: shop\nservices:\n  web:\n    image: a\n    scale: 1\n  api:\n    image: b\n'
      const file = watched(text)
      const both = [...refs, { kind: 'Service', namespace: 'shop', name: 'api' } as const]
      await all(scale(core, { refs: both, replicas: 5, wait: false, signal }))
      equal(readFileSync(file, 'utf8'), `${text.replace('scale: 1', 'scale: 5')}    deploy:\n      replicas: 5\n`)
    })
  })
})
