import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { undo } from '../../../../cli/local/undo/undo.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { keepRevisionOf } from '../../../support/kept-revision.ts'
import { all, aCore } from '../local-core.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]
const DB =
  '---\napiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: db, namespace: shop }\nspec: { template: { image: c } }\n'
const HEAD = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'

describe('an undo in a watched directory', () => {
  let home = ''
  let core: Core
  let variables: Record<string, string> = {}
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'undo-'))
    variables = {}
    core = { ...aCore(home), variable: (name) => variables[name] }
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  /** Saves the file, and has it accepted as serve does, with the revision that its loop makes. */
  const saved = (text: string) => {
    const file = join(home, 'compose.yaml')
    writeFileSync(file, text)
    core.store.putFact('root', home, { lost: [] })
    const context = { variable: core.variable, readFile: readSideFile }
    const { store, settings, clock } = core
    const files = [readText({ file, text }, context, readers)]
    deepEqual(acceptSaved({ store, settings, now: clock.now(), files }, home).errors, [])
    keepRevisionOf(core.store)
    return file
  }
  const undone = async (toRevision?: number) =>
    await all(undo(core, { refs, wait: false, signal, ...(toRevision === undefined ? {} : { toRevision }) }))
  const changesOf = async (events: Promise<readonly ProgressEvent[]>) =>
    (await events).flatMap((event) => (event.type === 'resource' ? [[event.change, ...(event.details ?? [])]] : []))
  const refusal = async () =>
    await undone().then(
      () => undefined,
      (error: unknown) => error as InstallationError,
    )

  for (const { it: sentence, first, second, becomes } of [
    {
      it: 'of a manifest',
      first: `# the shop\n${HEAD}spec:\n  template:\n    image: a # the good one\n---\n# its data\napiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\nspec: {}\n`,
      second: (text: string) =>
        text.replace('image: a # the good one', 'image: b\n    user: "1"').replace('# the shop', '# our shop'),
      becomes: (text: string) => text.replace('# the shop', '# our shop'),
    },
    {
      it: 'of a List',
      first: `apiVersion: v1\nkind: List\nitems:\n# web\n- ${HEAD.trim().replaceAll('\n', '\n  ')}\n  spec: { template: { image: a } }\n`,
      second: (text: string) => text.replace('image: a', 'image: b'),
      becomes: (text: string) => text,
    },
    {
      it: 'of a Compose file',
      first:
        'name: shop\nservices:\n  # the front\n  web:\n    image: a # good\n    environment: {A: "1"}\n  # the rest\n  db:\n    image: c # db\n',
      second: (text: string) =>
        text.replace('image: a # good\n    environment: {A: "1"}', 'image: b').replace('# db', '# the db'),
      becomes: (text: string) => text.replace('# db', '# the db'),
    },
    {
      it: 'of a Compose file with merge keys and a network of its own',
      first:
        'name: shop\nx-all: &all\n  restart: always\nservices:\n  web:\n    <<: *all\n    image: a\n  db:\n    image: c\n    network_mode: host\n',
      second: (text: string) => text.replace('image: a\n', 'image: b\n    network_mode: host\n'),
      becomes: (text: string) => text,
    },
  ])
    it(`puts back the text of the service, comments and all, and nothing else: ${sentence}`, async () => {
      saved(first)
      const file = saved(second(first))
      const [event] = await undone()
      equal(readFileSync(file, 'utf8'), becomes(first))
      ok(event?.type === 'resource')
      equal(event.change, 'undone')
      equal(event.details?.[0], 'to revision 1')
      match(event.details?.at(-1) ?? '', /^in .*compose\.yaml:\d+$/)
      equal(core.store.get('Service', 'shop/web')?.spec.template.image, 'a')
      // The state knows the file as it is: the next command may edit it again.
      await undone(2)
      equal(core.store.get('Service', 'shop/web')?.spec.template.image, 'b')
    })

  for (const { it: sentence, first, second, becomes } of [
    {
      it: 'of a manifest',
      first: `${HEAD}spec:\n  placement:\n    constraints: [node.hostname == h1]\n  template:\n    image: a # the good one\n    env:\n      - { name: A, value: "1" }\n${DB}`,
      second: `${HEAD}spec:\n  # what comes first\n  dependsOn: [{ service: db }]\n  placement:\n    constraints: [node.hostname == h2] # h1 is decommissioned\n  updateStrategy: { order: StartFirst }\n  template:\n    image: b\n    user: "1"\n    env:\n      - { name: A, value: "2" } # as measured\n      - { name: B, value: "3" }\n${DB}`,
      becomes: [
        ['image: b', 'image: a'],
        ['    user: "1"\n', ''],
        ['value: "2"', 'value: "1"'],
        ['      - { name: B, value: "3" }\n', ''],
      ],
    },
    {
      it: 'of a Compose file',
      first:
        'name: shop\nservices:\n  web:\n    image: a\n    environment: { A: "1" }\n    deploy: { placement: { constraints: [node.hostname == h1] }, resources: { limits: { memory: 1G } } }\n  db:\n    image: c\n',
      second:
        'name: shop\nservices:\n  web:\n    image: b\n    # the database first\n    depends_on: [db]\n    deploy:\n      placement:\n        constraints: [node.hostname == h2] # h1 is decommissioned\n      update_config: { order: start-first }\n      resources: { limits: { memory: 2G } }\n  db:\n    image: c\n',
      becomes: [
        ['image: b\n', 'image: a\n'],
        ['limits: { memory: 2G } }\n', 'limits: { memory: 1G } }\n    environment:\n      A: "1"\n'],
      ],
    },
    {
      it: 'a comment alone',
      first: 'name: shop\nservices:\n  web:\n    image: a # good\n    user: "1"\n',
      second: 'name: shop\nservices:\n  web:\n    # of the team\n    image: b # bad\n    user: "1" # not root\n',
      becomes: [['image: b', 'image: a']],
    },
  ])
    it(`leaves what was changed beside the template, and comments: ${sentence}`, async () => {
      saved(first)
      const file = saved(second)
      const live = core.store.get('Service', 'shop/web')?.spec
      await undone()
      equal(
        readFileSync(file, 'utf8'),
        becomes.reduce((text, [from = '', to = '']) => text.replace(from, to), second),
      )
      const now = core.store.get('Service', 'shop/web')?.spec
      equal(now?.template.image, 'a')
      deepEqual({ ...now, template: undefined }, { ...live, template: undefined })
    })

  const COMPOSE = 'name: shop\nservices:\n  web:\n    image: a\n    scale: 1\n'

  it('puts it back into the part of a Compose project in which it stands', async () => {
    const part = join(home, 'web.yaml')
    writeFileSync(part, 'services:\n  web:\n    image: a # good\n')
    saved('name: shop\ninclude: [web.yaml]\nservices:\n  db:\n    image: c\n')
    writeFileSync(part, 'services:\n  web:\n    image: b\n')
    saved('name: shop\ninclude: [web.yaml]\nservices:\n  db:\n    image: d\n')
    const [event] = await undone()
    equal(readFileSync(part, 'utf8'), 'services:\n  web:\n    image: a # good\n')
    match(event?.type === 'resource' ? (event.details?.at(-1) ?? '') : '', /^in .*web\.yaml:2$/)
    equal(core.store.get('Service', 'shop/web')?.spec.template.image, 'a')
  })

  it('keeps the number of replicas that the file has now', async () => {
    saved(COMPOSE)
    const file = saved(COMPOSE.replace('image: a', 'image: b').replace('scale: 1', 'scale: 5'))
    await undone()
    equal(readFileSync(file, 'utf8'), COMPOSE.replace('scale: 1', 'scale: 5'))
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 5)
  })

  it('is committed by itself in a work tree of git', async () => {
    const git = (...args: readonly string[]) => execFileSync('git', ['-C', home, ...args], { encoding: 'utf8' })
    git('init', '--quiet')
    git('config', 'user.email', 'a@b.c')
    git('config', 'user.name', 'a')
    saved(COMPOSE)
    saved(COMPOSE.replace('image: a', 'image: b'))
    git('add', 'compose.yaml')
    git('commit', '--quiet', '-m', 'Deploy')
    await undone()
    match(git('log', '-1', '--format=%s', '--', 'compose.yaml'), /^Undo web to revision 1$/m)
    equal(git('status', '--porcelain', 'compose.yaml'), '')
  })

  for (const { it: sentence, first, second, between, message } of [
    {
      it: 'a variable has another value',
      first: 'name: shop\nservices:\n  web:\n    image: a:${TAG}\n',
      second: 'name: shop\nservices:\n  web:\n    image: b\n',
      between: () => (variables['TAG'] = '2'),
      message: /FILE:3: its text of revision 1 says something else now, by variables/,
    },
    {
      it: 'an override has changed',
      first: COMPOSE,
      second: COMPOSE.replace('image: a', 'image: b'),
      between: () => writeFileSync(join(home, 'compose.override.yaml'), 'services: { web: { user: "1" } }\n'),
      message: /FILE:3: its text of revision 1 says something else now, by variables, anchors or files that changed/,
    },
    {
      it: 'its anchor is gone',
      first: 'name: shop\nx-web: &web\n  image: a\nservices:\n  web:\n    <<: *web\n',
      second: 'name: shop\nservices:\n  web:\n    image: b\n',
      between: () => undefined,
      message: /FILE:3: with the text of revision 1 there, it can't be read: .*FILE/,
    },
    {
      it: 'others take what it says by an anchor',
      first: 'name: shop\nservices:\n  web: &web\n    image: a\n  api: *web\n',
      second: 'name: shop\nservices:\n  web: &web\n    image: b\n  api: *web\n',
      between: () => undefined,
      message: /with the text of revision 1 there, Service\/shop\/api would change too/,
    },
    {
      it: 'it is what an anchor names',
      first: 'name: shop\nx-web: &web { image: a }\nservices:\n  web: *web\n',
      second: 'name: shop\nx-web: &web { image: b }\nservices:\n  web: *web\n',
      between: () => undefined,
      message: /it stands in a way in which it has no text of its own there/,
    },
  ])
    it(`is refused where ${sentence}, with the place and what to write there`, async () => {
      variables = { TAG: '1' }
      saved(first)
      const file = saved(second)
      between()
      const error = await refusal()
      equal(error?.exit, 2)
      match(error?.message.replaceAll(file, 'FILE') ?? '', message)
      match(
        error?.remedy?.replaceAll(file, 'FILE') ?? '',
        /^write in FILE:\d+ what revision 1 was: `reconcile get revision\/web-\w+ -n shop -o jsonpath='\{\.spec\.sourceText\}'` prints it$/,
      )
      equal(readFileSync(file, 'utf8'), second)
    })

  it('is refused where what it extends has changed and not its own text, with what that was', async () => {
    const text = (image: string) =>
      `name: shop\nservices:\n  base:\n    image: ${image}\n  web:\n    extends: base\n    user: "1"\n`
    saved(text('a'))
    const file = saved(text('b'))
    const error = await refusal()
    match(error?.message ?? '', /compose\.yaml:5: its text of revision 1 says something else now/)
    match(
      error?.remedy ?? '',
      /^change those back: `reconcile rollout history service\/web -n shop --revision 1` shows what it ran$/,
    )
    equal(readFileSync(file, 'utf8'), text('b'))
  })

  it('is all that is named, or nothing: what can not be written is found first', async () => {
    variables = { TAG: '1' }
    saved('name: shop\nservices:\n  web:\n    image: a\n  api:\n    image: a:${TAG}\n')
    keepRevisionOf(core.store, 'api')
    const second = 'name: shop\nservices:\n  web:\n    image: b\n  api:\n    image: b\n'
    const file = saved(second)
    keepRevisionOf(core.store, 'api')
    variables['TAG'] = '2'
    const both = ['web', 'api'].map((name) => ({ kind: 'Service', namespace: 'shop', name }) as const)
    await rejects(all(undo(core, { refs: both, wait: false, signal })), /shop\/api: .* says something else now/)
    equal(readFileSync(file, 'utf8'), second)
  })

  it('is refused where what was changed beside the template would go back too, with what keeps it', async () => {
    saved(`${COMPOSE}    depends_on: [db]\n  db: { image: c }\n`)
    const second = `${COMPOSE.replace('image: a', 'image: b')}    # as the team\n    user: "1"\n  db: { image: c }\n`
    const file = saved(second)
    const error = await refusal()
    equal(
      error?.message.replaceAll(file, 'FILE'),
      "Service/shop/web: FILE:3: with the text of revision 1 there, spec.dependsOn would change too, and services.web.user can't go back alone (line 7: the comment above it is about it)",
    )
    match(
      error.remedy ?? '',
      /^change in .*compose\.yaml:3 the template alone to what revision 1 had: `reconcile get revision\/web-/,
    )
    equal(readFileSync(file, 'utf8'), second)
  })

  it('brings back what the tag of the same text meant before, which the next reading keeps', async () => {
    const file = saved(COMPOSE)
    const pinned = (image: string) =>
      core.store.update('Service', 'shop/web', ({ metadata }) => {
        metadata.annotations = { ...metadata.annotations, [annotations.image]: image }
      })
    for (const image of ['sha256:one', 'sha256:two']) {
      pinned(image)
      keepRevisionOf(core.store)
      const hash = [...core.store.list('Revision').values()].at(-1)?.spec.hash ?? ''
      core.store.update('Revision', `shop/web-${hash}`, ({ spec }) => void (spec.imageDigests = { a: image }))
    }
    deepEqual(await changesOf(undone(2)), [['undone', 'to revision 2', 'image a as sha256:one']])
    const image = () => core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.image]
    equal(image(), 'sha256:one')
    equal(readFileSync(file, 'utf8'), COMPOSE)
    saved(`# a note\n${COMPOSE}`)
    equal(image(), 'sha256:one')
  })

  it('is refused where the file is not as it was accepted', async () => {
    saved(COMPOSE)
    const file = saved(COMPOSE.replace('image: a', 'image: b'))
    writeFileSync(file, `# a note\n${COMPOSE}`)
    match((await refusal())?.message ?? '', /compose\.yaml was changed, and is not accepted as it is now/)
  })

  it('is refused where what it is built of has changed', async () => {
    const text = `name: shop\nservices:\n  web:\n    build: { context: ${home}, dockerfile_inline: FROM busybox }\n`
    const file = saved(text)
    core.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, 'reconcile.dev/build-hash': '0123456789abcdef' }
    })
    keepRevisionOf(core.store)
    core.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, 'reconcile.dev/build-hash': 'fedcba9876543210' }
    })
    keepRevisionOf(core.store)
    const error = await refusal()
    match(error?.message ?? '', /is not what revision 2 was built of/)
    match(error?.remedy ?? '', /bring the sources back as they were, as with git; serve builds them/)
    equal(readFileSync(file, 'utf8'), text)
  })
})
