import { deepEqual, equal, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildkitNeed } from '../../engine/build/buildkit-needs.ts'
import { contextHash } from '../../engine/docker/build/content-hash.ts'
import { sentContext } from '../../engine/docker/build/sent-context.ts'
import { imagesIn, withoutUnusedStages } from '../../engine/docker/build/stages.ts'
import type { BuildArgs } from '../../engine/types/build.ts'

describe('what the classic builder is sent', () => {
  let root = ''
  let context = ''
  const args = (more: Partial<BuildArgs> = {}): BuildArgs => ({ tags: ['a'], context, contentHash: '', ...more })
  const textsOf = async (more?: Partial<BuildArgs>) =>
    Object.fromEntries(
      (await sentContext(args(more))).entries.map((entry) => [
        entry.path,
        entry.type === 'text' ? entry.text : entry.type,
      ]),
    )

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sent-'))
    context = mkdtempSync(join(root, 'ctx-'))
    writeFileSync(join(root, 'site.Dockerfile'), 'FROM busybox\nCOPY . /html\n')
    writeFileSync(join(context, 'page'), 'hello')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const hidden = '.reconcile.Dockerfile'
  const outside = { dockerfile: '../site.Dockerfile' }
  const inline = { dockerfileInline: 'FROM busybox\nCOPY . /html\n' }

  for (const [words, build] of [
    ['lies outside of the context', outside],
    ['is written in the manifest', inline],
  ] as const)
    it(`has a Dockerfile that ${words} under a name that no COPY finds, beside what .dockerignore says`, async () => {
      const hash = await contextHash(args(build))
      const [text, page] = ['FROM busybox\nCOPY . /html\n', 'file']
      deepEqual(await textsOf(build), { '.dockerignore': `.dockerignore\n${hidden}\n`, [hidden]: text, page })
      equal(await contextHash(args(build)), hash)
      writeFileSync(join(root, 'own'), 'other\n!page')
      symlinkSync('../own', join(context, '.dockerignore'))
      deepEqual(await textsOf(build), { '.dockerignore': `other\n!page\n${hidden}\n`, [hidden]: text, page })
    })

  it('has a Dockerfile of the context as it is, under its own name, but for stages that are not needed', async () => {
    writeFileSync(join(context, 'Dockerfile'), 'FROM busybox\n')
    deepEqual(await textsOf(), { Dockerfile: 'file', page: 'file' })
    const hash = await contextHash(args())
    writeFileSync(join(context, 'Dockerfile'), 'FROM busybox AS test\nRUN false\nFROM busybox\n')
    const sent = 'FROM scratch AS test\n# RUN false\nFROM busybox\n'
    deepEqual(await textsOf(), { Dockerfile: sent, page: 'file' })
    deepEqual([(await contextHash(args())) === hash], [false])
    deepEqual((await textsOf({ dockerfileInline: sent.replace('# ', '') }))[hidden], sent)
  })

  const test = 'FROM busybox AS test\nRUN false && \\\n  true\n# words\n\n'
  const none = 'FROM scratch AS test\n# RUN false && \\\n#   true\n# # words\n# \n'
  for (const [words, before, after, more] of [
    ['none before the last is needed', 'FROM busybox\n', 'FROM busybox\n', {}],
    [
      'the target is another',
      'FROM busybox AS prod\nFROM test\n',
      'FROM busybox AS prod\nFROM test\n',
      { target: 'PROD' },
    ],
    [
      'others have variables with defaults',
      'FROM busybox:$V-x AS b\nFROM ${I:-b}\n',
      'FROM busybox:$V-x AS b\nFROM ${I:-b}\n',
      {},
    ],
    [
      'the words of a heredoc alone name it',
      'FROM busybox\nRUN <<EOF\nFROM test\nCOPY --from=test a b\nEOF\n',
      'FROM busybox\nRUN <<EOF\nFROM test\nCOPY --from=test a b\nEOF\n',
      {},
    ],
    ['another argument is given', 'FROM $BASE\n', 'FROM $BASE\n', { buildArgs: { BASE: 'busybox' } }],
  ] as const)
    it(`has a stage as an empty one where ${words}`, () =>
      equal(withoutUnusedStages(`ARG BASE=test\n${test}${before}`, more), `ARG BASE=test\n${none}${after}`))

  for (const [words, rest, target] of [
    ['is the target', 'FROM busybox\n', 'test'],
    ['is the base of another', 'FROM Test\n', undefined],
    ['is one by an argument', 'FROM $BASE\n', undefined],
    ['may be one by an argument that is not read', 'FROM ${BASE:+busybox}\n', undefined],
    ['is copied from by its name', 'FROM busybox\nCOPY --chown=1 --from=test /a /b\n', undefined],
    ['is copied from by its number', 'FROM busybox AS x\nCOPY --from=0 /a /b\nFROM x\n', undefined],
    [
      'may be copied from by what is made from another',
      'FROM busybox AS x\nONBUILD COPY --from=test /a /b\nFROM x\n',
      undefined,
    ],
    ['stands before a target that is not there', 'FROM busybox\n', 'none'],
    ['is the base of another by a name on two lines', 'FROM te\\\nst\n', undefined],
    ['is the base of another in quotes', 'FROM "test"\n', undefined],
    ['is one by an argument in quotes', "FROM '${BASE}' AS x\n", undefined],
    ['may be the base of another with an escaped letter', 'FROM te\\st\n', undefined],
    ['is copied from by its name in quotes', 'FROM busybox\nCOPY --from="test" /a /b\n', undefined],
    ['may be copied from by an argument', 'FROM busybox\nARG BASE\nCOPY --from=$BASE /a /b\n', undefined],
    ['is copied from after a backslash that is one', 'FROM busybox\nENV D=c:\\\\\nCOPY --from=test /a /b\n', undefined],
    ['may be in the words of a heredoc that no line ends', 'FROM busybox\nRUN <<EOF\nFROM x\n', undefined],
  ] as const)
    it(`has a stage whole that ${words}`, () => {
      const text = `ARG BASE=test\n${test}${rest}`
      equal(withoutUnusedStages(text, target === undefined ? {} : { target }), text)
    })

  it('has the base that the last of several defaults names, where no argument is given', () => {
    const text = (base: string, other: string) => `ARG BASE=other\nARG BASE=test\n${base}${other}FROM $BASE\n`
    const other = 'FROM busybox AS other\nRUN true\n'
    equal(withoutUnusedStages(text(test, other), {}), text(test, 'FROM scratch AS other\n# RUN true\n'))
    equal(withoutUnusedStages(text(test, other), { buildArgs: { BASE: 'other' } }), text(none, other))
  })

  it('has the base that an engine takes where an argument is given and not declared, or declared again without a default', () => {
    const rest = 'FROM busybox AS other\nFROM ${OTHER:-test}\n'
    equal(withoutUnusedStages(`${test}${rest}`, { buildArgs: { OTHER: 'other' } }), `${test}${rest}`)
    const again = `ARG OTHER=other\nARG OTHER\n${test}`
    equal(withoutUnusedStages(`${again}FROM \${OTHER:-test}\n`, {}), `${again}FROM \${OTHER:-test}\n`)
  })

  it('names the images that its stages are made from or take files from, and no stage of its own', () => {
    const text = [
      ...[
        'ARG BASE=one',
        'ARG TAG',
        'FROM $BASE:$TAG AS two',
        'FROM two AS one',
        'COPY --from=0 / /',
        'COPY --from=R:5/Three / /',
      ],
      ...[
        'RUN --network=none --mount=type=bind,target=/m,from=four:1 true',
        'RUN echo --mount=from=two',
        'RUN <<EOF',
        'EOF',
      ],
      ...['FROM "quoted"', 'FROM five@sha256:ab', 'COPY --from=one / /', 'COPY --from=seven / /'],
    ]
    deepEqual(imagesIn(text.join('\n'), { buildArgs: { TAG: 'x' } }), [
      'one:x',
      'r:5/three',
      'four:1',
      'five@sha256:ab',
      'seven',
    ])
  })

  it('names none of a stage that the target does not need', () => {
    const text = 'FROM one AS base\nFROM shop/base AS api\nCOPY --from=two / /\nFROM base AS other\nFROM shop/api\n'
    const named = (target: string) => imagesIn(text, { target })
    deepEqual(
      ['base', 'API', 'other', ''].map((target) => named(target)),
      [['one'], ['shop/base', 'two'], ['one'], ['shop/api']],
    )
    deepEqual(named('absent'), ['one', 'shop/base', 'two', 'shop/api'])
  })

  for (const [begins, body] of [
    ['RUN <<EOF', 'FROM no\n EOF\n\tEOF\nEOF'],
    ['RUN cat << EOF > /x', 'FROM no\nEOF'],
    ['RUN <<-EOF', 'FROM no\n\t\tEOF'],
    ['RUN <<"EOF" sh', 'FROM no\nEOF'],
    [`RUN <<'E F'`, 'FROM no\nE F'],
    ['RUN <<E\\OF', 'FROM no\nEOF'],
    ['RUN <<EOF \\\n  sh', 'FROM no\nEOF'],
    ['RUN <<$EOF', 'FROM no\n$EOF'],
    ['COPY <<a <<-"b" /etc/', 'b\nFROM no\na\na\nFROM no\n\tb'],
    ['ADD <<a /b', 'FROM no\na'],
    ['ONBUILD RUN <<EOF', 'FROM no\n# x\nEOF'],
    ['run --mount=type=bind,from=two,target=/t 3<<EOF sh', 'FROM no\nEOF'],
  ] as const)
    it(`names none that stands in the lines of a heredoc: ${begins}`, () => {
      const all = imagesIn(`FROM one AS unused\nFROM last\n${begins}\n${body}\nCOPY --from=three / /\n`, {})
      deepEqual(
        all.filter((each) => each !== 'two'),
        ['last', 'three'],
      )
    })

  for (const begins of [
    'RUN echo "<<EOF"',
    'RUN cat<<EOF',
    'RUN cat <<<EOF',
    'RUN ["<<EOF"]',
    'ENV a <<EOF',
    "RUN it's <<EOF",
  ])
    it(`names what stands behind what is no heredoc: ${begins}`, () => {
      deepEqual(imagesIn(`FROM one\n${begins}\nCOPY --from=two / /\nEOF\n`, {}), ['one', 'two'])
    })

  for (const [words, head, line] of [
    ['heredocs that no line ends', '', Array.from({ length: 80_000 }, (_, i) => `RUN x <<${i}`).join('\n')],
    ['the same heredoc', `${'A\n'.repeat(200_000)}`, 'RUN x << A\n'.repeat(50_000)],
    ['quotes', '', `RUN << ${`"'`.repeat(400_000)}`],
    ['mounts in a row', '', `RUN true ${'--mount=from='.repeat(80_000)}`],
    ['lines that go on', '', `RUN ${'a \\\n'.repeat(250_000)}`],
    ['addresses in a row', '', `ADD ${',https://'.repeat(110_000)}`],
    ['variables in a name', `ARG A=${'b'.repeat(500_000)}\n`, `FROM ${'$A'.repeat(250_000)}`],
  ] as const)
    it(`is read in a moment where it has a megabyte of ${words} (S12)`, () => {
      const began = process.cpuUsage().user
      const text = `${head}${test}FROM test\n${line}\n`
      ok(withoutUnusedStages(text, {}) === text)
      equal(buildkitNeed(text), undefined)
      ok(process.cpuUsage().user - began < 2_000_000)
    })
})
