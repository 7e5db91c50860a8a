import { deepEqual, equal } from 'node:assert/strict'
import { readClassicOutput } from '../../engine/docker/build/classic-output.ts'
import { StatusError } from '../../engine/docker/errors.ts'
import type { BuildArgs } from '../../engine/types/build.ts'

/** The failure, and what was reported of the output, of a build that an engine tells in these parts. */
function failing(
  parts: readonly string[],
  { dockerfile = '', buildArgs }: { dockerfile?: string } & Pick<BuildArgs, 'buildArgs'> = {},
) {
  const told: string[] = []
  const given = { tags: ['a'], context: '/a', contentHash: '', ...(buildArgs ? { buildArgs } : {}) }
  const output = readClassicOutput({ ...given, onProgress: ({ step }) => void told.push(step) }, dockerfile)
  for (const stream of parts) output.take({ stream })
  const error = output.explain(new StatusError(500, 'it failed'))
  return { detail: error instanceof Error ? error.message : '', told }
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
})
