import type { BuildArgs } from '../types/build.ts'

/** Whether a build, or that of one of its contexts, forwards the ssh agent of reconcile itself: `default`, without a path. */
export function takesAgent(args: Pick<BuildArgs, 'ssh' | 'serviceContexts'>): boolean {
  const all = [args, ...Object.values(args.serviceContexts ?? {})]
  return all.some(({ ssh = [] }) => ssh.some((each) => !each.includes('=')))
}

/** Says that there is no such agent, and what to do. */
export const WITHOUT_AGENT =
  'build.ssh takes the ssh agent of reconcile, which runs without one (SSH_AUTH_SOCK is not set): ' +
  'start reconcile in a shell with one (`eval "$(ssh-agent)"; ssh-add`), or name a key, as `ssh: ["default=/path/to/key"]`'
