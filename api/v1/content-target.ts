/** Where a Secret or Config is in a container. Defaults are Compose's: /run/secrets/NAME and /NAME. */
export function contentTarget(kind: 'Secret' | 'Config', name: string, target = name): string {
  if (target.startsWith('/')) return target
  return `${kind === 'Secret' ? '/run/secrets/' : '/'}${target}`
}
