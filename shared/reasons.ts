// Table of all failure reasons: kind, effect on the destination, messages, and who can do something
// about it. The window, the command line and docs/reasons.md take their text from here.
import { currentLanguage, messages, template } from './language/messages.ts'
import { say } from './language/say.ts'
import type { TransportErrorKind } from './model/model.ts'

/**
 * Who can do something about a failure (docs/ux.md D6). `wait`: nobody has to,
 * it is retried automatically.
 */
export type Who = 'you' | 'it' | 'wait'

/** The main button of a problem. */
export type PrimaryAction =
  | 'retry'
  | 'open_settings'
  | 'replace_password'
  | 'unlock_conf'
  | 'let_in'
  | 'check_again'
  | 'trust_key'
  | 'locate'
  | 'make_folder'
  | 'send_beside'
  | 'leave_out'

/**
 * What a failure does to its destination (docs/spec.md 3). `probe`: the destination is held until a
 * cheap probe succeeds; `click`: it is held until a setting changes or somebody retries; null:
 * nothing, the failure is about this run.
 */
export type HoldEffect = 'probe' | 'click' | null

export interface ReasonText {
  /** null only for a program that could not be started. */
  readonly kind: TransportErrorKind | null
  readonly hold: HoldEffect
  /** With `{destination}` as a placeholder; see `headlineOf`. */
  readonly headline: string
  /** What it means for the data. */
  readonly meaning: string
  /** What happened, for someone who wants to know more. */
  readonly explanation: string
  /** What to do. */
  readonly remedy: string
  readonly who: Who
  readonly primary: PrimaryAction
}

