import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, lutimesSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { classicBuilder } from '../../engine/docker/build/classic.ts'
import type { Caller, CallOptions } from '../../engine/docker/caller.ts'
import { noCredentials } from '../../engine/docker/credentials.ts'
import { buildkitNeed } from '../../engine/build/buildkit-needs.ts'
import { dockerfileNeed } from '../../engine/docker/build/image-builder.ts'
import { contextHash, contextHasher } from '../../engine/docker/build/content-hash.ts'
import { readContext } from '../../engine/docker/build/context.ts'
import type { BuildArgs } from '../../engine/types/build.ts'
import { anyRun, startFakeHttpEngine } from './fake-http-engine.ts'

describe('a build', () => {
  let context: string
  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(context, path)), { recursive: true })
      writeFileSync(join(context, path), text)
    }
  }
  const args = (more: Partial<BuildArgs> = {}): BuildArgs => ({
    tags: ['a'],
    context,
    contentHash: 'sha256:0',
    ...more,
  })
  const paths = async (more?: Partial<BuildArgs>) => (await readContext(args(more))).entries.map(({ path }) => path)

  beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), 'context-'))
    write({ Dockerfile: 'FROM busybox\nCOPY . /\n', 'src/b.txt': 'b', 'src/a.txt': 'a', 'src/deep/c.txt': 'c' })
  })
  afterEach(() => rmSync(context, { recursive: true, force: true }))

  const ignores: readonly [string, readonly string[]][] = [
    ['', ['.dockerignore', 'Dockerfile', 'src', 'src/a.txt', 'src/b.txt', 'src/deep', 'src/deep/c.txt']],
    ['src', ['.dockerignore', 'Dockerfile']],
    [
      '# comment\n*.txt\n',
      ['.dockerignore', 'Dockerfile', 'src', 'src/a.txt', 'src/b.txt', 'src/deep', 'src/deep/c.txt'],
    ],
    ['**/*.txt', ['.dockerignore', 'Dockerfile', 'src', 'src/deep']],
    ['src\n!src/deep', ['.dockerignore', 'Dockerfile', 'src/deep', 'src/deep/c.txt']],
    ['*\n!src/a.txt', ['.dockerignore', 'Dockerfile', 'src/a.txt']],
    ['Dockerfile\n.dockerignore\nsrc/deep/', ['.dockerignore', 'Dockerfile', 'src', 'src/a.txt', 'src/b.txt']],
  ]
  for (const [text, wanted] of ignores) {
    it(`with .dockerignore ${JSON.stringify(text)} packs ${wanted.length} entries`, async () => {
      write({ '.dockerignore': text })
      assert.deepEqual(await paths(), wanted)
    })
  }

  it('takes NAME.dockerignore beside the Dockerfile before the one of the context', async () => {
    write({ 'docker/Web': 'FROM x', 'docker/Web.dockerignore': 'src', '.dockerignore': 'docker' })
    assert.deepEqual(await paths({ dockerfile: 'docker/Web' }), [
      '.dockerignore',
      'Dockerfile',
      'docker',
      'docker/Web',
      'docker/Web.dockerignore',
    ])
  })

  it('takes a directory for what it is called, as one of a route group', async () => {
    write({ 'app/(auth)/page': '', 'app/auth/page': '', '.dockerignore': 'src\napp/(auth)\nc++\n' })
    assert.deepEqual(await paths(), ['.dockerignore', 'Dockerfile', 'app', 'app/auth', 'app/auth/page'])
  })

  it('looks into nothing that is left out and of which no exception keeps anything', async () => {
    write({ 'data/.keep': '', '.dockerignore': '*\n!src/deep' })
    // A file whose name is not valid text can't be read, like a file of another user.
    writeFileSync(Buffer.concat([Buffer.from(`${context}/data/`), Buffer.from([0xe9])]), '')
    assert.deepEqual(await paths(), ['.dockerignore', 'Dockerfile', 'src/deep', 'src/deep/c.txt'])
  })

  it('always sends the Dockerfile, also out of a directory that is ignored', async () => {
    write({ 'docker/Web': 'FROM x', 'docker/other': '', '.dockerignore': 'docker\nsrc' })
    assert.deepEqual(await paths({ dockerfile: 'docker/Web' }), ['.dockerignore', 'Dockerfile', 'docker/Web'])
  })

  it('packs a Dockerfile that is written in the manifest, or lies elsewhere, under a name of its own', async () => {
    write({ '.dockerignore': '*' })
    const inline = await readContext(args({ dockerfileInline: 'FROM inline' }))
    assert.deepEqual(inline.entries.at(-1), {
      type: 'text',
      path: '.reconcile.Dockerfile',
      mode: 0o644,
      text: 'FROM inline',
    })
    const elsewhere = await readContext(args({ context: join(context, 'src'), dockerfile: '../Dockerfile' }))
    assert.equal(elsewhere.dockerfile, 'FROM busybox\nCOPY . /\n')
    assert.equal(elsewhere.entries[0]?.path, '.reconcile.Dockerfile')
  })

  it('packs the text of a Dockerfile that is a link out of the context, which no engine could follow', async () => {
    write({ 'shared/Dockerfile': 'FROM shared', 'src/near/Dockerfile': 'FROM near' })
    const linked = async (target: string) => {
      rmSync(join(context, 'src/Dockerfile'), { force: true })
      symlinkSync(target, join(context, 'src/Dockerfile'))
      const { entries } = await readContext(args({ context: join(context, 'src') }))
      return entries.find(({ path }) => path === 'Dockerfile')
    }
    const entry = { path: 'Dockerfile', mode: 0o644, type: 'text' }
    assert.deepEqual(await linked('../shared/Dockerfile'), { ...entry, text: 'FROM shared' })
    assert.deepEqual(await linked(join(context, 'src/near/Dockerfile')), { ...entry, text: 'FROM near' })
    assert.equal((await linked('near/Dockerfile'))?.type, 'symlink')
  })

  it('packs the text of a Dockerfile that is a link to what is left out, or lies below a linked directory', async () => {
    write({
      'docker/Web': 'FROM web',
      'src/..Dockerfile': 'FROM dots',
      '.dockerignore': 'docker',
      'src/x/Web': 'FROM x',
    })
    const entry = { mode: 0o644, type: 'text' }
    const sent = async (more: Partial<BuildArgs>, ...wanted: readonly string[]) =>
      (await readContext(args(more))).entries.filter(({ path }) => wanted.includes(path))
    symlinkSync('docker/Web', join(context, 'Linked'))
    assert.deepEqual(await sent({ dockerfile: 'Linked' }, 'Linked'), [{ ...entry, path: 'Linked', text: 'FROM web' }])
    symlinkSync('../docker', join(context, 'src/out'))
    const src = { context: join(context, 'src'), dockerfile: 'out/Web' }
    assert.deepEqual(await sent(src, 'out', 'out/Web'), [{ ...entry, path: 'out/Web', text: 'FROM web' }])
    symlinkSync('./deep/../x', join(context, 'src/in'))
    const inside = await sent({ ...src, dockerfile: 'in/Web' }, 'in', 'in/Web')
    assert.deepEqual(
      inside.map(({ mtime: _, ...entry }) => entry),
      [{ path: 'in', mode: 0o777, type: 'symlink', target: './deep/../x' }],
    )
    // An engine resolves the path to `docker` in the context, which is another file.
    write({ 'src/docker/Web': 'FROM another' })
    assert.deepEqual(await sent(src, 'out', 'out/Web'), [{ ...entry, path: 'out/Web', text: 'FROM web' }])
    assert.equal((await sent({ ...src, dockerfile: '..Dockerfile' }, '..Dockerfile'))[0]?.type, 'file')
  })

  it('says which file has a name that is no UTF-8', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${context}/src/`), Buffer.from([0xe9])]), '')
    await assert.rejects(readContext(args()), /src\/\uFFFD: ENOENT.*; its name is no UTF-8: rename it, or leave it out/)
  })

  it('has the same hash as long as nothing that counts changes', async () => {
    const before = await contextHash(args())
    lutimesSync(join(context, 'src/a.txt'), 1, 1)
    write({ 'src/deep/c.txt': 'c' })
    assert.equal(await contextHash(args({ tags: ['b'], noCache: true, pull: true })), before)
    assert.match(before, /^sha256:[0-9a-f]{64}$/)
  })

  it('reads what several are made from once', async () => {
    const build = (base: object) => args({ dockerfileInline: 'FROM base', context: '', bases: { base: args(base) } })
    const hash = contextHasher()
    const before = await hash(build({}))
    write({ 'src/a.txt': 'A' })
    assert.equal(await hash(build({ tags: ['base:1'] })), before)
    assert.notEqual(await hash(build({ target: 'other' })), before)
    assert.notEqual(await contextHash(build({})), before)
  })

  const changes: Record<string, () => Partial<BuildArgs> | void> = {
    'a content': () => write({ 'src/a.txt': 'A' }),
    'a name': () => write({ 'src/new': '' }),
    'a mode': () => chmodSync(join(context, 'src/a.txt'), 0o755),
    'the Dockerfile': () => write({ Dockerfile: 'FROM other' }),
    'an argument': () => ({ buildArgs: { A: '1' } }),
    'a label': () => ({ labels: { A: '1' } }),
    'the target': () => ({ target: 'prod' }),
    'the platform': () => ({ platform: 'linux/arm64' }),
    'an inline Dockerfile': () => ({ dockerfileInline: 'FROM busybox\nCOPY . /\n' }),
  }
  for (const [what, change] of Object.entries(changes)) {
    it(`has another hash when ${what} changes`, async () => {
      const before = await contextHash(args())
      assert.notEqual(await contextHash(args(change() ?? {})), before)
    })
  }

  it('has the same hash when only an ignored file changes', async () => {
    write({ '.dockerignore': 'node_modules', 'node_modules/x': '1' })
    const before = await contextHash(args())
    write({ 'node_modules/x': '2', 'node_modules/y': '' })
    assert.equal(await contextHash(args()), before)
  })

  it('of an inline Dockerfile alone has no files, wherever the program runs', async () => {
    const alone = args({ context: '', dockerfileInline: 'FROM x' })
    assert.deepEqual(await paths(alone), ['.reconcile.Dockerfile'])
    const fake = await startFakeHttpEngine()
    const strange: Partial<BuildArgs>[] = [{ context: '.' }, { additionalContexts: { a: './b' } }, { context: '' }]
    for (const each of strange)
      await assert.rejects(fake.engine.buildImage(args(each), anyRun), {
        ...{ code: 'Invalid', message: /is neither an absolute directory nor an address$/ },
      })
    assert.equal(fake.asked.length, 0)
    await fake.close()
  })

  it('says which path is missing', async () => {
    await assert.rejects(
      readContext(args({ dockerfile: 'Nope' })),
      /there is no .*\/Nope: make it, or name another in build\.dockerfile, relative to the context/,
    )
    await assert.rejects(
      readContext(args({ context: '/nonexistent', dockerfileInline: 'FROM x' })),
      /read build context \/nonexistent/,
    )
  })

  for (const name of ['Dockerfile', '.dockerignore']) {
    const refusals: readonly [string, (path: string) => void, RegExp][] = [
      ['a link to what has no end', (path) => symlinkSync('/dev/zero', path), /it is no regular file/],
      ['a pipe that nobody writes', (path) => execFileSync('mkfifo', [path]), /it is no regular file/],
      ['a directory', (path) => mkdirSync(path), /it is a directory/],
      ['a link to more than any has', (path) => linkedTo(path, 1024 * 1024 + 1), /it is over 1 MB/],
    ]
    for (const [what, make, reason] of refusals) {
      it(`reads no ${name} that is ${what} (S12)`, async () => {
        rmSync(join(context, name), { force: true })
        make(join(context, name))
        await assert.rejects(readContext(args()), reason)
      })
    }
  }

  function linkedTo(path: string, bytes: number): void {
    writeFileSync(`${path}.long`, 'x'.repeat(bytes))
    symlinkSync(`${path}.long`, path)
  }

  const needs: readonly [string, string | undefined][] = [
    ['FROM a\nRUN x\nCOPY --from=b --chown=1 x y', undefined],
    ['FROM a\nRUN echo $((1<<2)) && cat <<<x', undefined],
    ['FROM a\n# syntax=late is a comment\nRUN x', undefined],
    ['# syntax=docker/dockerfile:1\nFROM a', '1 # syntax='],
    ['FROM a\nRUN --mount=type=cache,target=/x make', '2 RUN --mount'],
    ['FROM a\n\nRUN --network=none \\\n  --mount=type=tmpfs,target=/x make', '3 RUN --mount'],
    ['FROM a\nCOPY --link a b', '2 COPY --link'],
    ['FROM a\nCOPY --chown=1 --chmod=755 a b', '2 COPY --chmod'],
    ['FROM a\nRUN <<EOF\nx\nEOF', '2 a heredoc'],
    ['FROM a\nCOPY <<-"EOF" /x\nx\nEOF', '2 a heredoc'],
    ['FROM a\nRUN --device=gpu x', '2 RUN --device'],
    ['FROM a\nONBUILD RUN --mount=type=cache,target=/x make', '2 RUN --mount'],
    ['FROM a\nONBUILD COPY --from=b --exclude=*.o x y', '2 COPY --parents or --exclude'],
    ['FROM a\nADD https://h/a.git#main /a', '2 ADD of a git repository'],
    ['FROM a\nADD ["b", "git@h:a/b.git", "/a"]', '2 ADD of a git repository'],
    ['FROM a\nADD https://h/a.github.tar /a', undefined],
    ['FROM --platform=$BUILDPLATFORM a', '1 FROM with BUILDPLATFORM'],
    ['FROM --platform=${TARGETPLATFORM} a', '1 FROM with TARGETPLATFORM'],
    ['FROM --platform=${BUILDPLATFORM:-linux/amd64} a-$GIVEN', undefined],
    ['ARG BUILDPLATFORM=linux/amd64\nFROM --platform=$BUILDPLATFORM a', undefined],
    ['FROM a\nARG X TARGETARCH\nRUN make $TARGETARCH', '2 ARG with TARGETARCH'],
    ['FROM a\nARG X=1 TARGETARCH=amd64\nARG TARGETOS TARGETARCH\nRUN make', undefined],
    ['FROM a\nENV TARGETARCH=amd64\nRUN make $TARGETARCH', undefined],
    ['FROM a\nRUN x=`date`\nCOPY --chmod=755 a b', '3 COPY --chmod'],
    ['# escape=`\nFROM a\nCOPY `\n  --chmod=755 a c:\\\nRUN x', '3 COPY --chmod'],
    ['# words\n# syntax=docker/dockerfile:1\nFROM a', undefined],
    ['# other=1\n# escape=`\nFROM a\nCOPY \\\n  --chmod=755 a b', '4 COPY --chmod'],
    ['FROM a\nENV D=c:\\\\\nCOPY --chmod=755 a b', '3 COPY --chmod'],
    ['FROM a\nRUN 3<<EOF cat <&3\nx\nEOF', '2 a heredoc'],
    ['FROM a\nRUN <<EOF\nx', '2 a heredoc'],
    ['FROM a\nRUN echo $((1 <<2)) $((3 << N))\nCOPY --link a b', '3 COPY --link'],
    ['FROM a\nLABEL a=<<EOF\nRUN x\nEOF', undefined],
  ]
  for (const [dockerfile, need] of needs) {
    it(`${need ? `finds that it needs BuildKit (${need})` : 'needs no BuildKit'}: ${JSON.stringify(dockerfile)}`, () => {
      const found = buildkitNeed(dockerfile, { TARGETOS: 'linux' })
      assert.equal(found && `${found.line} ${found.what}`, need)
    })
  }

  it('needs no BuildKit for a stage that its image does not need', async () => {
    const lines = ['FROM a AS test', 'ARG TARGETARCH', 'RUN --mount=type=cache x', 'FROM a']
    const need = (more: Partial<BuildArgs> = {}) =>
      dockerfileNeed(args({ dockerfileInline: lines.join('\n'), ...more }))
    assert.equal(await need(), undefined)
    assert.deepEqual(await need({ target: 'test' }), { line: 2, what: 'ARG with TARGETARCH' })
    lines.push('COPY --from=test /a /b')
    assert.deepEqual(await need({ buildArgs: { TARGETARCH: 'arm' } }), { line: 3, what: 'RUN --mount' })
    const heredoc = 'FROM a AS test\nRUN <<EOF\nFROM a\nEOF\nFROM a\n'
    assert.equal(await need({ dockerfileInline: heredoc }), undefined)
    assert.deepEqual(await need({ dockerfileInline: heredoc, target: 'test' }), { line: 2, what: 'a heredoc' })
  })

  it('is refused by name where it needs BuildKit, before anything is sent', async () => {
    const fake = await startFakeHttpEngine()
    await assert.rejects(
      fake.engine.buildImage(args({ dockerfileInline: 'FROM a\nRUN --mount=type=cache x' }), anyRun),
      {
        code: 'Unsupported',
        message: `build image a from ${context} on local: RUN --mount (the inline Dockerfile line 2) takes BuildKit, and docker buildx is not on the machine that reconcile runs on: install it there (docker-buildx, or docker-buildx-plugin of Docker; hosts need nothing), write the build without, or build the image elsewhere and name it with \`image\``,
      },
    )
    assert.equal(fake.asked.length, 0)
    await fake.close()
  })

  it('of sources that are others than those that were built under its name is refused, before anything is sent', async () => {
    const fake = await startFakeHttpEngine()
    fake.answer = (_asked, response) => void response.end('{"aux":{"ID":"sha256:1"}}\n')
    const sourcesOf = (await contextHash(args())).slice('sha256:'.length, 'sha256:'.length + 8)
    assert.deepEqual(await fake.engine.buildImage(args({ sourcesOf }), anyRun), { id: 'sha256:1' })
    assert.deepEqual(await fake.engine.buildImage(args({ sourcesOf, platform: 'linux/amd64' }), anyRun), {
      id: 'sha256:1',
    })
    write({ 'src/a.txt': 'another' })
    const sent = fake.asked.length
    await assert.rejects(fake.engine.buildImage(args({ sourcesOf }), anyRun), {
      code: 'Invalid',
      message: /^build image a from .*: a is of other sources than those that are in .* by now: apply them/,
    })
    assert.equal(fake.asked.length, sent)
    await fake.close()
  })

  it('whose sources are to be those of before and are gone says so, as whatever is refused', async () => {
    const fake = await startFakeHttpEngine()
    const gone = { context: '/nonexistent', sourcesOf: '00000000' }
    for (const more of [{ buildkit: 'build.ssh' }, { dockerfileInline: 'FROM a' }])
      await assert.rejects(fake.engine.buildImage(args({ ...gone, ...more }), anyRun), {
        code: 'Invalid',
        message: /^build image a from \/nonexistent on local: .*(there is no|ENOENT)/,
      })
    assert.equal(fake.asked.length, 0)
    await fake.close()
  })

  for (const [what, pingStatus, code] of [
    ['whose instruction is killed as its engine ends has failed for that', 503, 'Unavailable'],
    ['whose instruction is killed by an engine that goes on has failed by itself', 200, 'Invalid'],
  ] as const)
    it(what, async () => {
      const fake = await startFakeHttpEngine()
      const error = "The command '/bin/sh -c make' returned a non-zero code: 137"
      fake.answer = (_asked, response) => {
        fake.pingStatus = pingStatus
        response.end(`{"stream":"Step 2/2 : RUN make\\n"}\n${JSON.stringify({ errorDetail: { code: 137 }, error })}\n`)
      }
      const dockerfileInline = 'FROM a\nRUN make\n'
      await assert.rejects(fake.engine.buildImage(args({ dockerfileInline }), anyRun), { code, message: /code: 137/ })
      await fake.close()
    })

  it('whose sources go while they are sent says so, and nothing of the engine', async () => {
    const call = async (_: unknown, { upload }: CallOptions) => {
      rmSync(join(context, 'src/b.txt'))
      for await (const _part of upload as Readable);
    }
    const builder = classicBuilder({ node: 'local', call } as unknown as Caller, noCredentials, async () => undefined)
    await assert.rejects(builder.build(args(), anyRun), {
      code: 'Invalid',
      message: /^build image a from .* on local: ENOENT: no such file or directory, open '.*\/src\/b.txt'/,
    })
  })

  it('tells no argument that looks secret', async () => {
    const fake = await startFakeHttpEngine()
    fake.answer = (_asked, response) =>
      void response.end('{"stream":"login as hunter2-2\\n"}\n{"error":"The command \'login hunter2-2\' failed"}\n')
    const told: string[] = []
    const given = args({ buildArgs: { NPM_TOKEN: 'hunter2-2' }, onProgress: ({ step }) => void told.push(step) })
    const detail = "The command 'login ***' failed; its last output: login as ***"
    await assert.rejects(fake.engine.buildImage(given, anyRun), { detail })
    assert.deepEqual(told, ['login as ***'])
    await fake.close()
  })

  it('that fails tells its last output', async () => {
    const fake = await startFakeHttpEngine()
    fake.answer = (_asked, response) =>
      void response.end(
        '{"stream":"Step 1/1 : RUN x\\n"}\n{"stream":"no such file\\n"}\n{"error":"The command returned a non-zero code: 1"}\n',
      )
    await assert.rejects(fake.engine.buildImage(args(), anyRun), {
      code: 'Invalid',
      detail:
        'The command returned a non-zero code: 1 (Dockerfile line 1); its last output: Step 1/1 : RUN x | no such file',
    })
    await fake.close()
  })

  it('shows no password of its addresses where it fails (S9)', async () => {
    const fake = await startFakeHttpEngine()
    for (const [more, words] of [
      [{ context: 'https://me:hunter2@h/a.git' }, /from https:\/\/me:\*{3}@h\/a.git on local: build.context, which/],
      [{ context: 'ftp://me:hunter2@h/a' }, /the context ftp:\/\/me:\*{3}@h\/a is neither/],
      [{ additionalContexts: { more: 'ftp://me:hunter2@h/a' } }, /context more \(ftp:\/\/me:\*{3}@h\/a\) is neither/],
    ] as const)
      await assert.rejects(fake.engine.buildImage(args(more), anyRun), { message: words })
    await fake.close()
  })
})
