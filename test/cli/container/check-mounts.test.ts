import { equal } from 'node:assert/strict'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { homeVolume, refuseOtherPath } from '../../../cli/container/check-mounts.ts'

const mounts = [
  { type: 'bind', source: '/srv', destination: '/srv' },
  { type: 'bind', source: '/home/me/stacks', destination: '/stacks' },
  { type: 'bind', source: '/other', destination: '/srv/inner' },
  { type: 'volume', source: 'home', destination: '/var/lib/reconcile' },
]
const own = { id: 'a', name: 'reconcile', labels: {}, mounts }

/** What a watched directory there is refused with, and the remedy. */
function refusal(path: string): string {
  try {
    refuseOtherPath(path, { what: 'the watched directory' }, own)
    return 'fine'
  } catch (error) {
    if (!isInstallationError(error)) throw error
    return `${error.message.split(';')[0]} | ${error.remedy}`
  }
}

describe('a watched directory in a container', () => {
  const write = (path: string) => `write \`- ${path}:${path}\` under \`volumes:\` of this container`
  const moved = (path: string, there: string) =>
    `the watched directory ${path} is ${there} on the host | ${write(there)}, and ${there} in place of ${path}`
  const named = 'with the path that the directory has on the host, here and in the command'
  const cases: [string, string, string][] = [
    ['is well at its path on the host', '/srv', 'fine'],
    ['is well below such a one', '/srv/stacks/a', 'fine'],
    ['is refused at another path', '/stacks', moved('/stacks', '/home/me/stacks')],
    ['is refused below another path', '/stacks/a', moved('/stacks/a', '/home/me/stacks/a')],
    ['is judged by the innermost mount', '/srv/inner/x', moved('/srv/inner/x', '/other/x')],
    [
      'is refused without a mount',
      '/srv2',
      `the watched directory /srv2 is of this container alone | ${write('/srv2')}, ${named}`,
    ],
    [
      'is refused in a volume',
      '/var/lib/reconcile/x',
      `the watched directory /var/lib/reconcile/x is in the volume home on the host | ${write('/var/lib/reconcile/x')}, ${named}`,
    ],
  ]
  for (const [name, path, words] of cases) it(name, () => equal(refusal(path), words))
})

describe('the volume that serve has as its home in a container', () => {
  for (const [home, volume] of [
    ['/var/lib/reconcile', 'home'],
    ['/var/lib/reconcile/inner', 'home'],
    ['/srv/home', undefined],
    ['/root/.reconcile', undefined],
  ] as const)
    it(`is ${volume ?? 'none'} for ${home}`, () => equal(homeVolume(own, home), volume))
})
