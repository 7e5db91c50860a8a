import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contextHash } from '../../../engine/docker/build/content-hash.ts'
import type { BuildArgs, Progress } from '../../../engine/engine.ts'
import { releases } from '../../support/lab.ts'
import { anyRun, type LabEngine, startLabEngine } from './lab-engine.ts'

for (const release of releases) {
  describe(`a classic build over ${release}`, function () {
    this.timeout(60_000)
    let lab: LabEngine
    let context: string
    before(async () => {
      lab = await startLabEngine(release)
    })
    after(() => lab.end())
    beforeEach(() => {
      context = mkdtempSync(join(tmpdir(), 'context-'))
      mkdirSync(join(context, 'app'))
      writeFileSync(join(context, 'app/run'), '#!/bin/sh\n')
      chmodSync(join(context, 'app/run'), 0o755)
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
      const again = await lab.engine.buildImage({ ...args, contentHash: '' }, anyRun)
      assert.equal(again.id, id, 'the same context is answered from the cache')
    })

    it('tells why it failed, and leaves no container behind', async () => {
      const dockerfileInline = 'FROM busybox:1.36\nRUN echo about to fail; exit 3\n'
      await assert.rejects(
        lab.engine.buildImage({ tags: ['no:1'], context, dockerfileInline, contentHash: '' }, anyRun),
        {
          code: 'Invalid',
          message: /returned a non-zero code: 3; its last output: .*about to fail/,
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
  })
}
