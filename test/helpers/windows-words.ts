// Words of Windows for faults of accounts, cloud files, devices and hosts, in the languages of the program (explain-systems.test.ts).
import type { Reason } from '../../shared/reasons.ts'

/** What stands before the system's words, the reason, and the words in the order of LANGUAGES. */
export type Fault = readonly [
  before: string,
  Reason,
  readonly [string, string, string, string, string],
]

/** Before the system's words where rclone could not open a file of the run. */
export const SOURCE = 'Failed to copy: failed to open source object: '
/** Before them where it could not connect. */
export const DIAL = 'dial tcp 10.0.0.1:445: connectex: '

/** Each fault with its words. */
export const RARER_WORDS: readonly Fault[] = [
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
