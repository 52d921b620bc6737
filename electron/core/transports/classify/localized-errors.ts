// Table of localized system errors: how systems and languages other than the recorded ones word the
// same fault. Windows and every shell on the remote answer in the system's language, while the
// rules of the other tables know one wording, so a line is put into that wording before it is
// matched. People are shown the line as the tool printed it.

interface Wording {
  /** The wording that the rules know. */
  readonly known: string
  /** Windows' numbers of the error: Go prints `winapi error #5` where Windows has no text for it. */
  readonly codes?: readonly number[]
  /** strerror() of glibc and FormatMessage() of Windows in other languages, and macOS' words for what others word otherwise. */
  readonly localized: RegExp
}

const WORDINGS: readonly Wording[] = [
  {
    known: 'permission denied',
    localized:
      /Keine Berechtigung|Permission non accordée|Permiso denegado|Permesso negato|Permissão negada|Toegang geweigerd|許可がありません|权限不够|拒絕不符權限的操作/i,
  },
  {
    known: 'Access is denied.',
    codes: [5],
    localized:
      /Zugriff verweigert\.?|Accès refusé\.?|Acceso denegado\.?|Accesso negato\.?|Acesso negado\.?|Toegang geweigerd\.|アクセスが拒否されました。?|拒绝访问。?|存取被拒。?/i,
  },
  {
    known: 'no such file or directory',
    localized:
      /Datei oder Verzeichnis nicht gefunden|Aucun fichier ou dossier de ce (?:type|nom)|No existe el (?:fichero|archivo) o el directorio|File o directory non esistente|(?:Arquivo|Ficheiro) ou diretório (?:não encontrado|inexistente)|Bestand of map bestaat niet|そのようなファイルやディレクトリはありません|没有那个文件或目录/i,
  },
  {
    known: 'The system cannot find the file specified.',
    codes: [2],
    localized:
      /Das System kann die angegebene Datei nicht finden\.?|Le fichier spécifié est introuvable\.?|El sistema no puede (?:encontrar|hallar) el archivo especificado\.?|Impossibile trovare il file specificato\.?|O sistema não pode encontrar o arquivo especificado\.?|指定されたファイルが見つかりません。?|系统找不到指定的文件。?/i,
  },
  {
    known: 'The system cannot find the path specified.',
    codes: [3],
    localized:
      /Das System kann den angegebenen Pfad nicht finden\.?|Le chemin d.accès spécifié est introuvable\.?|El sistema no puede (?:encontrar|hallar) la ruta especificada\.?|Impossibile trovare il percorso specificato\.?|O sistema não pode encontrar o caminho especificado\.?|指定されたパスが見つかりません。?|系统找不到指定的路径。?/i,
  },
  {
    known: 'no space left on device',
    codes: [39, 112],
    localized:
      /There is not enough space on the disk\.?|Auf dem Gerät ist kein Speicherplatz mehr verfügbar|Kein Platz (?:mehr )?auf dem Gerät(?: mehr)?(?: verfügbar)?|Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung\.?|Aucun espace disponible sur le périphérique|Espace insuffisant sur le disque\.?|No queda espacio en el dispositivo|Espacio en disco insuficiente\.?|Spazio esaurito sul (?:device|dispositivo)|Spazio su disco insufficiente\.?|Não há espaço disponível no dispositivo|デバイスに空き領域がありません|ディスクに十分な空き領域がありません。?|设备上没有空间|磁盘空间不足。?/i,
  },
  {
    known: 'The process cannot access the file because it is being used by another process.',
    codes: [32, 33],
    localized:
      /Der Prozess kann nicht auf die Datei zugreifen|Le processus ne peut pas accéder au fichier|El proceso no (?:tiene acceso|puede obtener acceso) al archivo|Impossibile accedere al file\. Il file è utilizzato|O (?:arquivo já está sendo usado|processo não pode acessar o arquivo)|プロセスはファイルにアクセスできません|另一个程序正在使用此文件|另一个程序已锁定文件的一部分|另一個(?:處理序|程序)正在使用/i,
  },
  {
    known: 'Data error (cyclic redundancy check).',
    codes: [23],
    localized:
      /(?:Datenfehler \(CRC-Prüfung\)|Erreur de données \(contrôle de redondance cyclique\)|Error de datos \(comprobación de redundancia cíclica\)|Errore nei dati \(controllo di ridondanza ciclico\)|データ エラー \(巡回冗長検査.*|数据错误 ?[(（]循环冗余检查[)）])[.。]?/i,
  },
  {
    known: 'The request could not be performed because of an I/O device error.',
    codes: [1117],
    localized:
      /(?:Die Anforderung konnte wegen eines E\/A-Gerätefehlers nicht ausgeführt werden|La demande n.a pas pu être exécutée en raison d.une erreur de périphérique d.E\/S|I\/O デバイス エラーが発生したため|由于 I\/O 设备错误，无法运行此项请求)[.。]?/i,
  },
  {
    known: 'A device which does not exist was specified.',
    codes: [433],
    localized:
      /(?:Es wurde ein nicht vorhandenes Gerät angegeben|Un périphérique qui n.existe pas a été spécifié|存在しないデバイスを指定しました|指定了不存在的设备)[.。]?/i,
  },
  // a disk of macOS that was pulled out
  { known: 'input/output error', localized: /device not configured/i },
  {
    known: 'The device is not ready.',
    codes: [21],
    localized:
      /(?:Das Gerät ist nicht bereit|Le périphérique n.est pas prêt|デバイスの準備ができていません|设备未就绪)[.。]?/i,
  },
  {
    known: 'The cloud file provider is not running.',
    codes: [362, 386, 388, 389, 395, 426],
    localized:
      // macOS says so of a file that iCloud keeps
      /(?:resource deadlock avoided|Der Clouddateianbieter wird nicht ausgeführt|Le fournisseur de fichiers? cloud n.est pas en cours d.exécution|クラウド ファイル プロバイダーが実行されていません|云文件提供程序未运行|(?:Der )?Cloudvorgang|(?:Der )?Zugriff auf die Clouddatei|L.opération (?:sur le )?cloud|L.accès au fichier cloud|クラウド操作|クラウド ファイルへの|云操作|访问云文件)[.。]?/i,
  },
  {
    known: 'contains a virus or potentially unwanted software',
    codes: [225, 226],
    localized:
      /(?:einen Virus oder (?:möglicherweise|potenziell) unerwünschte Software enthält|contient un virus ou un logiciel potentiellement indésirable|ウイルスまたは望ましくない可能性のあるソフトウェアが含まれている|包含病毒或(?:潜在的垃圾|可能不需要的)软件)[.。]?/i,
  },
  {
    known: 'The network path was not found',
    codes: [53, 67],
    localized:
      /(?:Der Netzwerkpfad wurde nicht gefunden|Le chemin réseau n.a pas été trouvé|No se (?:ha encontrado|encontró) la ruta de (?:acceso de la )?red|Impossibile trovare il percorso di rete|ネットワーク パスが見つかりません|找不到网络路径)[.。]?/i,
  },
  {
    known: 'The specified network name is no longer available.',
    codes: [59, 64],
    localized:
      /(?:Der angegebene Netzwerkname ist nicht mehr verfügbar|Le nom (?:de )?réseau spécifié n.est plus disponible|指定されたネットワーク名は利用できません|指定的网络名不再可用)[.。]?/i,
  },
  {
    known: 'The user name or password is incorrect.',
    codes: [86, 1326, 1327],
    localized:
      /(?:Der Benutzername oder das Kennwort ist falsch|Le nom d.utilisateur ou le mot de passe est incorrect|El nombre de usuario o la contraseña no son correctos|Nome utente o password non corret[ti]|ユーザー名またはパスワードが正しくありません|用户名或密码不正确)[.。]?/i,
  },
  {
    known: 'The referenced account is currently locked out and may not be logged on to.',
    codes: [1909],
    localized:
      /Konto\b.*\bgesperrt\b|compte référencé est actuellement verrouillé|アカウントは現在ロックアウトされている|(?:帐户|账户)当前已锁定/i,
  },
  {
    known: 'this account is currently disabled',
    codes: [1331],
    localized:
      /Konto (?:momentan|zurzeit|derzeit) deaktiviert ist|compte est actuellement désactivé|アカウントは現在無効に設定されている|(?:帐户|账户)当前已被禁用/i,
  },
  {
    known: 'The password for this account has expired.',
    codes: [1330],
    localized:
      /Kennwort für dieses Konto ist abgelaufen|mot de passe de ce compte a expiré|アカウントのパスワードは有効期限が切れて|(?:帐户|账户)的密码已过期/i,
  },
  {
    known: 'password must be changed before signing in',
    codes: [1907],
    localized:
      /Kennwort des Benutzers muss vor .*geändert werden|mot de passe de l.utilisateur doit être (?:modifié|changé) avant|前にユーザーのパスワードを変更する必要|必须更改用户的密码/i,
  },
  {
    known: 'The trust relationship between this workstation and the primary domain failed.',
    codes: [1789],
    localized:
      /Vertrauensstellung zwischen dieser Arbeitsstation|relation d.approbation entre cette station de travail|ワークステーションとプライマリ ドメインとの信頼関係|工作站和主域间的信任关系/i,
  },
  {
    known: 'using more than one user name, are not allowed',
    codes: [1219],
    localized:
      /unter Verwendung mehrerer Benutzernamen sind nicht zulässig|en utilisant plus d.un nom d.utilisateur, ne sont pas autorisées|複数のユーザー名での複数の接続は許可されません|使用一个以上用户名与服务器或共享资源的多重连接/i,
  },
  {
    known: 'An attempt was made to access a socket in a way forbidden by its access permissions.',
    codes: [10013],
    localized:
      /(?:Der Zugriff auf einen Socket war aufgrund der Zugriffsrechte des Sockets unzulässig|Une tentative d.accès à un socket de manière interdite par ses autorisations d.accès|アクセス許可で禁じられた方法でソケットにアクセスしようとしました|以一种访问权限不允许的方式做了一个访问套接字的尝试)[.。]?/i,
  },
  {
    known: 'No connection could be made because the target machine actively refused it.',
    codes: [10061],
    localized:
      /(?:Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte|Aucune connexion n.a pu être établie car l.ordinateur cible l.a expressément refusée|対象のコンピューターによって拒否されたため、接続できませんでした|由于目标计算机积极拒绝，无法连接)[.。]?/i,
  },
  {
    known: 'the connected party did not properly respond after a period of time',
    codes: [121, 10060],
    localized:
      /(?:die Gegenstelle nach einer bestimmten Zeitspanne nicht (?:richtig|ordnungsgemäß) reagiert hat|le parti connecté n.a pas répondu convenablement|接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかった|由于连接方在一段时间后没有正确答复)[.。]?/i,
  },
  {
    known: 'An existing connection was forcibly closed by the remote host.',
    codes: [10054],
    localized:
      /(?:Eine vorhandene Verbindung wurde vom Remotehost geschlossen|Une connexion existante a dû être fermée par l.hôte distant|既存の接続はリモート ホストに強制的に切断されました|远程主机强迫关闭了一个现有的连接)[.。]?/i,
  },
  {
    known: 'No such host is known.',
    codes: [11001],
    localized:
      /(?:Der angegebene Host ist unbekannt|Dieser Host ist nicht bekannt|Hôte inconnu|そのようなホストは不明です|不知道这样的主机)[.。]?/i,
  },
  {
    known: 'A socket operation was attempted to an unreachable host.',
    codes: [10065],
    localized:
      /(?:Ein Socketvorgang wurde auf einem nicht erreichbaren Host versucht|opération (?:de socket )?a été tentée sur un hôte impossible à atteindre|到達できないホストに対してソケット操作を実行しようとしました|套接字操作尝试一个无法连接的主机)[.。]?/i,
  },
  {
    known: 'A socket operation was attempted to an unreachable network.',
    codes: [10051],
    localized:
      /(?:Ein Socketvorgang bezog sich auf ein nicht verfügbares Netzwerk|opération (?:de socket )?a été tentée sur un réseau impossible à atteindre|到達できないネットワークに対してソケット操作を実行しようとしました|向一个无法连接的网络尝试了一个套接字操作)[.。]?/i,
  },
  {
    known: 'command not found',
    localized:
      /Kommando nicht gefunden\.?|Befehl nicht gefunden\.?|commande introuvable|orden no encontrada|comando non trovato|comando não encontrado|opdracht niet gevonden|コマンドが見つかりません|未找到命令/i,
  },
]

/** The wording of each of Windows' numbers. */
const BY_CODE: ReadonlyMap<number, string> = new Map(
  WORDINGS.flatMap(({ known, codes = [] }) => codes.map((code) => [code, known])),
)

/** A line in the wording that the rules know. */
export const toKnownWording = (line: string): string =>
  WORDINGS.reduce(
    (text, { known, localized }) => text.replace(localized, known),
    line.replace(/winapi error #(\d+)/, (text, code) => BY_CODE.get(Number(code)) ?? text),
  )
