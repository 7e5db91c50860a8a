import type { Behaviour, ProcessBehaviour } from '../../engine/simulated/behaviour.ts'

/** Commands that the contract's containers run; every engine's image has them. */
export const programs = {
  /** Only KILL ends it: as process 1 it has no handler for TERM. */
  forever: ['sleep', '1000'],
  /** Exits with 7 on TERM, once it has printed `ready`. */
  polite: ['sh', '-c', 'trap "exit 7" TERM; echo ready; while true; do sleep 0.05; done'],
  succeeds: ['true'],
  fails: ['sh', '-c', 'sleep 0.2; exit 3'],
  /** Exits with 3 as soon as /tmp/go exists. */
  failsWhenTold: ['sh', '-c', 'until [ -e /tmp/go ]; do sleep 0.05; done; exit 3'],
  missing: ['no-such-program'],
  /** Prints the size of its terminal, once it has one. */
  measures: ['sh', '-c', 'until stty size 2>/dev/null | grep -q ^[1-9]; do sleep 0.05; done; stty size'],
  /** Exits with 3 the first time. The next time it prints `again` and runs on. */
  failsOnce: ['sh', '-c', '[ -e /tmp/once ] && echo again && exec sleep 1000; touch /tmp/once; sleep 0.2; exit 3'],
  /** Prints a line and exits with 3. */
  speaks: ['sh', '-c', 'echo one; exit 3'],
  busy: ['sh', '-c', 'while true; do :; done'],
  /** Prints what is typed into it. */
  repeats: ['cat'],
  /** Prints the size of its terminal, over and over. */
  sizes: ['sh', '-c', 'while true; do stty size; sleep 0.05; done'],
  talks: ['sh', '-c', 'echo one; echo two; echo three; sleep 1000'],
} as const satisfies Record<string, readonly string[]>

/** The image that the contract builds, and the config that must result, apart from the variables of its base image. */
export const built = {
  image: 'contract/built:1',
  dockerfile: (from: string) =>
    `${[
      `FROM ${from}`,
      'ENV A=1 B=2',
      'LABEL made=built kept=yes',
      'EXPOSE 80',
      'VOLUME /data',
      'WORKDIR /tmp',
      'STOPSIGNAL SIGINT',
      'HEALTHCHECK --interval=7s CMD ["true"]',
      'ENTRYPOINT ["sleep"]',
      'CMD ["1000"]',
    ].join('\n')}\n`,
  config: {
    Env: ['PATH=/bin', 'A=1', 'B=2'],
    Labels: { made: 'built', kept: 'yes' },
    ExposedPorts: { '80/tcp': {} },
    Volumes: { '/data': {} },
    WorkingDir: '/tmp',
    StopSignal: 'SIGINT',
    Healthcheck: { Test: ['CMD', 'true'], Interval: 7e9 },
    Entrypoint: ['sleep'],
    Cmd: ['1000'],
  },
}

/** Health checks that pass and fail. */
export const checks = {
  good: { Test: ['CMD', 'true'], Interval: 300e6, Retries: 2 },
  bad: { Test: ['CMD', 'false'], Interval: 300e6, Retries: 2 },
}

const behaviours: Readonly<Record<string, ProcessBehaviour>> = {
  [programs.forever.join(' ')]: { ignoresTerm: true },
  [programs.polite.join(' ')]: { stopCode: 7, output: ['ready'] },
  [programs.succeeds.join(' ')]: { exitsAfterMs: 10 },
  [programs.fails.join(' ')]: { exitsAfterMs: 200, exitCode: 3 },
  [programs.failsWhenTold.join(' ')]: { exitsAfterMs: 5000, exitCode: 3 },
  [programs.failsOnce.join(' ')]: { exitsAfterMs: 200, exitCode: 3 },
  [programs.missing.join(' ')]: { startError: 'exec: "no-such-program": executable file not found in $PATH' },
  [programs.speaks.join(' ')]: { output: ['one'], exitsAfterMs: 10, exitCode: 3 },
  [programs.busy.join(' ')]: { uses: { cpus: 1, memoryBytes: 2_000_000 } },
  [programs.repeats.join(' ')]: { ignoresTerm: true, echoes: true },
  [programs.sizes.join(' ')]: { ignoresTerm: true, resized: ({ rows, columns }) => `${rows} ${columns}` },
  [programs.talks.join(' ')]: { ignoresTerm: true, output: ['one', 'two', 'three'] },
}

/** The same programs for a simulated host. */
export const simulatedPrograms: Behaviour = ({ command, healthcheck, hasRun }) => ({
  ...(hasRun && command.join(' ') === programs.failsOnce.join(' ')
    ? { ignoresTerm: true, output: ['again'] }
    : behaviours[command.join(' ')]),
  ...(healthcheck?.Test?.includes('false') ? { neverHealthy: true } : { healthyAfterMs: 300 }),
  exec: ([name, ...args], terminal) => {
    if (args.at(-1) === programs.measures.at(-1))
      return { exitCode: 0, output: `${terminal?.rows} ${terminal?.columns}\n` }
    if (name === 'echo') return { exitCode: 0, output: `${args.join(' ')}\n` }
    return { exitCode: name === 'false' ? 1 : 0 }
  },
})
