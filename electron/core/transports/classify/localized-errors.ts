// Table of localized system errors: how systems and languages other than the recorded ones word the
// same fault. Windows and every shell on the remote answer in the system's language, while the
// rules of the other tables know one wording, so a line is put into that wording before it is
// matched. People are shown the line as the tool printed it.

interface Wording {
  /** The wording that the rules know. */
  readonly known: string
  /** strerror() of glibc and FormatMessage() of Windows in other languages. */
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
    localized:
      /Das System kann die angegebene Datei nicht finden\.?|Le fichier spécifié est introuvable\.?|El sistema no puede (?:encontrar|hallar) el archivo especificado\.?|Impossibile trovare il file specificato\.?|O sistema não pode encontrar o arquivo especificado\.?|指定されたファイルが見つかりません。?|系统找不到指定的文件。?/i,
  },
  {
    known: 'The system cannot find the path specified.',
    localized:
      /Das System kann den angegebenen Pfad nicht finden\.?|Le chemin d.accès spécifié est introuvable\.?|El sistema no puede (?:encontrar|hallar) la ruta especificada\.?|Impossibile trovare il percorso specificato\.?|O sistema não pode encontrar o caminho especificado\.?|指定されたパスが見つかりません。?|系统找不到指定的路径。?/i,
  },
  {
    known: 'no space left on device',
    localized:
      /There is not enough space on the disk\.?|Auf dem Gerät ist kein Speicherplatz mehr verfügbar|Kein Platz (?:mehr )?auf dem Gerät(?: mehr)?(?: verfügbar)?|Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung\.?|Aucun espace disponible sur le périphérique|Espace insuffisant sur le disque\.?|No queda espacio en el dispositivo|Espacio en disco insuficiente\.?|Spazio esaurito sul (?:device|dispositivo)|Spazio su disco insufficiente\.?|Não há espaço disponível no dispositivo|デバイスに空き領域がありません|ディスクに十分な空き領域がありません。?|设备上没有空间|磁盘空间不足。?/i,
  },
  {
    known: 'The process cannot access the file because it is being used by another process.',
    localized:
      /Der Prozess kann nicht auf die Datei zugreifen|Le processus ne peut pas accéder au fichier|El proceso no (?:tiene acceso|puede obtener acceso) al archivo|Impossibile accedere al file\. Il file è utilizzato|O (?:arquivo já está sendo usado|processo não pode acessar o arquivo)|プロセスはファイルにアクセスできません|另一个程序正在使用此文件/i,
  },
  {
    known: 'command not found',
    localized:
      /Kommando nicht gefunden\.?|Befehl nicht gefunden\.?|commande introuvable|orden no encontrada|comando non trovato|comando não encontrado|opdracht niet gevonden|コマンドが見つかりません|未找到命令/i,
  },
]

/** A line in the wording that the rules know. */
export const toKnownWording = (line: string): string =>
  WORDINGS.reduce((text, { known, localized }) => text.replace(localized, known), line)
