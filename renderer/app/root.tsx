// Root of the window: draws everything anew in another language.
import type { ReactElement } from 'react'
import { useLanguage } from '../state/language-store.ts'
import { App } from './app.tsx'

export const Root = (): ReactElement => <App key={useLanguage((state) => state.language)} />
