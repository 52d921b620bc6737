// `explain` over the words of Windows and macOS: each fault has its reason in English, German, French, Japanese and Chinese. macOS
// words the faults of files and networks in English alone, whatever its language.
import { expect, it } from 'vitest'
import { explain } from '../../../../../electron/core/services/support/explain.ts'
import type { Reason } from '../../../../../shared/reasons.ts'

const LANGUAGES = ['en', 'de', 'fr', 'ja', 'zh'] as const

/** What stands before the system's words, the reason, and the words in the order of LANGUAGES. */
type Fault = readonly [before: string, Reason, readonly [string, string, string, string, string]]

const SOURCE = 'Failed to copy: failed to open source object: '
const DIAL = 'dial tcp 10.0.0.1:445: connectex: '

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
  ...(
    [
      [
        'The referenced account is currently locked out and may not be logged on to.',
        'Das referenzierte Konto ist momentan gesperrt und kann möglicherweise nicht angemeldet werden.',
        'Le compte référencé est actuellement verrouillé et il se peut qu’il ne soit pas possible de s’y connecter.',
        '参照されたアカウントは現在ロックアウトされているため、ログオンできない可能性があります。',
        '引用的帐户当前已锁定，且可能无法登录。',
      ],
      [
        'This user can’t sign in because this account is currently disabled.',
        'Dieser Benutzer kann sich nicht anmelden, weil das Konto momentan deaktiviert ist.',
        'Cet utilisateur ne peut pas se connecter car ce compte est actuellement désactivé.',
        'アカウントは現在無効に設定されているため、このユーザーはサインインできません。',
        '此用户无法登录，因为该帐户当前已被禁用。',
      ],
      [
        'The password for this account has expired.',
        'Das Kennwort für dieses Konto ist abgelaufen.',
        'Le mot de passe de ce compte a expiré.',
        'このアカウントのパスワードは有効期限が切れています。',
        '此帐户的密码已过期。',
      ],
      [
        'The user’s password must be changed before signing in.',
        'Das Kennwort des Benutzers muss vor dem Anmelden geändert werden.',
        'Le mot de passe de l’utilisateur doit être modifié avant la connexion.',
        'サインイン前にユーザーのパスワードを変更する必要があります。',
        '登录之前，必须更改用户的密码。',
      ],
      [
        'The trust relationship between this workstation and the primary domain failed.',
        'Die Vertrauensstellung zwischen dieser Arbeitsstation und der primären Domäne konnte nicht hergestellt werden.',
        'La relation d’approbation entre cette station de travail et le domaine principal a échoué.',
        'このワークステーションとプライマリ ドメインとの信頼関係に失敗しました。',
        '此工作站和主域间的信任关系失败。',
      ],
      [
        'Multiple connections to a server or shared resource by the same user, using more than one user name, are not allowed.',
        'Mehrfache Verbindungen zu einem Server oder einer freigegebenen Ressource von demselben Benutzer unter Verwendung mehrerer Benutzernamen sind nicht zulässig.',
        'Plusieurs connexions à un serveur ou à une ressource partagée par le même utilisateur, en utilisant plus d’un nom d’utilisateur, ne sont pas autorisées.',
        '同じユーザーによる、サーバーまたは共有リソースへの複数のユーザー名での複数の接続は許可されません。',
        '不允许一个用户使用一个以上用户名与服务器或共享资源的多重连接。',
      ],
    ] as const
  ).map((words): Fault => ['mkdir \\\\nas\\lab: ', 'credentials_rejected', words]),
  ...(
    [
      [
        'The process cannot access the file because another process has locked a portion of the file.',
        'Der Prozess kann nicht auf die Datei zugreifen, da ein anderer Prozess einen Teil der Datei gesperrt hat.',
        'Le processus ne peut pas accéder au fichier car un autre processus en a verrouillé une partie.',
        'プロセスはファイルにアクセスできません。別のプロセスがファイルの一部をロックしています。',
        '另一个程序已锁定文件的一部分，进程无法访问。',
      ],
    ] as const
  ).map((words): Fault => [SOURCE, 'source_changed', words]),
  ...(
    [
      [
        'The cloud operation was unsuccessful.',
        'Der Cloudvorgang war nicht erfolgreich.',
        'L’opération cloud n’a pas réussi.',
        'クラウド操作に失敗しました。',
        '云操作未成功。',
      ],
      [
        'Access to the cloud file is denied.',
        'Der Zugriff auf die Clouddatei wurde verweigert.',
        'L’accès au fichier cloud est refusé.',
        'クラウド ファイルへのアクセスが拒否されました。',
        '访问云文件被拒绝。',
      ],
    ] as const
  ).map((words): Fault => [SOURCE, 'source_in_cloud', words]),
  [
    SOURCE,
    'local_io_error',
    [
      'A device which does not exist was specified.',
      'Es wurde ein nicht vorhandenes Gerät angegeben.',
      'Un périphérique qui n’existe pas a été spécifié.',
      '存在しないデバイスを指定しました。',
      '指定了不存在的设备。',
    ],
  ],
  [
    DIAL,
    'network_unreachable',
    [
      'A socket operation was attempted to an unreachable host.',
      'Ein Socketvorgang wurde auf einem nicht erreichbaren Host versucht.',
      'Une opération a été tentée sur un hôte impossible à atteindre.',
      '到達できないホストに対してソケット操作を実行しようとしました。',
      '套接字操作尝试一个无法连接的主机。',
    ],
  ],
  [
    'dial tcp: lookup nas.lab: ',
    'dns_failure',
    [
      'No such host is known.',
      'Der angegebene Host ist unbekannt.',
      'Hôte inconnu.',
      'そのようなホストは不明です。',
      '不知道这样的主机。',
    ],
  ],
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
