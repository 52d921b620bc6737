// Failures of FTP servers.
import { ftp, tcp } from './faulty-servers.ts'
import { type RcloneCase, rcloneCase, section, SHORT } from './rclone-case.ts'
import { type Setting } from './setting.ts'

export const ftpCases = async ({ pass }: Setting): Promise<RcloneCase[]> => [
  ...(await Promise.all(
    (
      [
        [
          'rc-push-ftp-530',
          { PASS: '530 Login incorrect.' },
          'credentials_rejected',
          'wrong password',
        ],
        [
          'rc-push-ftp-421',
          { USER: '421 There are too many connected users, please try later.' },
          'rate_limited',
          'too many users',
        ],
        [
          'rc-push-ftp-tls-demanded',
          { USER: '522 SSL/TLS required on the control channel' },
          'tls_failure',
          'the server demands TLS',
        ],
        [
          'rc-push-ftp-tls-demanded-550',
          { USER: '550 SSL/TLS required on the control channel' },
          'tls_failure',
          'the server demands TLS, ProFTPD',
        ],
        [
          'rc-push-ftp-tls-demanded-530',
          { USER: '530 Non-anonymous sessions must use encryption.' },
          'tls_failure',
          'the server demands TLS, vsftpd',
        ],
        [
          'rc-push-ftp-tls-demanded-503',
          { USER: '503 Use AUTH first.' },
          'tls_failure',
          'the server demands TLS, FileZilla',
        ],
      ] as const
    ).map(async ([id, answers, reason, note]) =>
      rcloneCase(
        id,
        section('ftp', { host: '127.0.0.1', port: await ftp(answers), user: 'lab', pass }),
        reason,
        note,
        { options: SHORT },
      ),
    ),
  )),
  rcloneCase(
    'rc-push-ftp-tls-unsupported',
    section('ftp', {
      host: '127.0.0.1',
      port: await ftp({ AUTH: '500 unknown command' }),
      user: 'lab',
      pass,
      explicit_tls: 'true',
    }),
    'tls_failure',
    'TLS asked for, server without',
    { options: SHORT },
  ),
  rcloneCase(
    'rc-push-ftp-speaks-tls',
    section('ftp', {
      host: '127.0.0.1',
      port: await tcp((s) => {
        s.write(Buffer.from([21, 3, 3, 0, 2, 2, 40]))
        s.end()
      }),
      user: 'lab',
      pass,
    }),
    'tls_failure',
    'the server speaks TLS unasked (implicit TLS)',
    { options: SHORT },
  ),
]
