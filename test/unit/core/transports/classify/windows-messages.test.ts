// Classification of Windows' own messages: a file that is locked, denied, gone, damaged, in a cloud or in quarantine, and the same
// in other languages or as a number. rclone opens files on Windows by a call of its own, whose error names no path.
import { expect, it } from 'vitest'
import { classify } from '../../../../../electron/core/transports/classify/classify.ts'
import { parseLines } from '../../../../../electron/core/transports/parse-line.ts'
import type { Reason } from '../../../../../shared/reasons.ts'

const RCLONE: readonly (readonly [Reason, string])[] = [
  ...(
    [
      [
        'source_changed',
        [
          'The process cannot access the file because it is being used by another process.',
          'The process cannot access the file because another process has locked a portion of the file.',
          'Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.',
          'Le processus ne peut pas accéder au fichier car ce fichier est utilisé par un autre processus.',
          'プロセスはファイルにアクセスできません。別のプロセスが使用中です。',
          '另一个程序正在使用此文件，进程无法访问。',
          '另一个程序已锁定文件的一部分，进程无法访问。',
          'winapi error #32',
          'winapi error #33',
        ],
      ],
      [
        'local_permission_denied',
        [
          'Access is denied.',
          'Zugriff verweigert',
          'Accès refusé.',
          'アクセスが拒否されました。',
          '拒绝访问。',
          'winapi error #5',
        ],
      ],
      [
        'source_vanished',
        [
          'The system cannot find the file specified.',
          'The system cannot find the path specified.',
          'Das System kann die angegebene Datei nicht finden.',
          'Le chemin d’accès spécifié est introuvable.',
          '指定されたファイルが見つかりません。',
          '系统找不到指定的路径。',
          'winapi error #2',
          'winapi error #3',
        ],
      ],
      [
        'local_io_error',
        [
          'Data error (cyclic redundancy check).',
          'The request could not be performed because of an I/O device error.',
          'The device is not ready.',
          'A device which does not exist was specified.',
          'Datenfehler (CRC-Prüfung)',
          'Erreur de données (contrôle de redondance cyclique).',
          '数据错误(循环冗余检查)。',
          'winapi error #23',
          'winapi error #1117',
        ],
      ],
      [
        'source_in_cloud',
        [
          'The cloud file provider is not running.',
          'The cloud operation was unsuccessful.',
          'Access to the cloud file is denied.',
          'Der Clouddateianbieter wird nicht ausgeführt.',
          'winapi error #362',
        ],
      ],
      [
        'source_quarantined',
        [
          'Operation did not complete successfully because the file contains a virus or potentially unwanted software.',
          'Der Vorgang konnte nicht erfolgreich abgeschlossen werden, da die Datei einen Virus oder möglicherweise unerwünschte Software enthält.',
          'winapi error #225',
        ],
      ],
    ] as const
  ).flatMap(([reason, texts]) =>
    texts.flatMap((text): [Reason, string][] => [
      [reason, `Failed to copy: failed to open source object: ${text}`],
      [reason, `Failed to calculate src hash: hash: failed to open: ${text}`],
    ]),
  ),
  [
    'source_changed',
    'Failed to copy: read \\\\?\\D:\\acq\\a.tif: The process cannot access the file because another process has locked a portion of the file.',
  ],
  // the other end is a drive or a share of Windows
  ['remote_permission_denied', 'Failed to copy: Access is denied.'],
  ['remote_permission_denied', 'Failed to copy: openat a.tif: Zugriff verweigert'],
  [
    'remote_storage_error',
    'Failed to copy: The process cannot access the file because it is being used by another process.',
  ],
  ['remote_disk_full', 'Failed to copy: winapi error #112'],
  ...[
    'The referenced account is currently locked out and may not be logged on to.',
    'The trust relationship between this workstation and the primary domain failed.',
    'Multiple connections to a server or shared resource by the same user, using more than one user name, are not allowed. Disconnect all previous connections to the server or shared resource and try again.',
    'Der Benutzername oder das Kennwort ist falsch.',
    'Le nom d’utilisateur ou le mot de passe est incorrect.',
    'ユーザー名またはパスワードが正しくありません。',
    '用户名或密码不正确。',
    'winapi error #1326',
    'winapi error #1909',
  ].map((text): [Reason, string] => ['credentials_rejected', `mkdir \\\\nas\\lab: ${text}`]),
  ...[
    'An attempt was made to access a socket in a way forbidden by its access permissions.',
    'Der Zugriff auf einen Socket war aufgrund der Zugriffsrechte des Sockets unzulässig.',
    'winapi error #10013',
  ].map((text): [Reason, string] => [
    'network_unreachable',
    `dial tcp 10.0.0.1:22: connectex: ${text}`,
  ]),
  ...[
    [
      'connection_refused',
      'Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte.',
    ],
    ['connection_refused', '由于目标计算机积极拒绝，无法连接。'],
    ['connection_refused', 'winapi error #10061'],
    [
      'connection_timeout',
      '接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかったため、接続できませんでした。',
    ],
    ['connection_timeout', 'winapi error #10060'],
    ['connection_lost', 'Une connexion existante a dû être fermée par l’hôte distant.'],
    ['connection_lost', 'winapi error #10054'],
  ].map(([reason, text]): [Reason, string] => [
    reason as Reason,
    `dial tcp 10.0.0.1:22: connectex: ${text}`,
  ]),
  ['network_unreachable', 'mkdir \\\\nas\\lab: Der Netzwerkpfad wurde nicht gefunden.'],
  ['connection_lost', 'write \\\\nas\\lab: 指定的网络名不再可用。'],
]

it.each(RCLONE)('%s: %s', (reason, text) => {
  const line = { level: 'error', msg: text, object: 'permission denied.tif' }
  for (const stderr of [
    `2026/11/23 12:00:00 ERROR : a b.tif: ${text}\n`,
    `${JSON.stringify(line)}\n`,
  ]) {
    const found = classify({
      transport: 'rclone',
      operation: 'push',
      exitCode: 1,
      signal: null,
      spawnError: null,
      lines: parseLines('rclone', stderr),
      stdout: '',
    })
    expect(found?.reason).toBe(reason)
  }
})
