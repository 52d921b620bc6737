// `explain` over the words of Windows and macOS: each fault has its reason in English, German, French, Japanese and Chinese. macOS
// words the faults of files and networks in English alone, whatever its language.
import { expect, it } from 'vitest'
import { DIAL, type Fault, RARER_WORDS, SOURCE } from '../../../../helpers/windows-words.ts'
import { explain } from '../../../../../electron/core/services/support/explain.ts'
import type { Reason } from '../../../../../shared/reasons.ts'

const LANGUAGES = ['en', 'de', 'fr', 'ja', 'zh'] as const

const WINDOWS: readonly Fault[] = [
  [
    SOURCE,
    'source_changed',
    [
      'The process cannot access the file because it is being used by another process.',
      'Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.',
      'Le processus ne peut pas accéder au fichier car ce fichier est utilisé par un autre processus.',
      'プロセスはファイルにアクセスできません。別のプロセスが使用中です。',
      '另一个程序正在使用此文件，进程无法访问。',
    ],
  ],
  [
    SOURCE,
    'local_permission_denied',
    [
      'Access is denied.',
      'Zugriff verweigert',
      'Accès refusé.',
      'アクセスが拒否されました。',
      '拒绝访问。',
    ],
  ],
  [
    SOURCE,
    'source_vanished',
    [
      'The system cannot find the file specified.',
      'Das System kann die angegebene Datei nicht finden.',
      'Le fichier spécifié est introuvable.',
      '指定されたファイルが見つかりません。',
      '系统找不到指定的文件。',
    ],
  ],
  [
    SOURCE,
    'source_vanished',
    [
      'The system cannot find the path specified.',
      'Das System kann den angegebenen Pfad nicht finden.',
      'Le chemin d’accès spécifié est introuvable.',
      '指定されたパスが見つかりません。',
      '系统找不到指定的路径。',
    ],
  ],
  [
    SOURCE,
    'local_io_error',
    [
      'Data error (cyclic redundancy check).',
      'Datenfehler (CRC-Prüfung).',
      'Erreur de données (contrôle de redondance cyclique).',
      'データ エラー (巡回冗長検査 (CRC) エラー)です。',
      '数据错误(循环冗余检查)。',
    ],
  ],
  [
    SOURCE,
    'local_io_error',
    [
      'The device is not ready.',
      'Das Gerät ist nicht bereit.',
      'Le périphérique n’est pas prêt.',
      'デバイスの準備ができていません。',
      '设备未就绪。',
    ],
  ],
  [
    SOURCE,
    'source_in_cloud',
    [
      'The cloud file provider is not running.',
      'Der Clouddateianbieter wird nicht ausgeführt.',
      'Le fournisseur de fichiers cloud n’est pas en cours d’exécution.',
      'クラウド ファイル プロバイダーが実行されていません。',
      '云文件提供程序未运行。',
    ],
  ],
  [
    SOURCE,
    'source_quarantined',
    [
      'Operation did not complete successfully because the file contains a virus or potentially unwanted software.',
      'Der Vorgang konnte nicht erfolgreich abgeschlossen werden, da die Datei einen Virus oder möglicherweise unerwünschte Software enthält.',
      'L’opération n’a pas abouti, car le fichier contient un virus ou un logiciel potentiellement indésirable.',
      'ファイルにウイルスまたは望ましくない可能性のあるソフトウェアが含まれているため、操作は正常に完了しませんでした。',
      '无法成功完成操作，因为文件包含病毒或潜在的垃圾软件。',
    ],
  ],
  [
    'Failed to copy: write \\\\nas\\lab\\a.tif: ',
    'remote_disk_full',
    [
      'There is not enough space on the disk.',
      'Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung.',
      'Espace insuffisant sur le disque.',
      'ディスクに十分な空き領域がありません。',
      '磁盘空间不足。',
    ],
  ],
  [
    'mkdir \\\\nas\\lab: ',
    'credentials_rejected',
    [
      'The user name or password is incorrect.',
      'Der Benutzername oder das Kennwort ist falsch.',
      'Le nom d’utilisateur ou le mot de passe est incorrect.',
      'ユーザー名またはパスワードが正しくありません。',
      '用户名或密码不正确。',
    ],
  ],
  [
    'mkdir \\\\nas\\lab: ',
    'network_unreachable',
    [
      'The network path was not found.',
      'Der Netzwerkpfad wurde nicht gefunden.',
      'Le chemin réseau n’a pas été trouvé.',
      'ネットワーク パスが見つかりません。',
      '找不到网络路径。',
    ],
  ],
  [
    'write \\\\nas\\lab: ',
    'connection_lost',
    [
      'The specified network name is no longer available.',
      'Der angegebene Netzwerkname ist nicht mehr verfügbar.',
      'Le nom réseau spécifié n’est plus disponible.',
      '指定されたネットワーク名は利用できません。',
      '指定的网络名不再可用。',
    ],
  ],
  [
    DIAL,
    'network_unreachable',
    [
      'An attempt was made to access a socket in a way forbidden by its access permissions.',
      'Der Zugriff auf einen Socket war aufgrund der Zugriffsrechte des Sockets unzulässig.',
      'Une tentative d’accès à un socket de manière interdite par ses autorisations d’accès a été tentée.',
      'アクセス許可で禁じられた方法でソケットにアクセスしようとしました。',
      '以一种访问权限不允许的方式做了一个访问套接字的尝试。',
    ],
  ],
  [
    DIAL,
    'connection_refused',
    [
      'No connection could be made because the target machine actively refused it.',
      'Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte.',
      'Aucune connexion n’a pu être établie car l’ordinateur cible l’a expressément refusée.',
      '対象のコンピューターによって拒否されたため、接続できませんでした。',
      '由于目标计算机积极拒绝，无法连接。',
    ],
  ],
  [
    DIAL,
    'connection_timeout',
    [
      'A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.',
      'Ein Verbindungsversuch ist fehlgeschlagen, da die Gegenstelle nach einer bestimmten Zeitspanne nicht richtig reagiert hat.',
      'Une tentative de connexion a échoué car le parti connecté n’a pas répondu convenablement au-delà d’une certaine durée.',
      '接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかったため、接続できませんでした。',
      '由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败。',
    ],
  ],
  [
    DIAL,
    'connection_lost',
    [
      'An existing connection was forcibly closed by the remote host.',
      'Eine vorhandene Verbindung wurde vom Remotehost geschlossen.',
      'Une connexion existante a dû être fermée par l’hôte distant.',
      '既存の接続はリモート ホストに強制的に切断されました。',
      '远程主机强迫关闭了一个现有的连接。',
    ],
  ],
  ...RARER_WORDS,
]