export const REASONS = {
  dns_failure: {
    kind: 'network',
    hold: 'probe',
    headline: "Can't find {destination} by its name",
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The name of the storage server could not be looked up.',
    remedy:
      'Check that this workstation is on the lab network (cable, VPN); if it is, check the server name in the equipment settings.',
    who: 'wait',
    primary: 'retry',
  },
  connection_refused: {
    kind: 'network',
    hold: 'probe',
    headline: '{destination} is on but not accepting connections',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The server answered, but nothing is accepting connections on that port.',
    remedy:
      'Check that the NAS has finished starting and that its SSH, WebDAV or SMB service is switched on.',
    who: 'wait',
    primary: 'retry',
  },
  network_unreachable: {
    kind: 'network',
    hold: 'probe',
    headline: 'There is no network path to {destination}',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'There is no network path from this workstation to the server.',
    remedy: "Check the network cable, VPN and the workstation's firewall.",
    who: 'wait',
    primary: 'retry',
  },
  connection_timeout: {
    kind: 'network',
    hold: 'probe',
    headline: '{destination} did not answer in time',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The server did not answer in time.',
    remedy: 'Check that the NAS is switched on and the network is not overloaded.',
    who: 'wait',
    primary: 'retry',
  },
  connection_lost: {
    kind: 'network',
    hold: 'probe',
    headline: 'The connection to {destination} broke',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The connection to the server broke while it was in use.',
    remedy: 'Nothing to do unless it keeps happening; then check the network and the NAS log.',
    who: 'wait',
    primary: 'retry',
  },
  rate_limited: {
    kind: 'network',
    hold: 'probe',
    headline: '{destination} asks to slow down',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The server asked us to slow down or has too many users connected.',
    remedy:
      'If it keeps happening, ask IT to raise the limit or lower the number of parallel transfers.',
    who: 'wait',
    primary: 'retry',
  },
  server_error: {
    kind: 'network',
    hold: 'probe',
    headline: '{destination} failed while handling the request',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The storage server failed while handling the request.',
    remedy: 'If it persists, report it to whoever runs the server.',
    who: 'wait',
    primary: 'retry',
  },
  clock_skew: {
    kind: 'network',
    hold: 'click',
    headline: "This computer's clock differs from that of {destination}",
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: "The clock of this workstation differs too much from the server's clock.",
    remedy: 'Correct the workstation clock (time synchronisation).',
    who: 'it',
    primary: 'retry',
  },
  remote_disk_full: {
    kind: 'network',
    hold: 'probe',
    headline: '{destination} is full',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: "The storage volume or the account's quota is full.",
    remedy: 'Free space on the NAS or ask for a larger quota.',
    who: 'it',
    primary: 'retry',
  },
  remote_storage_error: {
    kind: 'network',
    hold: 'probe',
    headline: '{destination} could not write or read a file',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'The NAS could not write or read the file (I/O error, stale handle, read-only or locked volume).',
    remedy:
      'Check the health of the NAS volume; if it has gone read-only or a file is open elsewhere, fix that.',
    who: 'it',
    primary: 'retry',
  },
  remote_path_missing: {
    kind: 'network',
    hold: 'probe',
    headline: 'The destination folder is not on {destination}',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'The destination folder on the NAS does not exist, or something else stands in its place.',
    remedy:
      'Check that the NAS share is mounted and the destination path in the settings is right.',
    who: 'it',
    primary: 'retry',
  },
  source_changed: {
    kind: 'network',
    hold: null,
    headline: 'Files are still being written or held open',
    meaning:
      'What was sent may be an older state of the file. It is never called Verified until it is sent and proven again.',
    explanation: 'A file is still being written or is held open by another program.',
    remedy: 'Let the acquisition finish and close the program that has the file open.',
    who: 'you',
    primary: 'retry',
  },
  local_io_error: {
    kind: 'network',
    hold: null,
    headline: 'This computer could not read one of its own files',
    meaning: 'The file may be damaged on this computer. What could be read is sent and proven.',
    explanation: 'This workstation could not read one of its own files because of a disk error.',
    remedy: 'Check the acquisition disk at once and copy the run to a safe place.',
    who: 'you',
    primary: 'retry',
  },
  interrupted: {
    kind: 'network',
    hold: null,
    headline: 'The transfer was stopped before it finished',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The transfer was stopped before it finished.',
    remedy: 'Nothing has to be done.',
    who: 'wait',
    primary: 'retry',
  },
  ssh_key_rejected: {
    kind: 'auth',
    hold: 'click',
    headline: "{destination} did not accept this computer's key",
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The server did not accept our SSH key for this user name.',
    remedy:
      "Have the NAS administrator add this computer's public key to the account and allow key logins: the text for IT has it. Check the user name.",
    who: 'it',
    primary: 'let_in',
  },
  ssh_key_unusable: {
    kind: 'auth',
    hold: 'click',
    headline: "The SSH key on this computer can't be used",
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The SSH private key on this workstation is missing or cannot be used.',
    remedy:
      'Check the key path in the settings; the file must exist, be undamaged, have no passphrase and be readable only by this account.',
    who: 'you',
    primary: 'open_settings',
  },
  ssh_host_key_unknown: {
    kind: 'auth',
    hold: 'click',
    headline: 'This computer does not know {destination} yet',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'This workstation has never been told to trust that server.',
    remedy: "Compare the server's fingerprint with IT and accept it once in the settings.",
    who: 'it',
    primary: 'trust_key',
  },
  ssh_host_key_changed: {
    kind: 'auth',
    hold: 'click',
    headline: 'The identity of {destination} has changed',
    meaning:
      'Nothing was sent. This is normal after a replacement of the NAS and dangerous otherwise.',
    explanation: 'The server identifies itself with a different key than before.',
    remedy: 'Stop and ask IT whether the NAS was re-installed; only then replace the stored key.',
    who: 'it',
    primary: 'trust_key',
  },
  ssh_negotiation_failed: {
    kind: 'auth',
    hold: 'click',
    headline: 'This computer and {destination} have no common encryption',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'This workstation and the server have no common SSH encryption method.',
    remedy: 'Update the NAS firmware, or have IT allow the older method for this server only.',
    who: 'it',
    primary: 'retry',
  },
  credentials_rejected: {
    kind: 'auth',
    hold: 'click',
    headline: '{destination} did not accept the sign-in',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'The server refused the user name, password or access key, or the account is expired.',
    remedy: 'Replace the password, or have the account renewed.',
    who: 'it',
    primary: 'replace_password',
  },
  tls_failure: {
    kind: 'auth',
    hold: 'click',
    headline: 'A secure connection to {destination} could not be set up',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'A secure connection could not be set up (certificate or http/https mix-up).',
    remedy:
      'Check the https:// address and have the certificate renewed or its authority installed.',
    who: 'it',
    primary: 'retry',
  },
  remote_permission_denied: {
    kind: 'auth',
    hold: null,
    headline: 'Writing is not allowed in the folder on {destination}',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The account is valid but may not write (or read) at that place on the NAS.',
    remedy: "Have the folder's permissions corrected for this account.",
    who: 'it',
    primary: 'retry',
  },
  local_permission_denied: {
    kind: 'auth',
    hold: null,
    headline: "This computer may not read some of the run's files",
    meaning: 'The other files of the run are sent and proven. These stay on this computer.',
    explanation: "This workstation's service account may not read some of the run's files.",
    remedy: 'Correct the permissions of the named files.',
    who: 'you',
    primary: 'retry',
  },
  local_privacy_refused: {
    kind: 'auth',
    hold: null,
    headline: 'macOS keeps ExLab Sync out of this folder',
    meaning: 'The other files of the run are sent and proven. These stay on this computer.',
    explanation:
      'macOS protects external disks, network volumes, Desktop, Documents and Downloads: a program reads there only after it was allowed to.',
    remedy:
      'Open System Settings > Privacy & Security > Files and Folders and allow ExLab Sync there, or add it under Full Disk Access. Then quit ExLab Sync and open it again.',
    who: 'you',
    primary: 'retry',
  },
  source_in_cloud: {
    kind: 'network',
    hold: null,
    headline: 'Files of this run are kept in a cloud and not on this computer',
    meaning: 'The other files of the run are sent and proven. These stay where they are.',
    explanation:
      'The run lies in a folder of a cloud service (OneDrive, Dropbox), which did not give the files to this computer.',
    remedy:
      "Start the cloud service and choose 'Always keep on this device' for the folder, or let the instrument write to a folder outside of it.",
    who: 'you',
    primary: 'retry',
  },
  source_quarantined: {
    kind: 'auth',
    hold: null,
    headline: "This computer's virus scanner does not give some of the run's files",
    meaning: 'The other files of the run are sent and proven. These stay on this computer.',
    explanation: 'The virus scanner takes the named files for unwanted software.',
    remedy: 'Have IT look at the named files and allow them where they are right.',
    who: 'it',
    primary: 'retry',
  },
  file_rejected: {
    kind: 'auth',
    hold: null,
    headline: '{destination} does not accept some of the files',
    meaning: 'The other files of the run are sent and proven. These stay on this computer.',
    explanation:
      'The NAS does not accept this file (name too long, forbidden character, or too large).',
    remedy: 'Rename or split the named file, or have the limit raised.',
    who: 'you',
    primary: 'retry',
  },
  remote_not_configured: {
    kind: 'auth',
    hold: 'click',
    headline: 'The connection to {destination} is not set up on this computer',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The storage connection is not set up correctly on this workstation.',
    remedy: "Check the remote's name and settings (rclone.conf, server address) with IT.",
    who: 'it',
    primary: 'open_settings',
  },
  remote_tool_missing: {
    kind: 'auth',
    hold: 'click',
    headline: 'A program that is needed on {destination} is missing there',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'A program needed on the NAS (rsync, sha256sum, SFTP) is missing there.',
    remedy:
      'Install or enable it on the NAS, where the account finds it without a login: its folder must be in the PATH of a command over ssh.',
    who: 'it',
    primary: 'retry',
  },
  config_locked: {
    kind: 'auth',
    hold: 'click',
    headline: 'rclone.conf is encrypted, so {destination} cannot be reached',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'rclone.conf is protected by a password that ExLab Sync does not know, or the keychain that keeps it is locked.',
    remedy:
      'Enter the password of rclone.conf; it is kept in the keychain of this account. On the command line: exlab-sync connection password --conf FILE.',
    who: 'you',
    primary: 'unlock_conf',
  },
  proxy_refused: {
    kind: 'network',
    hold: 'probe',
    headline: 'A proxy stands between this computer and {destination} and lets nothing through',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'HTTP_PROXY or HTTPS_PROXY is set on this computer, so rclone goes through that proxy, which is off or refuses.',
    remedy:
      'Have the name or address of the NAS added to NO_PROXY, then restart ExLab Sync; or have the proxy let this computer through.',
    who: 'it',
    primary: 'retry',
  },
  shell_path_differs: {
    kind: 'auth',
    hold: 'click',
    headline: 'The paths of SFTP and of the shell differ on {destination}',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'rclone sends by SFTP and computes checksums by the shell. On this NAS (as on a Synology) a share has one path in SFTP and another one in the shell, so the checksum program does not find the files.',
    remedy:
      'Add the path of the shell to the remote in rclone.conf, such as path_override = @/volume1, or shell_type = none if the account needs no checksums by the shell.',
    who: 'it',
    primary: 'open_settings',
  },
  remote_shell_unusable: {
    kind: 'auth',
    hold: 'click',
    headline: 'The account on {destination} does not run our commands cleanly',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'The NAS account does not run our commands cleanly (restricted, SFTP-only, or it prints extra text).',
    remedy:
      'Give the account a normal shell without greetings, or use a transport that needs only SFTP.',
    who: 'it',
    primary: 'retry',
  },
  remote_hash_unsupported: {
    kind: 'auth',
    hold: null,
    headline: "{destination} can't compute SHA-256",
    meaning: 'The files are sent, but they are not proven. The originals here are untouched.',
    explanation: 'This kind of storage cannot compute SHA-256 itself.',
    remedy: 'Switch verification to download-and-compare for this equipment.',
    who: 'you',
    primary: 'check_again',
  },
  names_collide: {
    kind: 'auth',
    hold: null,
    headline: 'Files of the run have one name on {destination}',
    meaning:
      'One of them would replace the other there, so neither is proven. The originals here are untouched.',
    explanation:
      'The NAS does not tell capitals from small letters, or the forms of a letter, apart; the run has names that differ in nothing else.',
    remedy: 'Rename one of the named files, or exclude it, or have the share tell capitals apart.',
    who: 'you',
    primary: 'retry',
  },
  entries_left_out: {
    kind: 'auth',
    hold: null,
    headline: 'The run has links or special files, which are left out',
    meaning:
      'Every file of the run is sent and proven. The named entries are no files of their own: nothing of them is on the NAS.',
    explanation:
      'A symbolic link, pipe, socket or device has no bytes that could be proven. Links are not followed: what they lead to may lie outside of the run.',
    remedy:
      'If the run is complete without them, leave them out; else put files in their place, then choose Check again.',
    who: 'you',
    primary: 'leave_out',
  },
  cache_not_passed: {
    kind: 'auth',
    hold: null,
    headline: "What {destination} stores could not be read past this computer's cache",
    meaning: 'The files are sent, but they are not proven. The originals here are untouched.',
    explanation:
      'The destination is a folder of this computer (a disk, a mounted share, or an overlay over one). This computer answers from its memory there, with what was written, whatever is stored.',
    remedy:
      'Set the NAS up as a remote of its own (SFTP, SMB, WebDAV) instead of a mounted folder, or mount it with NFS or SMB of the system; then choose Check again.',
    who: 'it',
    primary: 'check_again',
  },
  usage_error: {
    kind: 'auth',
    hold: 'click',
    headline: 'The transfer program rejected one of its options',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The transfer program rejected one of its options.',
    remedy:
      'The installed rclone, rsync or ssh is too old or too new for this application; report it.',
    who: 'it',
    primary: 'retry',
  },
  tool_outdated: {
    kind: 'auth',
    hold: 'click',
    headline: 'rsync on this computer is too old',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'rsync 3.2.3 or newer is needed here. macOS brings openrsync or 2.6.9, and older Linux systems 3.1.',
    remedy:
      'Install a newer rsync (on macOS: brew install rsync) and set its path in the settings, or use rclone for this instrument.',
    who: 'it',
    primary: 'open_settings',
  },
  remote_tool_outdated: {
    kind: 'auth',
    hold: 'click',
    headline: 'rsync on {destination} is too old',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'rsync 3.2.3 or newer is needed on the NAS, too.',
    remedy: 'Update the NAS or its rsync package, or use rclone with SFTP for this instrument.',
    who: 'it',
    primary: 'retry',
  },
  destination_changed: {
    kind: 'auth',
    hold: 'probe',
    headline: 'The volume behind {destination} is not there, or another one is in its place',
    meaning:
      'Nothing is sent, proven or deleted until it is back. The files are still on this computer.',
    explanation:
      'A destination is known again by a small file that ExLab Sync wrote there. That file is missing, or belongs to another place: a volume that is not mounted, was replaced, or was restored from a copy.',
    remedy:
      'Have the volume mounted again. If the NAS was replaced on purpose, say that it is to be used from now on.',
    who: 'it',
    primary: 'retry',
  },
  destination_missing: {
    kind: 'auth',
    hold: 'probe',
    headline: 'The folder {destination} is not there',
    meaning: 'Nothing was sent. The files are still on this computer.',
    explanation:
      'The folder of a destination is not made by itself: where a volume is not mounted, it would be made on another disk.',
    remedy:
      'Check the path and whether the volume is mounted. If the folder is really new, have ExLab Sync make it.',
    who: 'you',
    primary: 'make_folder',
  },
  destination_unfit: {
    kind: 'auth',
    hold: 'probe',
    headline: "{destination} can't be a destination",
    meaning: 'Nothing was sent. The files are still on this computer.',
    explanation:
      'The folder is a run that was sent before, so runs in it would mix with its files.',
    remedy: 'Choose another folder on the NAS in the settings of the instrument.',
    who: 'you',
    primary: 'open_settings',
  },
  place_taken: {
    kind: 'auth',
    hold: null,
    headline: 'The NAS holds another run in the place of this one',
    meaning:
      'Nothing was sent, and nothing on the NAS was changed. The files are still on this computer.',
    explanation:
      "Files that ExLab Sync on this computer did not send there lie in the run's folder on the NAS, and they are not this run's files.",
    remedy:
      'Compare the two. Where both are needed, send this run beside the other. Where the other one is not needed, have it moved away on the NAS and choose Check again.',
    who: 'you',
    primary: 'send_beside',
  },
  target_taken: {
    kind: 'auth',
    hold: null,
    headline: 'Another run has the place of this one on the NAS',
    meaning:
      'Nothing was sent, and nothing on the NAS was changed. The files are still on this computer.',
    explanation:
      'By the settings as they are now, this run would go to a folder on the NAS that another run in the list has.',
    remedy: 'Send this run beside the other one, or correct the destination of the instrument.',
    who: 'you',
    primary: 'send_beside',
  },
  own_copy: {
    kind: 'auth',
    hold: null,
    headline: 'The run folder is its own place on the NAS',
    meaning: 'There is no second copy. Nothing was sent, and nothing will be deleted.',
    explanation:
      'The run folder and its place at the destination are one folder, or one lies in the other: by a link, a mount, a mapped drive or a setting.',
    remedy:
      "Correct the destination of the instrument, or add the folder on the instrument's own disk.",
    who: 'you',
    primary: 'open_settings',
  },
  destinations_same: {
    kind: 'auth',
    hold: null,
    headline: 'Two destinations of this instrument are one and the same place',
    meaning:
      'One copy would stand for two. Nothing was sent by this one, and nothing will be deleted.',
    explanation:
      'The place has the identity file of another destination of the instrument: by an alias, a mount, a mapped drive, a second name of the server, or because somebody copied the whole disk.',
    remedy:
      'Correct one of the two destinations of the instrument, or remove it. If one is a copy of the disk of the other, have its folder .exlab-sync deleted, and try again.',
    who: 'you',
    primary: 'open_settings',
  },
  no_files: {
    kind: 'auth',
    hold: null,
    headline: 'No file of the run is left to send',
    meaning: 'Nothing on this computer or on the NAS was changed for it.',
    explanation: 'The run folder holds no files, or every file of it is excluded.',
    remedy:
      'If files were excluded by mistake, include them again. If the files are still to come, choose Check again when they are there. Else remove the run from the list.',
    who: 'you',
    primary: 'check_again',
  },
  name_not_provable: {
    kind: 'auth',
    hold: null,
    headline: "Names in this run can't be proven",
    meaning: 'Nothing was sent. The originals here are untouched.',
    explanation:
      'The transfer program or the NAS would store these names as others, so that no digest could be paired with its file.',
    remedy: 'Rename the files that are named, or exclude them; then choose Check again.',
    who: 'you',
    primary: 'check_again',
  },
  binary_missing: {
    kind: null,
    hold: 'click',
    headline: 'The transfer program is not installed, or has moved',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The transfer program is not installed or cannot be started.',
    remedy: 'Install rclone, rsync and OpenSSH on this workstation or correct their paths.',
    who: 'it',
    primary: 'open_settings',
  },
  binary_blocked: {
    kind: null,
    hold: 'click',
    headline: 'This computer does not let the transfer program start',
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation:
      'The program is there, but the system refused to start it: a virus scanner, a rule of IT (AppLocker, Gatekeeper) or the permissions of the file.',
    remedy: 'Have IT allow rclone, rsync and ssh for this program, then choose Check again.',
    who: 'it',
    primary: 'check_again',
  },
  checksum_mismatch: {
    kind: 'hash_mismatch',
    hold: null,
    headline: 'Files on the NAS differ from the originals',
    meaning:
      'The originals here are untouched and will not be deleted. The NAS copies must not be used yet.',
    explanation: 'A file on the NAS differs from the original.',
    remedy:
      'If it differs again after it was sent again, keep the local copy and have the NAS checked.',
    who: 'you',
    primary: 'retry',
  },
  remote_changed: {
    kind: 'hash_mismatch',
    hold: null,
    headline: 'Copies on {destination} changed after they were verified',
    meaning: 'The originals on this computer are as they were. The run is no longer Verified.',
    explanation:
      'A later pass found files on the NAS that differ from what was proven, or that are gone.',
    remedy:
      "Find out who changed or removed them there. Send the originals again, which keeps the other version beside them, or keep the NAS's version.",
    who: 'you',
    primary: 'retry',
  },
  changed_since_verified: {
    kind: 'hash_mismatch',
    hold: null,
    headline: 'Originals changed after the run was verified',
    meaning:
      'The copy on the NAS is as it was proven and is kept. The originals here are no longer safe to delete.',
    explanation: 'Files on this computer have another size or time than when they were verified.',
    remedy:
      'If the change was meant, send the changed files as they are now: that replaces their proven copies. If not, restore them here and check again, or keep the proven copy and take note of it.',
    who: 'you',
    primary: 'check_again',
  },
  only_copy_unproven: {
    kind: 'hash_mismatch',
    hold: null,
    headline: 'The only copy of a run on {destination} is no longer proven',
    meaning:
      'The originals on this computer were deleted after their proof, so the NAS has the only copy. Nothing can be sent again.',
    explanation:
      'A later check found files of it that are missing or different on the NAS, or could not compare them.',
    remedy:
      'Have nobody change that folder on the NAS. Bring the files back from a backup or snapshot of the NAS, then choose Check again.',
    who: 'you',
    primary: 'check_again',
  },
  source_vanished: {
    kind: 'local_file_vanished',
    hold: null,
    headline: 'Files are no longer in the run folder',
    meaning:
      "They were there when sending began. A copy may be on the NAS, but it can't be proven against an original.",
    explanation: 'The run folder, or a file in it, no longer exists on this workstation.',
    remedy:
      'If someone moved or renamed them, put them back and choose Check again. If the instrument software removes scratch files, exclude that pattern.',
    who: 'you',
    primary: 'check_again',
  },
  records_unsafe: {
    kind: 'auth',
    hold: null,
    headline: "The run's own records can't be used",
    meaning:
      'Every file of the run is proven on the NAS. The manifest was not written, and nothing is deleted here.',
    explanation:
      'What lies in the place of .exlab-wizard or of a file in it is a link, a pipe, a device, a folder or a file that is too large. Writing there could change files elsewhere, so nothing was read from it or written to it.',
    remedy:
      'Remove what the message names, or put a plain file or folder in its place; then choose Check again. The manifest is written then.',
    who: 'you',
    primary: 'check_again',
  },
  manifest_gone: {
    kind: 'unknown',
    hold: null,
    headline: "The run's manifest is gone, so its copy can't be checked file by file",
    meaning:
      'The proof of the run is kept, and nothing is deleted. Nothing can be said about single files.',
    explanation:
      'A verified run at rest is kept in the queue as one entry, and its files are read from the manifest in its folder (.exlab-wizard/checksums.sha256). That manifest is not there any more, or it is another one, and so is the one that lies with the copy.',
    remedy:
      'Put the manifest back if you have it. If not, choose Check again: the originals are compared with the copy from the start.',
    who: 'you',
    primary: 'check_again',
  },
  run_folder_link: {
    kind: 'auth',
    hold: null,
    headline: 'A link is in the place of the run folder',
    meaning: 'Nothing was read through it, sent or deleted. What was proven before is kept.',
    explanation:
      'The run folder, or a folder above it, was replaced by a link since the run was added. What lies behind it may be another run, or the copy on the NAS.',
    remedy:
      'If the folder was moved, choose Locate and show where it is now. If not, put it back in the place of the link and choose Check again.',
    who: 'you',
    primary: 'locate',
  },
  run_folder_missing: {
    kind: 'local_file_vanished',
    hold: null,
    headline: 'The run folder is no longer on this computer',
    meaning:
      'The record is kept, and so is every copy on the NAS. Files that are not proven yet can only be sent from their folder.',
    explanation: 'The folder was moved, renamed or deleted, or its disk is not connected.',
    remedy:
      'If it was moved or renamed, choose Locate and show where it is now. If its disk is not connected, connect it and choose Check again. If it was deleted on purpose, remove the run from the list.',
    who: 'you',
    primary: 'locate',
  },
  row_damaged: {
    kind: 'unknown',
    hold: null,
    headline: 'What the queue holds of this run is damaged',
    meaning: 'Nothing is lost. Its files are as they were, here and on the NAS.',
    explanation: 'A row of the queue could not be read, as after a fault of the disk.',
    remedy: 'A retry compares the run with the NAS again, and sends what is missing.',
    who: 'you',
    primary: 'retry',
  },
  temp_folder_unwritable: {
    kind: 'unknown',
    hold: null,
    headline: "This computer can't write its folder for temporary files",
    meaning:
      'Nothing is lost. The files are still on this computer, and the NAS has no part in it.',
    explanation:
      'What is small, such as the claim of a run, is written to that folder before it is sent, and so is what is read back by rsync alone. Its disk is full, or this account may not write there.',
    remedy:
      'Make room on the disk of that folder, or let this account write in it. The variable TMPDIR (TEMP on Windows) names another folder; start ExLab Sync again after a change.',
    who: 'you',
    primary: 'retry',
  },
  unrecognised: {
    kind: 'unknown',
    hold: null,
    headline: "Sending stopped for a reason we don't recognise",
    meaning: 'Nothing is lost. The files are still on this computer.',
    explanation: 'The transfer failed for a reason we do not recognise.',
    remedy: 'If it keeps failing, send the log to support.',
    who: 'wait',
    primary: 'retry',
  },
} as const satisfies Record<string, ReasonText>

