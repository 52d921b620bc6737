// Marks what a test asserts of POSIX systems alone. `npm run test:windows` runs the other tests on Windows' programs.

/** True on Windows, where the test, case or assertion is left out; `reason`: what Windows does not have, in a sentence. */
export const needsPosix = (reason: string): boolean => process.platform === 'win32' && reason !== ''
