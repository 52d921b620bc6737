// The texts of a campaign workstation's config.yaml and rclone.conf.

/** The two remotes that name one destination; `hasher`: with an overlay that remembers digests; `share`: a section of the server. */
export const rcloneConf = (
  nas: string,
  conf: 'plain' | 'hasher' | 'second',
  share: string,
): string => {
  const roots = { one: nas, two: `${nas}/raw` }
  const remotes = Object.entries(roots)
    .map(([name, root]) =>
      conf === 'hasher'
        ? `[${name}-base]\ntype = alias\nremote = ${root}\n[${name}]\ntype = hasher\nremote = ${name}-base:\nhashes = sha256\nmax_age = off\n`
        : `[${name}]\ntype = alias\nremote = ${root}\n`,
    )
    .join('')
  return `${remotes}${share}`
}

interface SettingsChoice {
  readonly disk: string
  readonly confFile: string
  /** Whether originals may be deleted. */
  readonly cleanup: boolean
  /** Another program in rclone's place. */
  readonly rclone: string | null
}

/** config.yaml: SCOPE sends to `one:raw`, FLOW to `two:`, which is the same folder. */
export const settingsText = ({ disk, confFile, cleanup, rclone }: SettingsChoice): string => {
  const instrument = (id: string, remote: string, path: string): string => `  - id: ${id}
    local_root: ${disk}/${id}
    completeness_signal: button
    transport:
      type: rclone
      rclone_remote: ${remote}
      rclone_remote_path: "${path}"
      rclone_config: ${confFile}
`
  return `equipment:
${instrument('SCOPE', 'one', 'raw')}${instrument('FLOW', 'two', '')}sync:
  retry_delays_s: [30, 120]
  max_attempts: 3
nas_cleanup:
  enabled: ${cleanup}
  min_verify_passes: 1
  min_age_hours: 0
${rclone === null ? '' : `tools:\n  rclone: ${rclone}\n`}`
}
