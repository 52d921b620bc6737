// Failures of an S3 server, which answers with the codes of AWS and MinIO.
import { s3Error, answering } from './faulty-servers.ts'
import { SHORT, type RcloneCase, rcloneCase, section } from './rclone-case.ts'

const conf = (port: number): string =>
  section('s3', {
    provider: 'Minio',
    access_key_id: 'a',
    secret_access_key: 'b',
    endpoint: `http://127.0.0.1:${port}`,
    list_version: 2,
  })

const ERRORS = [
  ['403', 403, 'AccessDenied', 'Access Denied.', 'remote_permission_denied'],
  [
    'bad-key-id',
    403,
    'InvalidAccessKeyId',
    'The Access Key Id you provided does not exist in our records.',
    'credentials_rejected',
  ],
  [
    'signature',
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
    'credentials_rejected',
  ],
  ['expired-token', 403, 'ExpiredToken', 'The provided token has expired.', 'credentials_rejected'],
  [
    '403-clock-skew',
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    'clock_skew',
  ],
  [
    'bucket-missing',
    404,
    'NoSuchBucket',
    'The specified bucket does not exist',
    'remote_path_missing',
  ],
  ['503-slow-down', 503, 'SlowDown', 'Please reduce your request rate.', 'rate_limited'],
  [
    '429',
    429,
    'TooManyRequests',
    'Deadline exceeded while waiting in incoming queue, please reduce your request rate',
    'rate_limited',
  ],
  [
    '500',
    500,
    'InternalError',
    'We encountered an internal error, please try again.',
    'server_error',
  ],
  ['503', 503, 'ServiceUnavailable', 'Service is unable to handle request.', 'server_error'],
  [
    '507',
    507,
    'XMinioStorageFull',
    'Storage backend has reached its minimum free drive threshold.',
    'remote_disk_full',
  ],
] as const

/** Each error for a push and for a hash list. */
export const s3Cases = async (): Promise<RcloneCase[]> => {
  const cases: RcloneCase[] = []
  const once = { options: ['--low-level-retries=1'] }
  for (const [name, code, error, words, reason] of ERRORS) {
    const text = conf(await s3Error(code, error, words))
    cases.push(rcloneCase(`rc-push-s3-${name}`, text, reason, error, once))
    cases.push(rcloneCase(`rc-hash-s3-${name}`, text, reason, error, { ...once, download: true }))
  }
  const refused = conf(1)
  cases.push(rcloneCase('rc-push-connection-refused-s3', refused, 'connection_refused', 's3', once))
  const silent = conf(await answering(() => undefined))
  cases.push(
    rcloneCase('rc-push-s3-silent', silent, 'connection_timeout', 'the server never answers', {
      options: SHORT,
    }),
  )
  return cases
}
