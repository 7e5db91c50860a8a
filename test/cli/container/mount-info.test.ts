import { deepEqual } from 'node:assert/strict'
import { readMountInfo } from '../../../cli/container/mount-info.ts'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

/** A line of /proc/self/mountinfo. */
const line = (root: string, point: string) => `312 294 254:0 ${root} ${point} rw,relatime master:6 - ext4 /dev/vda rw`

describe('the container that mountinfo names', () => {
  const cases: [string, readonly string[], readonly string[]][] = [
    ['is none on a host', [line('/', '/'), line('/', '/home')], []],
    [
      'is that of its host name file',
      [line('/', '/'), line(`/var/lib/docker/containers/${A}/hostname`, '/etc/hostname')],
      [A],
    ],
    ['is found below any data directory', [line(`/containers/${A}/hosts`, '/etc/hosts')], [A]],
    [
      'is told once',
      [line(`/x/containers/${A}/hosts`, '/etc/hosts'), line(`/x/containers/${A}/resolv.conf`, '/etc/resolv.conf')],
      [A],
    ],
    [
      'is not that of files which somebody mounts elsewhere',
      [line(`/x/containers/${B}/hostname`, '/other/hostname')],
      [],
    ],
    ['is none where such files are of another make', [line('/kubelet/pods/7ea4/etc-hosts', '/etc/hosts')], []],
  ]
  for (const [name, lines, ids] of cases) it(name, () => deepEqual(readMountInfo(lines.join('\n')).ids, ids))

  it('has its mount points, with blanks in their names', () => {
    const { points } = readMountInfo([line('/', '/'), line('/srv/a\\040b', '/srv/a\\040b'), ''].join('\n'))
    deepEqual([...points], ['/', '/srv/a b'])
  })
})