/** snake_case code of a cause; an open-ended refinement of the kind (docs/spec.md 2). */
export type Reason = keyof typeof REASONS

/**
 * Originals of a verified run differ from what was proven. Shown with a label and icon of its own,
 * since nothing failed (docs/spec.md 5).
 */
export const NO_FILES = 'no_files' satisfies Reason
export const CHANGED_SINCE = 'changed_since_verified' satisfies Reason

/**
 * The local data of a run was deleted after its proof, and a later check of the copy on the NAS
 * failed: nothing can be sent, and only a further check helps (docs/spec.md 5).
 */
export const ONLY_COPY_UNPROVEN = 'only_copy_unproven' satisfies Reason

/**
 * The destination itself is not what it was or can't be used: it is held, its runs wait without
 * spending attempts, and a person should look (docs/spec.md 2a).
 */
export const DESTINATION_FAULTS = [
  'destination_changed',
  'destination_missing',
  'destination_unfit',
] as const satisfies readonly Reason[]

export const isDestinationFault = (reason: string | null): boolean =>
  DESTINATION_FAULTS.some((one) => one === reason)

/** Something that is not this run's lies in its place on the NAS. */
export const PLACE_TAKEN = 'place_taken' satisfies Reason
/** By the settings the run goes where another run of the list goes (docs/spec.md 2). */
export const TARGET_TAKEN = 'target_taken' satisfies Reason
/** The row of a run in the queue cannot be read. */
export const ROW_DAMAGED = 'row_damaged' satisfies Reason

