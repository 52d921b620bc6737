// All steps of a campaign by name.
import { ENGINE_STEPS } from './engine-steps.ts'
import { PERSON_STEPS } from './person-steps.ts'
import type { StepKind } from './step-kind.ts'

export const STEPS: Readonly<Record<string, StepKind>> = { ...ENGINE_STEPS, ...PERSON_STEPS }
