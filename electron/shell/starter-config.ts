// Contents of a new config.yaml: a commented-out example, which changes nothing until it is edited.

export const STARTER_CONFIG = `# ExLab Sync. Remove the leading # of what you use; the file is read again when it is saved.
# equipment:
#   - id: CONFOCAL_01
#     label: Confocal microscope
#     local_root: /data/acq/CONFOCAL_01
#     completeness_signal: button
#     transport:
#       type: rclone
#       rclone_remote: lab-nas            # a remote of your rclone.conf
#       rclone_remote_path: raw/CONFOCAL_01
#
#   - id: FLOW_01
#     label: Flow cytometer
#     local_root: /data/acq/FLOW_01
#     completeness_signal: button
#     transport:
#       type: rsync_ssh
#       ssh_target: labdata@nas.example
#       ssh_key_path: ~/.ssh/id_ed25519
#       remote_path: /volume1/raw/FLOW_01
equipment: []
`