/**
 * The run is proven, but its own records in `.exlab-wizard/` are not safe to read or write: the run keeps
 * its proof and says so (docs/spec.md 5).
 */
export const RECORDS_UNSAFE = 'records_unsafe' satisfies Reason
/** A folded run can't be unfolded, because the manifest that names its files is gone or another one (docs/spec.md 5a). */
export const MANIFEST_GONE = 'manifest_gone' satisfies Reason
/** The run folder is reached through a link now. */
export const FOLDER_LINK = 'run_folder_link' satisfies Reason

/** Faults of a run's own folder that leave its proof as it is, and that a person must mend (docs/spec.md 5). */
export const FOLDER_FAULTS = [
  'records_unsafe',
  'run_folder_link',
  'manifest_gone',
] as const satisfies readonly Reason[]

export const isFolderFault = (reason: string | null): boolean =>
  FOLDER_FAULTS.some((one) => one === reason)

/** The whole folder of a run is missing: the operator may know where it is now (Locate). */
export const FOLDER_MISSING = 'run_folder_missing' satisfies Reason

/** A text of the table, whose placeholder is filled in where it is shown. */
const withPlaceholder = (text: string) => template(text, () => ({ destination: '{destination}' }))

const WORDS = messages(
  'reasons',
  Object.fromEntries(
    Object.entries(REASONS).map(([reason, { headline, meaning, explanation, remedy }]) => [
      reason,
      {
        headline: withPlaceholder(headline),
        meaning: withPlaceholder(meaning),
        explanation: withPlaceholder(explanation),
        remedy: withPlaceholder(remedy),
      },
    ]),
  ),
)

