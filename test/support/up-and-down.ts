/** Which containers of the stack `shop` these calls start and stop, in order, such as `web-1/stop`; `.new` beside the one of before. */
export function upAndDown(calls: readonly string[]): readonly string[] {
  return calls
    .filter((call) => /\/(start|stop)$/.test(call))
    .map((call) => call.replace(/^(POST \/containers\/)?shop-/, '').replace(/\.[0-9a-f]{10}/, '.new'))
}

/** Three replicas that are replaced one by one, with StartFirst and with StopFirst. */
export const oneByOne = {
  StartFirst: ['web-1.new/start', 'web-1/stop', 'web-2.new/start', 'web-2/stop', 'web-3.new/start', 'web-3/stop'],
  StopFirst: ['web-1/stop', 'web-1/start', 'web-2/stop', 'web-2/start', 'web-3/stop', 'web-3/start'],
} as const
