import { deepEqual, equal } from 'node:assert/strict'
import { readClassicOutput } from '../../engine/docker/build/classic-output.ts'
import { type EngineErrorCode } from '../../engine/errors.ts'
import { failureOfAnswer, StatusError } from '../../engine/docker/refusals.ts'
import type { BuildArgs } from '../../engine/types/build.ts'

/** The failure, and what was reported of the output, of a build that an engine tells in these parts. */
function failing(
  parts: readonly string[],
  {
    dockerfile = '',
    buildArgs,
    message = 'it failed',
  }: { dockerfile?: string; message?: string } & Pick<BuildArgs, 'buildArgs'> = {},
) {
  const told: string[] = []
  const given = { tags: ['a'], context: '/a', contentHash: '', ...(buildArgs ? { buildArgs } : {}) }
  const output = readClassicOutput({ ...given, onProgress: ({ step }) => void told.push(step) }, dockerfile)
  for (const stream of parts) output.take({ stream })
  const error = output.explain(new StatusError(500, message))
  if (!(error instanceof StatusError)) throw error
  return { ...failureOfAnswer(error), told }
}

describe('the output of a build that failed', () => {
  it('is its last lines, in whatever parts they come, without colours and the steps of the builder', () => {
    const { detail, told } = failing([
      ...['Step 2/2 : RUN make', '\n', ' ---> Running in 3804f9af9354\n', 'a\nb\r\nc\nd\nhalf', ' a line\n'],
      ...[
        '\u001b[91mon standard error\n\u001b[0m',
        ' ---> Removed intermediate container 3804f9af9354\n',
        'Removing intermediate container 38\n',
      ],
    ])
    equal(detail, 'it failed; its last output: b | c | d | half a line | on standard error')
    deepEqual(told.slice(2, -2), ['a', 'b', 'c', 'd', 'half a line', 'on standard error'])
  })

  it('has the line of the step in the Dockerfile', () => {
    const dockerfile = '# escape=\\\n\nFROM busybox\n# made\nRUN ma\\\n  ke\nRUN test'
    const at = (step: number) => failing([`Step ${step}/3 : RUN x`], { dockerfile }).detail.replace(/;.*$/, '')
    deepEqual(
      [1, 2, 3].map(at),
      [3, 5, 7].map((line) => `it failed (Dockerfile line ${line})`),
    )
    equal(at(4), 'it failed') // a label, which is no line
  })

  it('shows no argument that looks secret, where an engine sends it in parts (S9)', () => {
    const { detail, told } = failing(['login as hunt', 'er2-2\n'], { buildArgs: { NPM_TOKEN: 'hunter2-2' } })
    deepEqual([detail, told], ['it failed; its last output: login as ***', ['login as ***']])
  })

  // As engine 20.10 says it.
  for (const [message, code, ...parts] of [
    ['COPY failed: file not found in build context: stat a: file does not exist', 'Invalid', 'Step 2/2 : COPY a /\n'],
    ['No image was generated. Is your Dockerfile empty?', 'Invalid', 'Step 1/1 : FROM scratch\n'],
    ["The command '/bin/sh -c x' returned a non-zero code: 1", 'Invalid', 'Step 2/2 : RUN x\n', 'connection refused\n'],
    ["The command '/bin/sh -c x' returned a non-zero code: 1", 'Invalid', 'Step 2/2 : RUN x\n', 'port is busy\n'],
    [
      "The command '/bin/sh -c x' returned a non-zero code: 1",
      'Busy',
      'Step 2/2 : RUN x\n',
      'No space left on device\n',
    ],
    ["The command 'transport is closing' returned a non-zero code: 1", 'Invalid', 'Step 2/2 : RUN x\n'],
    ['Get "http://r/v2/": dial tcp 10.0.0.1:5000: connect: connection refused', 'Busy', 'Step 1/1 : FROM r/x\n'],
    ['Get "https://r/v2/": dial tcp: lookup r: connect: no route to host', 'Busy', 'Step 1/1 : FROM r/x\n'],
    ['rpc error: code = Unavailable desc = transport is closing', 'Unavailable', 'Step 2/2 : RUN x\n'],
    ['it failed', 'Internal'],
  ] as readonly [string, EngineErrorCode, ...string[]][])
    it(`is ${code} where an engine says ${message} after ${JSON.stringify(parts)}`, () => {
      equal(failing(parts, { message }).code, code)
    })
})
