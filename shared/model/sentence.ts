// Schema of texts of the core that the window shows: ipc/spoken-answers.ts says them in the language of the window.
import * as z from 'zod'

/**
 * An English text of the core, such as a refusal or what a sweep found, which crosses to the window in its language. What a ticket
 * for IT has too crosses in English, and is said where it is shown (shared/language/say.ts).
 */
export const sentence = z.string()