/**
 * Messages of a reason in the language of this process; null for a code outside the table, such as that of a run that
 * is blocked before sending. What is stored takes its words from `REASONS`, in English.
 */
export const reasonText = (reason: string): ReasonText | null => {
  if (!Object.hasOwn(REASONS, reason)) return null
  const text = REASONS[reason as Reason] // checked by hasOwn just before
  const words = WORDS[reason]
  if (currentLanguage() === 'en' || words === undefined) return text
  return {
    ...text,
    headline: words.headline(),
    meaning: words.meaning(),
    explanation: words.explanation(),
    remedy: words.remedy(),
  }
}

/** Replaces `{name}` by its value; an unknown name stays as it is. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

/** What a stored message names as destination, where it is the headline of its reason; null: it says something else. */
const namedIn = (reason: Reason, message: string): string | null => {
  const [start = '', end] = REASONS[reason].headline.split('{destination}')
  if (end === undefined) return message === start ? '' : null
  return message.startsWith(start) && message.endsWith(end)
    ? message.slice(start.length, message.length - end.length)
    : null
}

/** True for a stored message that only repeats the headline of its reason, with whatever name of the destination. */
export const saysOnlyHeadline = (reason: string, message: string): boolean =>
  Object.hasOwn(REASONS, reason) && namedIn(reason as Reason, message) !== null // checked by hasOwn just before

/** A stored message in the language of this process; what no message of ours says, such as the words of a tool, stays as it is. */
export const spokenMessage = (stored: {
  readonly reason: string
  readonly message: string
}): string => {
  const { reason, message } = stored
  const own = currentLanguage() === 'en' ? null : reasonText(reason)
  const destination = own === null ? null : namedIn(reason as Reason, message) // reasonText found it in the table
  return own === null || destination === null ? say(message) : fill(own.headline, { destination })
}

/** The headline of a reason with the destination's name in it. */
export const headlineOf = (reason: Reason, destination: string): string =>
  fill(REASONS[reason].headline, { destination })