const MACOS: readonly (readonly [string, Reason])[] = [
  [`${SOURCE}open /Volumes/USB/a.tif: operation not permitted`, 'local_permission_denied'],
  [`${SOURCE}open /data/a.tif: permission denied`, 'local_permission_denied'],
  [`${SOURCE}open /data/a.tif: no such file or directory`, 'source_vanished'],
  [`${SOURCE}open /data/a.tif: resource busy`, 'source_changed'],
  ['Failed to copy: read /Volumes/USB/a.tif: input/output error', 'local_io_error'],
  ['Failed to copy: read /Volumes/USB/a.tif: device not configured', 'local_io_error'],
  ['Failed to copy: read /Users/lab/iCloud/a.tif: resource deadlock avoided', 'source_in_cloud'],
  ['Failed to copy: write /Volumes/nas/a.tif: no space left on device', 'remote_disk_full'],
  ['dial tcp 10.0.0.1:445: connect: no route to host', 'network_unreachable'],
  ['dial tcp 10.0.0.1:445: connect: host is down', 'network_unreachable'],
  ['dial tcp 10.0.0.1:445: connect: operation timed out', 'connection_timeout'],
  ['dial tcp 10.0.0.1:445: connect: connection refused', 'connection_refused'],
  ['read tcp 10.0.0.2:50000->10.0.0.1:445: read: connection reset by peer', 'connection_lost'],
]

const reasonOf = (text: string): string =>
  explain({
    transport: 'rclone',
    operation: 'push',
    exitCode: 1,
    signal: null,
    spawnError: null,
    stdout: '',
    stderr: `2026/11/23 12:00:00 ERROR : a.tif: ${text}\n`,
  }).reason

it.each(WINDOWS)("Windows' %s%s, in each language", (before, reason, words) => {
  const found = words.map((one, i) => [LANGUAGES[i], reasonOf(before + one)])
  expect(found).toEqual(LANGUAGES.map((language) => [language, reason]))
})

it.each(MACOS)("macOS' %s", (text, reason) => expect(reasonOf(text)).toBe(reason))
