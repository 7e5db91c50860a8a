/** Whether API version `version` is at least `wanted`, both such as `1.44`. */
export function atLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major === wantedMajor ? minor >= wantedMinor : major > wantedMajor
}

/** The API version that introduced each field; older engines silently drop it. */
export const since = {
  createMountpoint: '1.42',
  annotations: '1.43',
  manyNetworks: '1.44',
  endpointMac: '1.44',
  startInterval: '1.44',
  readOnlyMounts: '1.44',
  volumeSubpath: '1.45',
  tmpfsOptions: '1.46',
  gatewayPriority: '1.48',
  imageMounts: '1.48',
  interfaceName: '1.49',
} as const
