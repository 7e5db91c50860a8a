/** The hooks of a repository of `init --git`, in the order in which git runs them. */
export const HOOKS = ['pre-receive', 'push-to-checkout', 'post-receive'] as const
