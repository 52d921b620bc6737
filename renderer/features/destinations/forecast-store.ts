// Forecast store: per instrument the free space of its data disk, when that will be full, and whether runs are overdue.
import { create } from 'zustand'
import type { Forecast } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'

interface ForecastState {
  readonly forecasts: readonly Forecast[]
}

export const useForecasts = create<ForecastState>(() => ({ forecasts: [] }))

export const loadForecasts = async (): Promise<void> => {
  const answer = await call('forecast.get', {})
  if (answer.ok) useForecasts.setState({ forecasts: answer.value.rows })
}
