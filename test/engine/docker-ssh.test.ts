import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { realClock } from '../../clock/real.ts'
import { failureOfError } from '../../engine/docker/errors.ts'
import { notConnected } from '../../engine/docker/ssh/ssh-failure.ts'
import { openTunnel } from '../../engine/docker/ssh/tunnel.ts'
import { openTransport } from '../../engine/docker/transport.ts'

const to = { user: 'me', host: 'web2' }
const about = { host: 'ssh://me@web2' }
const anySignal = new AbortController().signal

describe('an engine that ssh does not lead to', () => {
  const cases: readonly [said: string, detail: RegExp, obstacle: string, keepsOut: boolean][] = [
    [
      'me@web2: Permission denied (publickey).',
      /^this user is not let in at ssh:\/\/me@web2; let `ssh me@web2` in without a question: .*\(me@web2: Permission denied/,
      'AccessDenied',
      true,
    ],
    ['Host key verification failed.', /^the host key is not .*check its key: `ssh me@web2`/, 'AccessDenied', true],
    ['ssh: Could not resolve hostname web2: Name or service not known', /does not resolve/, 'NameUnresolved', false],
    ['ssh: connect to host web2 port 22: Connection timed out', /^nothing answers at/, 'HostSilent', false],
    ['ssh: connect to host web2 port 22: No route to host', /^nothing answers at/, 'HostSilent', false],
    ['ssh: connect to host web2 port 22: Connection refused', /^no sshd takes a connection at/, 'NoLogin', false],
    ['kex_exchange_identification: Connection closed by remote host', /^sshd drops .*MaxStartups/, 'NoLogin', false],
    [
      '/etc/ssh/ssh_config: line 1: Bad configuration option: x',
      /^the ssh_config here does not lead to .*correct .*Bad configuration option: x\)$/,
      'Misconfigured',
      true,
    ],
    [
      'Unable to negotiate with 10.0.0.2 port 22: no matching host key type found. Their offer: ssh-rsa',
      /^the ssh_config here .*until `ssh me@web2` gets in/,
      'Misconfigured',
      true,
    ],
    [
      '/bin/sh: 1: exec: nc: not found\nkex_exchange_identification: Connection closed by remote host',
      /^the ssh_config here .*exec: nc: not found; kex/,
      'Misconfigured',
      true,
    ],
    ['bind 10.9.9.9: Cannot assign requested address', /^the ssh_config here does not lead to/, 'Misconfigured', true],
    [
      'tailscale: tailnet policy does not permit you to SSH to this node\nConnection closed by 100.64.0.2 port 22',
      /^this user is not let in at/,
      'AccessDenied',
      true,
    ],
    [
      '# Tailscale SSH requires an additional check.\n# To authenticate, visit: https://login.tailscale.com/a/b\n' +
        'no login within 20 s',
      /^this user is not let in at .*visit: https/,
      'AccessDenied',
      true,
    ],
    [
      'Your account has expired; please contact your system administrator.\nConnection closed by 10.0.0.2 port 22',
      /^this user is not let in at/,
      'AccessDenied',
      true,
    ],
    ['No user exists for uid 1001', /^ssh does not run here .*a user that \/etc\/passwd has/, 'Misconfigured', true],
    ['no login within 20 s', /^no login comes about at .*where `ssh me@web2` stops: an agent/, 'NoLogin', false],
    [
      'Connection timed out during banner exchange\nConnection to 10.0.0.2 port 22 timed out',
      /^no login comes about at .*or that host hangs/,
      'NoLogin',
      false,
    ],
    ['Something else', /^ssh came to no connection to .*try `ssh me@web2 true` \(Something/, 'NoLogin', false],
    ['', /\(ssh ended without a word\)$/, 'NoLogin', false],
  ]
  for (const [said, detail, obstacle, keepsOut] of cases)
    it(`is told of by what ssh says: ${said || 'nothing'}`, () => {
      const failure = failureOfError(notConnected(to, said), about)
      match(failure.detail, detail)
      deepEqual([failure.code, failure.obstacle, failure.keepsOut], ['Unreachable', obstacle, keepsOut])
    })
})

/** Lets a forwarded connection through to the engine beside this `ssh`. */
const LINK = 'case "$*" in *" -L "*) all="$*"; pair="${all##* -L }"; ln -s "${0%/*}/engine" "${pair%%:*}";; esac'

describe('a tunnel over ssh', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ssh-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  /** An `ssh` that notes how often it was called, and is of these lines then. */
  const tunnelWith = (lines: string, now = () => 0, waits = (_ms: number) => {}) => {
    writeFileSync(join(dir, 'ssh'), `#!/bin/sh\necho "$*" >> ${dir}/calls\n${lines}\n`)
    chmodSync(join(dir, 'ssh'), 0o755)
    const after = (ms: number, run: () => void) => {
      waits(ms)
      return realClock.after(0, run)
    }
    return openTunnel({ to, env: { PATH: `${dir}:/usr/bin:/bin` }, clock: { ...realClock, now, after } })
  }
  const calls = () => readFileSync(join(dir, 'calls'), 'utf8').trim().split('\n')
  const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

  it('logs in once, however many ask for it', async () => {
    const tunnel = tunnelWith('exit 0')
    await Promise.all([tunnel.ready(anySignal), tunnel.ready(anySignal)])
    await tunnel.ready(anySignal)
    const [login = '', forward = '', ...more] = calls()
    match(login, /-o BatchMode=yes .*-l me -- web2$/)
    match(forward, new RegExp(`-O forward -L ${tunnel.here()}:/var/run/docker.sock -- web2$`))
    deepEqual(more, [])
    tunnel.close()
  })

  it('logs in again where the login ended, and not for what failed on the one before', async () => {
    const tunnel = tunnelWith('exit 0')
    await tunnel.ready(anySignal)
    const gone = Object.assign(new Error('connect ENOENT'), { code: 'ENOENT', address: tunnel.here() })
    equal(await tunnel.reasonOf(gone), gone)
    await tunnel.ready(anySignal)
    equal(await tunnel.reasonOf(gone), gone)
    await tunnel.ready(anySignal)
    equal(calls().filter((call) => call.includes('BatchMode=yes -o Clear')).length, 2)
    tunnel.close()
  })

  it('rests after a login that was refused, longer each time', async () => {
    let now = 0
    const tunnel = tunnelWith('echo "me@web2: Permission denied (publickey)." >&2; exit 255', () => now)
    const tried: number[] = []
    for (; now <= 1_200_000; now += 10_000) {
      const before = tried.length === 0 ? 0 : calls().length
      await tunnel.ready(anySignal).then(
        () => ok(false),
        ({ message }: Error) => match(message, /Permission denied/),
      )
      if (calls().length > before) tried.push(now / 1000)
    }
    deepEqual(tried, [0, 60, 180, 420, 720, 1020])
    tunnel.close()
  })

  it('logs in again where sshd drops it, as with many at once', async () => {
    const waits: number[] = []
    const dropped = 'echo "kex_exchange_identification: Connection closed by remote host" >&2; exit 255'
    const tunnel = tunnelWith(`[ $(wc -l < ${dir}/calls) -gt 2 ] || { ${dropped}; }`, undefined, (ms) => waits.push(ms))
    await tunnel.ready(anySignal)
    equal(calls().length, 4)
    ok(waits.length === 2 && waits.every((ms) => ms >= 150 && ms < 1_350), String(waits))
    tunnel.close()
  })

  it('ends with ssh, though what that has started still holds its output', async () => {
    const held = join(dir, 'held')
    execFileSync('mkfifo', [held])
    const tunnel = tunnelWith(`cat ${held} &\necho "me@web2: Permission denied (publickey)." >&2; exit 255`)
    await rejects(tunnel.ready(anySignal), /Permission denied/)
    writeFileSync(held, '')
    tunnel.close()
  })

  it('says what a jump host said, which ssh keeps to itself where it stays in the background', async () => {
    const closed = 'echo "Connection closed by UNKNOWN port 65535" >&2'
    const refused = 'case "$*" in *ControlPersist=*) ;; *) echo "me@jump: Permission denied (publickey)." >&2;; esac'
    const tunnel = tunnelWith(`${refused}; ${closed}; exit 255`)
    await tunnel.ready(anySignal).then(
      () => ok(false),
      ({ message }: Error) => match(message, /^this user is not let in .*\(me@jump: Permission denied/),
    )
    equal(calls().length, 2)
    tunnel.close()
  })

  it('tells an engine that does not run from one that the user there may not use', async () => {
    const cases = [
      ['exit 0', /^socket hang up$/],
      [
        'case "$*" in *" test "*docker.sock) exit 1;; esac',
        /^no engine listens at \/var\/run\/docker.sock of ssh:\/\/me@web2/,
      ],
      [
        'case "$*" in *"test -x"*|*" test "*/var/run*) exit 1;; esac',
        /^the user at .* may not open \/var\/run\/docker\.sock/,
      ],
      ['case "$*" in *" test "*) exit 1;; esac', /^socket hang up$/],
      ['case "$*" in *"test -w"*) exit 1;; esac', /^the user at .* may not open \/var\/run\/docker\.sock; .*usermod/],
      ['case "$*" in *" test "*) exit 255;; esac', /^socket hang up$/],
      ['case "$*" in *"test -w"*) exit 255;; esac', /^socket hang up$/],
      ['case "$*" in *"test -w"*) kill -9 $$;; esac', /^socket hang up$/],
      [
        'case "$*" in *" test -d"*) exit 1;; esac',
        /^an engine answers at \/var\/run\/docker\.sock of .*forwards no connection there: .*AllowStreamLocalForwarding/,
      ],
      [
        'case "$*" in *" test -d"*|*" docker -H unix:///var/run/docker.sock version") exit 1;; esac',
        /^socket hang up$/,
      ],
    ] as const
    for (const [lines, words] of cases) {
      const tunnel = tunnelWith(lines)
      await tunnel.ready(anySignal)
      match(((await tunnel.reasonOf(reset())) as Error).message, words, lines)
      tunnel.close()
    }
  })

  it('asks alone what a login has no room for beside other commands (MaxSessions)', async () => {
    const once = (what: string) => `*"${what}"*) [ -e ${dir}/once ] || { touch ${dir}/once; exit 255; };;`
    for (const what of ['test -w', 'test -d', 'docker -H']) {
      rmSync(join(dir, 'once'), { force: true })
      const tunnel = tunnelWith(`case "$*" in ${once(what)} esac; case "$*" in *" test -d"*) exit 1;; esac`)
      await tunnel.ready(anySignal)
      match(((await tunnel.reasonOf(reset())) as Error).message, /its sshd forwards no connection there/, what)
      tunnel.close()
    }
  })

  it('finds no fault with sshd where an engine has come up by now', async () => {
    const server = createServer((_, answer) => void answer.end()).listen(join(dir, 'engine'))
    const tunnel = tunnelWith(`${LINK}; case "$*" in *" test -d"*) exit 1;; esac`)
    await tunnel.ready(anySignal)
    match(((await tunnel.reasonOf(reset())) as Error).message, /^socket hang up$/)
    tunnel.close()
    server.close()
  })

  it('logs in anew after the user there was not let into the socket, as that one may have joined its group', async () => {
    const tunnel = tunnelWith('case "$*" in *"test -w"*) exit 1;; esac')
    for (const logins of [1, 2]) {
      await tunnel.ready(anySignal)
      await Promise.all([tunnel.reasonOf(reset()), tunnel.reasonOf(reset())])
      equal(calls().filter((call) => call.includes('ControlPersist=')).length, logins)
    }
    tunnel.close()
  })

  it('logs in anew once nothing came through in time, but not while it does so', async () => {
    const server = createServer((_, answer) => void answer.end()).listen(join(dir, 'engine'))
    const tunnel = tunnelWith(LINK)
    const transport = openTransport({ kind: 'ssh', tunnel })
    for (const logins of [1, 1, 2]) {
      if (logins === 2) transport.dropIdle()
      const sent = transport.send({ method: 'GET', target: '/_ping' }, anySignal)
      transport.dropIdle()
      await sent
      equal(calls().filter((call) => call.includes('ControlPersist=')).length, logins)
    }
    transport.close()
    tunnel.close()
    server.close()
  })

  it('has its sockets in /tmp where TMPDIR is not there, and in another directory where the first was removed', async () => {
    const before = process.env['TMPDIR']
    try {
      const tunnel = tunnelWith('exit 0')
      rmSync(dirname(tunnel.here()), { recursive: true })
      process.env['TMPDIR'] = join(dir, 'none')
      await tunnel.ready(anySignal)
      match(tunnel.here(), /^\/tmp\/reconcile-ssh-/)
      ok(existsSync(dirname(tunnel.here())))
      tunnel.close()
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
    }
  })

  it('says where there is no ssh', async () => {
    const tunnel = openTunnel({ to, env: { PATH: dir }, clock: realClock })
    await tunnel.ready(anySignal).then(
      () => ok(false),
      (error: unknown) => {
        const { detail, obstacle } = failureOfError(error, about)
        match(detail, /^there is no ssh here to reach ssh:\/\/me@web2; install OpenSSH/)
        equal(obstacle, 'Misconfigured')
      },
    )
    tunnel.close()
  })
})
