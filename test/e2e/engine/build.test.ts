import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contextHash } from '../../../engine/docker/build/content-hash.ts'
import { secretValue } from '../../../api/v1/redact/secret-value.ts'
import { buildxOf } from '../../../engine/docker/build/buildx.ts'
import type { BuildArgs } from '../../../engine/types/build.ts'
import type { Progress } from '../../../engine/types/progress.ts'
import { installBuildx } from '../../support/buildx.ts'
import { releases } from '../../support/lab.ts'
import { anyRun, type LabEngine, startLabEngine } from './lab-engine.ts'
import { whole } from '../../support/share.ts'

for (const release of releases) {
  describe(`a build over ${release}`, function () {
    this.timeout(180_000)
    let lab: LabEngine
    let context: string
    let configDirectory: string
    before(async () => {
      configDirectory = mkdtempSync(join(tmpdir(), 'docker-config-'))
      if (releases.includes('sid')) installBuildx(configDirectory)
      lab = await startLabEngine(release, { buildx: buildxOf({ env: process.env, configDirectory }) })
    })
    after(async () => {
      await lab?.end()
      rmSync(configDirectory, { recursive: true, force: true })
    })
    beforeEach(() => {
      context = mkdtempSync(join(tmpdir(), 'context-'))
      mkdirSync(join(context, 'app'))
      writeFileSync(join(context, 'app/run'), '#!/bin/sh\n')
      chmodSync(join(context, 'app/run'), 0o755)
      utimesSync(join(context, 'app/run'), 1_700_000_000.9, 1_700_000_000.9)
      writeFileSync(join(context, 'app/secret.key'), 'x')
      symlinkSync('run', join(context, 'app/link'))
      writeFileSync(join(context, '.dockerignore'), '**/*.key\n')
      const lines = [
        'FROM busybox:1.36',
        'ARG WHO',
        'COPY app /app',
        'RUN find /app | sort > /list && echo $WHO > /who',
      ]
      writeFileSync(join(context, 'Dockerfile'), lines.join('\n'))
    })
    afterEach(() => rmSync(context, { recursive: true, force: true }))

    const outputOf = async (image: string, ...command: string[]) => {
      const { id } = await lab.engine.createContainer(
        { name: `out-${Date.now()}`, body: { Image: image, Cmd: command } },
        anyRun,
      )
      await lab.engine.startContainer({ id }, anyRun)
      const lines: string[] = []
      await lab.engine.logs({ id, follow: true, onLine: ({ text }) => void lines.push(text) }, anyRun)
      await lab.engine.removeContainer({ id, force: true }, anyRun)
      return lines
    }

    it('packs what .dockerignore leaves, with modes and links, and bears all its tags, labels and arguments', async () => {
      const steps: Progress[] = []
      const args: Omit<BuildArgs, 'contentHash'> = {
        tags: ['built:hash', 'built:name'],
        context,
        buildArgs: { WHO: 'me' },
        labels: { a: 'b' },
        onProgress: (progress) => steps.push(progress),
      }
      const { id } = await lab.engine.buildImage({ ...args, contentHash: await contextHash(args) }, anyRun)
      assert.ok(steps.some(({ step, done, total }) => step.startsWith('Step 2/') && done === 2 && (total ?? 0) >= 4))
      for (const name of args.tags) assert.equal((await lab.engine.inspectImage({ name }, anyRun)).Id, id)
      assert.equal((await lab.engine.inspectImage({ name: id }, anyRun)).Config?.Labels?.['a'], 'b')
      assert.deepEqual(await outputOf('built:hash', 'cat', '/list', '/who'), ['/app', '/app/link', '/app/run', 'me'])
      assert.deepEqual(await outputOf('built:hash', 'stat', '-c', '%Y', '/app/run'), ['1700000000'])
      utimesSync(join(context, 'app/run'), 1, 1)
      const again = await lab.engine.buildImage({ ...args, contentHash: '' }, anyRun)
      assert.equal(again.id, id, 'the same context is answered from the cache')
    })

    it('brings no Dockerfile of ours into an image, and runs no stage that it does not need', async () => {
      const dockerfileInline = [
        ...['FROM busybox:1.36 AS test', 'RUN false', 'FROM busybox:1.36 AS base', 'RUN echo base > /base'],
        ...['FROM busybox:1.36 AS run', 'COPY --from=1 /base /base', 'COPY . /html', 'FROM nowhere:1 AS later'],
      ].join('\n')
      await lab.engine.buildImage(
        { tags: ['inline:1'], context, dockerfileInline, target: 'run', contentHash: '' },
        anyRun,
      )
      const lines = await outputOf('inline:1', 'sh', '-c', 'cat /base; ls -A /html')
      assert.deepEqual(lines, ['base', '.dockerignore', 'Dockerfile', 'app'])
    })

    /** By the engine's BuildKit, that of the oldest engine in the long run alone; a release that is tested alone may be without buildx. */
    const itByBuildkit = release === 'sid' || (whole && releases.includes('sid')) ? it : it.skip
    const dockerfileOf = (...run: string[]) =>
      ['FROM busybox:1.36', 'ARG WHO', 'COPY --chmod=700 app /app', ...run].join('\n')

    itByBuildkit(
      'has what only BuildKit can do done by it, with secrets that stay out of the image, and leaves no file',
      async () => {
        const steps: Progress[] = []
        const mount = '--mount=type=secret,id=token --mount=type=cache,target=/cache'
        const args: BuildArgs = {
          tags: ['kit:hash', 'kit:name'],
          context,
          contentHash: '',
          dockerfileInline: dockerfileOf(
            `RUN ${mount} wc -c < /run/secrets/token > /size; echo $WHO; cat /run/secrets/token`,
          ),
          ...{ buildArgs: { WHO: 'me ${x} %{if} $y' }, labels: { a: '${b}' }, shmSizeBytes: 1 << 20 },
          ulimits: [{ name: 'nofile', soft: 100, hard: 200 }],
          secrets: [{ id: 'token', secret: 'token', value: secretValue('hunter2') }],
          onProgress: (progress) => steps.push(progress),
        }
        // The BuildKit of 20.10 has no further contexts.
        const lines = release === 'sid' ? ['COPY --from=other /o /', 'COPY --from=more /link /'] : []
        const alone = 'FROM busybox:1.36\nCOPY . /all\nRUN ls -A /all > /o'
        const other = { tags: [], context: '', contentHash: '', dockerfileInline: alone }
        const more: Partial<BuildArgs> = {
          ...{ network: 'host', additionalContexts: { other: 'service:other', more: join(context, 'app') } },
          ...{ serviceContexts: { other } },
        }
        const dockerfileInline = [args.dockerfileInline, ...lines].join('\n')
        const { id } = await lab.engine.buildImage(
          { ...args, dockerfileInline, ...(release === 'sid' ? more : {}) },
          anyRun,
        )
        for (const name of args.tags) assert.equal((await lab.engine.inspectImage({ name }, anyRun)).Id, id)
        assert.equal((await lab.engine.inspectImage({ name: id }, anyRun)).Config?.Labels?.['a'], '${b}')
        assert.deepEqual(
          await outputOf('kit:hash', 'sh', '-c', 'cat /size /o 2>&-; stat -c %a,%Y /app/run; ls /run/secrets 2>&-'),
          ['7', '700,1700000000'],
        )
        assert.ok(
          steps.some(({ step, done, total }) => /^\[.*\] RUN /.test(step) && done === 3 && total === 3 + lines.length),
        )
        const said = steps.map(({ step }) => step)
        assert.deepEqual(
          [said.includes('me ${x} %{if} $y'), said.includes('***'), /hunter2/.test(said.join())],
          [true, true, false],
        )
        await assert.rejects(
          lab.engine.buildImage(
            { ...args, dockerfileInline: dockerfileOf(`RUN ${mount} echo about to fail; exit 3`) },
            anyRun,
          ),
          {
            code: 'Invalid',
            message:
              release === 'sid'
                ? /exit code: 3 \(Dockerfile line 4\); its last output: .*about to fail/
                : /about to fail$/,
          },
        )
        const controller = new AbortController()
        const long: BuildArgs = {
          ...{ ...args, tags: ['long:2'], dockerfileInline: dockerfileOf(`RUN ${mount} echo begun; sleep 1000`) },
          onProgress: ({ step }) => step === 'begun' && controller.abort(),
        }
        await assert.rejects(lab.engine.buildImage(long, { ...anyRun, signal: controller.signal }), {
          code: 'Cancelled',
        })
        const left = [...readdirSync('/dev/shm'), ...readdirSync(tmpdir())]
        assert.deepEqual(
          left.filter((name) => name.startsWith(`reconcile-build-${process.pid}-`)),
          [],
        )
      },
    )

    it('tells why it failed, and leaves no container behind', async () => {
      const dockerfileInline = 'FROM busybox:1.36\nRUN echo about to fail; exit 3\n'
      await assert.rejects(
        lab.engine.buildImage({ tags: ['no:1'], context, dockerfileInline, contentHash: '' }, anyRun),
        {
          code: 'Invalid',
          message: /returned a non-zero code: 3 \(Dockerfile line 2\); its last output: .*about to fail/,
        },
      )
      assert.deepEqual(await lab.engine.listContainers({}, anyRun), [])
      await assert.rejects(
        lab.engine.buildImage({ tags: ['no:1'], context, dockerfileInline: 'FROMM x', contentHash: '' }, anyRun),
        {
          code: 'Invalid',
        },
      )
    })

    it('ends when it is no longer wanted', async () => {
      const controller = new AbortController()
      const args: BuildArgs = {
        tags: ['long:1'],
        context,
        contentHash: '',
        dockerfileInline: 'FROM busybox:1.36\nRUN echo begun; sleep 1000\n',
        onProgress: ({ step }) => step === 'begun' && controller.abort(),
      }
      await assert.rejects(lab.engine.buildImage(args, { ...anyRun, signal: controller.signal }), { code: 'Cancelled' })
    })

    // No fault of a Dockerfile, so that the build is tried again.
    for (const [builder, code, more] of [
      ['classic builder', 'Unreachable', {}],
      ['BuildKit', 'Unavailable', { buildkit: 'RUN --mount (Dockerfile line 2)' }],
    ] as const)
      it(`by ${builder} under which its engine ends is ${code}`, async function () {
        if (builder === 'BuildKit' && !releases.includes('sid')) this.skip() // no buildx is installed
        let ended: Promise<void> | undefined
        const args: BuildArgs = {
          ...{ tags: ['long:1'], context, contentHash: '', ...more },
          dockerfileInline: 'FROM busybox:1.36\nRUN echo begun; sleep 1000\n',
          onProgress: ({ step }) => {
            if (step === 'begun') ended ??= lab.host.crash()
          },
        }
        await assert.rejects(lab.engine.buildImage(args, anyRun), { code })
        await ended
        await lab.host.start()
      })
  })
}
